"""Contribution agreed first: who gives what share of which kind of work, accepted, confirmed at milestones, printed at the end."""
