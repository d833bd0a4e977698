"""Risks: cause, event, effect; how likely, how bad; who owns it, what is done, and how the score moved.

A *rating* is looked up in the organization's *matrix* of probability × impact, never multiplied; its word
is a *level*. A *place* is the pair of the two on the matrix. A *review* adds a *score*; none is overwritten.
A *pit* is one of the classic ways in which transformation fails; pits are categories of risk.
"""
