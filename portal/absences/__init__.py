"""Absences: when somebody is away (holiday, illness, other duty), and who answers for them meanwhile."""
