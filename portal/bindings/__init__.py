"""Decisions come back: who is bound acknowledges, what is due for review returns, what relied on a superseded one is asked about."""
