"""Silence has a path: what happens when nobody answers, and the one letter that a person gets on a day.

No answer is never a yes. A reminder follows, then the substitute, then the superior and the sponsor are told,
then it stands on the agenda of the steering group, after the times that the group has set. Each step is taken
once, whoever runs the jobs how often; it stands in the register of the record that waits for an answer.
"""
