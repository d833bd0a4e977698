"""People, departments and their heads; who is signed in, and how.

A *department* has a *head* over time; who was head on a date is a query. A *person* may exist without an
account (named in minutes or a spreadsheet) and be merged with one later. *Roles* (administrator, programme
office, CIO, auditor) are dated grants that nobody gives to themselves. An *actor* is the signed-in person
with what holds today.
"""
