"""Absences and public holidays: who is away from when to when, and who stands in for them.

An *absence* is a person's; its *kind* (illness!) is known to the person, to whoever heads them and to
administrators only; everybody else reads "away". A *substitute* is named in an absence and may answer in the
absent person's place while it lasts. A *public holiday* is a day on which nobody of the organization works.
"""
