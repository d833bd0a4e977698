"""Our framework: access, transactions, errors, forms, lists, languages, pages and the API's frame.

It knows no noun of the domain. A feature imports from here; nothing here imports a feature.

==================  =======================================================================
`access`            rules, `@require`, `can()`: deny unless a rule allows
`transactions`      one request, one commit, decided by the response
`idempotency`       a double click, a back button or a retry does one thing
`errors`            `Refused`, `Stale`: the ways to say no
`clock`             the only place that reads the time
`forms`             fields that clean and refuse what must not be stored
`lists`             filters in the address, sorting, keyset pagination
`language`          English, 简体中文, 繁體中文; dates and numbers in the reader's language
`markdown`          safe HTML from what people write
`web`               blueprints, security headers, assets, navigation
`api`               the frame of `/api/v1`: problems, lists, tokens
==================  =======================================================================
"""
