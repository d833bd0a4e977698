"""What is read across the portfolio: the programme board.

*Board*: one row per project with what was said about it, how old that is, and what its records say: asks
without an
answer, capacity promised against asked, decisions and actions past their date, serious risks.
"""
