"""What happens to a role that nobody answers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal.agreements.operations import day_of
from portal.database import session
from portal.projects.models import Acceptance, Appointment
from portal.projects.operations.accepting import lapse


def lapse_appointments(now: dt.datetime) -> int:
    """Roles that were not answered in time. Returns how many."""
    statement = select(Appointment).where(
        Appointment.acceptance.in_((Acceptance.PROPOSED, Acceptance.ASKED)),
        Appointment.answer_due_on < day_of(now),
    )
    return sum(lapse(each, now=now) for each in session().scalars(statement).all())


TASKS = [lapse_appointments]
