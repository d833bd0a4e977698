"""Hand-overs: whoever leaves a project or the organization gives away everything they hold, piece by piece.

Vocabulary: a *holding* is something that a person answers for today (a role, a promise, a risk, an action, a seat).
The *leaver* holds it, the *receiver* is asked to take it. Each piece is an agreement with its receiver; what was
accepted is carried out by the feature that it belongs to. What nobody accepted stays with the leaver and is shown
as open: nothing falls between. Features are hung in with `holdings.add_holding` (see `sources.py`).
"""
