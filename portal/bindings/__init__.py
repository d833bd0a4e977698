"""Decisions come back: who is bound acknowledges, what is due for review returns, and what relied on a decision that
no longer holds is asked about, row by row.
"""
