"""Programmes and projects: purpose, who sponsors and manages, milestones, and what was reported.

*Appointment*: a person's role in a project, from when to when. *Milestone*: baseline, forecast, actual.
*Status report*: a worded rating overall and per dimension, frozen once published. *Insider*: somebody who may
see a confidential project because of a role or an ask.
"""
