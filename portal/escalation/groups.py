"""What steering groups wait for between their meetings: positions, answers to minutes, corrections, closings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.minutes import owed as minutes
from portal.minutes.models import Circulation
from portal.minutes.queries import silent as silent_about
from portal.minutes.rules import read as reads_minutes
from portal.resolutions import queries as resolutions
from portal.resolutions.models import WrittenResolution
from portal.resolutions.rules import read as reads_resolution

Row = dict[str, Any]
#: Whose letter, in which section, with what.
Found = tuple[int, str, Row]


def rows_of_groups(today: dt.date) -> Iterator[Found]:
    """For everybody at once. Who got a letter of its own about it today is not told twice."""
    for resolution in resolutions.running(today):
        if resolution.reminded_on != today:
            yield from _positions(resolution, today)
    for circulation in minutes.going_round():
        if circulation.reminded_on != today:
            yield from _answers(circulation, today)
        yield from _corrections(circulation, today)
        yield from _closing(circulation, today)


def _positions(resolution: WrittenResolution, today: dt.date) -> Iterator[Found]:
    decision = resolution.decision
    row = {
        "title": decision.title,
        "group": decision.group.name if decision.group else "",
        "due_on": resolution.closes_on,
        "path": f"resolutions/{resolution.id}",
    }
    around = (decision.project, decision.group.project if decision.group else None)
    is_hidden = any(project is not None and project.is_confidential for project in around)
    for person in resolutions.silent(decision, today):
        if not is_hidden or reads_resolution(actor_of(person, today), resolution):
            yield person.id, "resolutions", row


def _answers(circulation: Circulation, today: dt.date) -> Iterator[Found]:
    row = {**_row(circulation), "is_late": circulation.due_on < today}
    for person in silent_about(circulation):
        if _may_know(person, circulation, today):
            yield person.id, "minutes", row


def _corrections(circulation: Circulation, today: dt.date) -> Iterator[Found]:
    for answer in circulation.pending:
        row = {
            **_row(circulation),
            "name": answer.person.name,
            "path": f"minutes-answers/{answer.id}/settlement",
        }
        for person in minutes.keepers(circulation, today).values():
            if _may_know(person, circulation, today):
                yield person.id, "corrections", row


def _closing(circulation: Circulation, today: dt.date) -> Iterator[Found]:
    row = {**_row(circulation), "path": f"circulations/{circulation.id}/closing"}
    for person in minutes.closers(circulation, today).values():
        if _may_know(person, circulation, today):
            yield person.id, "closings", row


def _row(circulation: Circulation) -> Row:
    return {
        "title": circulation.meeting.title,
        "number": circulation.number,
        "due_on": circulation.due_on,
        "path": f"circulations/{circulation.id}",
    }


def _may_know(person: Person, circulation: Circulation, today: dt.date) -> bool:
    """Who has left a confidential project since is not told of its meetings."""
    project = circulation.meeting.group.project
    if project is None or not project.is_confidential:
        return True
    return reads_minutes(actor_of(person, today), circulation)
