"""A synthetic portfolio of realistic proportions, to see how the portal behaves at scale.

Rows are written in bulk, deterministic for a seed; the register gets an entry for each act, through the same
`record()` as everywhere else. Nothing here is used in production.
"""
