"""Fulfilment: what became of promises. What was given each week, who disagrees, why something was missed,
and what the person's contribution was in the end.
"""
