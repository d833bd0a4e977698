"""Action items: one owner, one due date, wherever they were born (meeting, decision, risk).

An action stays one action until it is *done* or *cancelled*: it is handed over or put off, with the reason
on record, never copied. Pages and API live in `portal.followup`, which knows where an action was born and who
may see that.
"""
