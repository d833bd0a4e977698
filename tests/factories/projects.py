"""Programmes, milestones and status reports as they are after the operations; projects are in `accounts`."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import (
    Appointment,
    AppointmentRole,
    Milestone,
    Programme,
    Project,
    Rating,
    StatusReport,
)
from tests.factories.accounts import make_project
from tests.support.times import NOW, TODAY, days

_numbers = itertools.count(1)
__all__ = [
    "make_appointment",
    "make_milestone",
    "make_portfolio",
    "make_programme",
    "make_project",
    "make_report",
]


def make_programme(name: str = "Retail renewal", *, code: str | None = None, **values: Any) -> Programme:
    programme = Programme(code=code or f"G{next(_numbers)}", name=name, **values)
    session().add(programme)
    session().flush()
    return programme


def make_appointment(
    project: Project,
    person: Person,
    role: str = AppointmentRole.MEMBER,
    since: dt.date = TODAY,
    until: dt.date | None = None,
    **values: Any,
) -> Appointment:
    held = Appointment(project=project, person=person, role=role, valid_from=since, valid_to=until, **values)
    session().add(held)
    session().flush()
    return held


def make_milestone(project: Project, name: str = "All stores use it", **values: Any) -> Milestone:
    defaults: dict[str, Any] = {"code": f"M{next(_numbers)}", "baseline_on": days(30)}
    milestone = Milestone(project=project, name=name, **{**defaults, **values})
    session().add(milestone)
    session().flush()
    return milestone


def make_report(
    project: Project,
    on: dt.date = TODAY,
    overall: str = Rating.AMBER,
    *,
    published: bool = True,
    **values: Any,
) -> StatusReport:
    """A report that was published on its day, and repeated on the project if it is the latest; or a draft."""
    defaults: dict[str, Any] = {"narrative": "Two suppliers are late. 供应商延期。"}
    report = StatusReport(project=project, reported_on=on, overall=overall, **{**defaults, **values})
    session().add(report)
    if published:
        report.published_at = NOW
        if project.said_on is None or project.said_on <= on:
            project.said_rating, project.said_on = overall, on
            project.said_rank = Rating(overall).rank
    session().flush()
    return report


def make_portfolio(count: int, sponsor: Person) -> list[Project]:
    """That many projects in a programme, each with a sponsor, milestones and reports."""
    programme = make_programme()
    made = []
    for number in range(count):
        project = make_project(f"Project {number:03}", programme=programme, go_live_on=days(number))
        make_appointment(project, sponsor, AppointmentRole.SPONSOR)
        make_milestone(project, forecast_on=days(number))
        make_milestone(project, baseline_on=days(-9), actual_on=days(-3))
        make_report(project, days(-number % 20 - 1))
        made.append(project)
    return made
