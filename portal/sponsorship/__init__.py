"""The sponsor's ledger: what a project's sponsor did, when last, what waits for them, against the mandate's promise.

Vocabulary: an *act* is what no record of the portal shows by itself (a one-to-one, a briefing, a visit); it is
entered by the sponsor or the manager, and counts once it is the sponsor's word. Everything else is counted from
meetings, decisions and answers. A month's figures are *shown* to CIO, programme office and audit a week after the
month is over; until then they are the sponsor's alone, who may add and comment. Everybody else sees what *waits*
for the sponsor, and since when. Sponsors are never ranked.
"""
