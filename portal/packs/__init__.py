"""What members read before a meeting: packs, and questions asked beforehand.

A *pack* is everything that a meeting needs to know, frozen at a cut-off: one document whose digest stands in the
register, openable years later as it was. What changed since is an *erratum* beside it: computed from the records, or
added by the secretary; never mixed in. A *question* is asked on an agenda item before the meeting, and answered.
"""
