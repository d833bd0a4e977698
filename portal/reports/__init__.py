"""What is read across the portfolio: the programme board."""
