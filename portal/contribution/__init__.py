"""Contribution agreed first: who gives what share of which kind of work, accepted, confirmed at milestones, printed.

A *sharing* is one version of how the kinds of contribution are shared out among departments. It is put to the heads
of all of them at once; accepted by all it is agreed. A change is another sharing that asks again, and the agreed one
stands until everybody has accepted. At a milestone a *round* asks each department whether the work up to there was
shared out as agreed; the answers are dated *confirmations* that are never changed. A dispute about credit is read
against what stands here.
"""
