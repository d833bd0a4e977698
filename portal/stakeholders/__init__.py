"""Who has authority and who answers for what: the RACI matrix of a project.

A *party* (person or department) is *responsible* (does it), *accountable* (answers for it), *consulted* or
*informed* for an *item*, from when to when. Exactly one A and at least one R per item; faults are told
in words.
"""
