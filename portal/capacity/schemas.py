"""Capacity and balances as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.capacity.balance import Balance
from portal.capacity.queries import HIDDEN, Picture
from portal.capacity.weeks import Row
from portal.core.api import View
from portal.fulfilment.queries.kept import KeptShare


class WeekView(View):
    """`percent` is null where something is promised and nobody is there."""

    week_on: dt.date
    promised_hours: float
    hours_there: float
    percent: int | None
    days_away: int
    is_overload: bool


class ProjectHoursView(View):
    """Hours by week promised to one project; without a code for one that the caller may not see."""

    project: str
    hours: list[float]


class PersonLoadView(View):
    person_id: int
    name: str
    weeks: list[WeekView]
    projects: list[ProjectHoursView]


class DepartmentWeekView(View):
    week_on: dt.date
    promised_hours: float
    hours_there: float
    percent: int | None
    people_over: int


class DepartmentLoadView(View):
    department: str
    name: str
    people: int
    weeks: list[DepartmentWeekView]


class SumView(View):
    weeks: str
    asked_hours: float
    promised_hours: float
    given_hours: float | None


class AgeView(View):
    age: str
    asks: int
    overdue: int


class KeptView(View):
    """Of so many weeks of a person, in so many each side did its part."""

    last_weeks: int
    department_weeks: int
    department_kept: int
    project_weeks: int
    project_kept: int
    contested: int
    waiting: int


class OverloadView(View):
    person_id: int
    name: str
    first_week_on: dt.date
    last_week_on: dt.date
    percent: int | None


class WaitView(View):
    owing: str
    waiting: str
    asks: int
    overdue: int
    oldest_on: dt.date | None


class BalanceView(View):
    """By name, never by rank."""

    sums: list[SumView]
    open_asks: list[AgeView]
    kept: list[KeptView]
    overloads: list[OverloadView]
    waits: list[WaitView]


def department_views(picture: Picture) -> list[dict[str, Any]]:
    return [
        {
            "department": group.code,
            "name": group.name,
            "people": len(group.rows),
            "weeks": [
                {
                    "week_on": monday,
                    "promised_hours": round(group.promised[week], 2),
                    "hours_there": round(group.there[week], 2),
                    "percent": group.percents[week],
                    "people_over": group.over[week],
                }
                for week, monday in enumerate(picture.span.mondays)
            ],
        }
        for group in picture.groups
    ]


def person_view(row: Row, picture: Picture) -> dict[str, Any]:
    return {
        "person_id": row.person_id,
        "name": row.name,
        "weeks": [
            {
                "week_on": monday,
                "promised_hours": round(row.promised[week], 2),
                "hours_there": round(row.there[week], 2),
                "percent": row.percent(week),
                "days_away": row.away[week],
                "is_overload": row.is_over(week),
            }
            for week, monday in enumerate(picture.span.mondays)
        ],
        "projects": [
            {
                "project": picture.projects[number][0] if number != HIDDEN else "",
                "hours": [round(each, 2) for each in hours],
            }
            for number, hours in sorted(picture.project_weeks(row).items())
        ],
    }


def balance_view(balance: Balance) -> dict[str, Any]:
    return {
        "sums": [
            {
                "weeks": each.label,
                "asked_hours": round(each.asked, 2),
                "promised_hours": round(each.promised, 2),
                "given_hours": None if each.given is None else round(each.given, 2),
            }
            for each in balance.sums
        ],
        "open_asks": [
            {"age": each.label, "asks": each.asks, "overdue": each.overdue} for each in balance.ages
        ],
        "kept": [_kept(weeks, share) for weeks, share in sorted(balance.kept.items())],
        "overloads": [
            {
                "person_id": each.person_id,
                "name": each.name,
                "first_week_on": each.first,
                "last_week_on": each.last,
                "percent": each.percent,
            }
            for each in balance.overloads
        ],
        "waits": [
            {name: getattr(each, name) for name in ("owing", "waiting", "asks", "overdue", "oldest_on")}
            for each in balance.waits
        ],
    }


def _kept(weeks: int, share: KeptShare) -> dict[str, Any]:
    return {
        "last_weeks": weeks,
        "department_weeks": share.department.weeks,
        "department_kept": share.department.kept,
        "project_weeks": share.project.weeks,
        "project_kept": share.project.kept,
        "contested": share.contested,
        "waiting": share.waiting,
    }
