"""The stage: acts are put on days relative to today, and played in the order of time through the portal's own operations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.database import session
from portal.projects.models import AppointmentRole, Project

Act = Callable[["Moment"], Any]
OPENING_HOUR = 8


class Moment:
    """When an act happens: `now` and `today` as its operation takes them."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.today = now.date()


class Stage:
    """Who is who, what was made so far (`made`, by name), and the acts that are still to come."""

    def __init__(self, now: dt.datetime) -> None:
        self.end = now
        self.today = now.date()
        self.made: dict[str, Any] = {}
        self.people: dict[str, Person] = {}
        self.departments: dict[str, Department] = {}
        self._acts: list[tuple[dt.datetime, int, Act]] = []

    def day(self, offset: int) -> dt.date:
        return self.today + dt.timedelta(days=offset)

    def on(self, offset: int, act: Act, *, hour: int = OPENING_HOUR) -> None:
        """Let something happen that many days from today (negative: ago), in the order in which it is told."""
        start = dt.datetime.combine(self.day(offset), dt.time(hour), dt.UTC)
        self._acts.append((min(start, self.end), len(self._acts), act))

    def play(self) -> None:
        """Everything in the order of time; two acts never have the same instant, and none lies in the future."""
        last = self._acts[0][0] - dt.timedelta(days=400)
        for when, _order, act in sorted(self._acts, key=lambda each: each[:2]):
            last = max(when, last + dt.timedelta(seconds=1))
            act(Moment(min(last, self.end)))
            session().flush()

    def person(self, key: str) -> Person:
        return self.people[key]

    def project(self, code: str) -> Project:
        if code not in self.made:
            self.made[code] = session().scalars(select(Project).where(Project.code == code)).one()
        project: Project = self.made[code]
        return project

    def manager(self, code: str, day: dt.date) -> Person:
        return self.project(code).holders(AppointmentRole.MANAGER, day)[0]

    def sponsor(self, code: str, day: dt.date) -> Person:
        return self.project(code).holders(AppointmentRole.SPONSOR, day)[0]
