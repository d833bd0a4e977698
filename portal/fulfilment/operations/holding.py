"""What every act on a week shares: waiting for each other, and telling people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accounts.models import Person
from portal.commitments import sentences
from portal.commitments.models import Commitment
from portal.commitments.operations import hold
from portal.database import session
from portal.fulfilment.queries.records import week_at
from portal.fulfilment.weeks import Week
from portal.outbox.operations import post
from portal.projects.models import AppointmentRole


def held_week(commitment: Commitment, monday: dt.date, today: dt.date) -> Week | None:
    """The week as it stands after everybody who came first; the commitment is held already."""
    with session().no_autoflush:
        week = week_at(commitment, monday, today)
    if week is not None:
        for record in (week.delivery, week.review):
            if record is not None and record not in session().new:
                session().refresh(record)
    return week


def take(week: Week, today: dt.date) -> Week:
    """Hold the promise, and look at its week again."""
    hold(week.commitment)
    return held_week(week.commitment, week.week_on, today) or week


def write(
    letter: str,
    commitment: Commitment,
    *,
    to: Person | None,
    by: Person,
    now: dt.datetime,
    page: str = "",
    **facts: Any,
) -> None:
    """Tell somebody about a promise in their daily letter, unless the receiver is who acted."""
    if to is None or to.id == by.id:
        return
    told = {"ask": sentences.facts_of(commitment), "code": commitment.code, "actor": by.name}
    told["project"] = commitment.project.name
    link = f"/commitments/{commitment.id}{page}"
    post(f"fulfilment/{letter}", to=to, facts={**told, **facts}, link=link, now=now, daily=True)


def managers_of(commitment: Commitment, today: dt.date) -> list[Person]:
    """Who manages the project today; else who asked."""
    found = commitment.project.holders(AppointmentRole.MANAGER, today)
    return found or [each for each in (commitment.requester,) if each is not None]
