"""Mandates: the letter that says what a project's lead may do, signed by the sponsor, acknowledged by every
department it touches.

Vocabulary: a mandate is *drafted* from a *template* (one per lead model), *put* to the sponsor, *signed*, then
*acknowledged* by the head of every department it *touches*, and *issued* as a numbered letter: from then on it is
in force, except for a department that declined. A changed mandate is another *edition* of the letter, which asks
again; the older edition stays readable. It ends by *revocation*, by another edition, or because its term is over
(*lapsed*). The *grantee* is the person (and department) that gets the authority.
"""
