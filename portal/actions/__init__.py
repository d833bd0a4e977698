"""Action items: one owner, one due date, wherever they were born (meeting, decision, risk)."""
