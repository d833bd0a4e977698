"""The desk as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.commitments import sentences
from portal.commitments.models import Commitment
from portal.commitments.schemas import CommitmentView, commitment_view
from portal.core.api import View
from portal.desk.queries import Desk


class AskView(CommitmentView):
    """An ask with its sentence, and what it would do to the week of the person named."""

    sentence: str
    is_overdue: bool
    overload_percent: float | None


class DueView(View):
    """Something with a day."""

    id: int
    code: str
    title: str
    due_on: dt.date | None


class MeetingView(View):
    id: int
    code: str
    title: str
    group: str
    held_at: dt.datetime


class MinutesView(View):
    """Minutes or an erratum that the caller has not answered. `version`: the `seen_version` of an answer."""

    circulation: int
    meeting: str
    title: str
    number: int
    due_on: dt.date
    version: int


class ResolutionView(View):
    """A written resolution on which the caller has taken no position."""

    id: int
    decision: int
    decision_code: str
    title: str
    outcome: str
    closes_on: dt.date


class InvitedView(View):
    """A meeting to which the caller is invited and has not replied."""

    invitation: int
    meeting: str
    title: str
    held_at: dt.datetime


class StandsInView(View):
    """For whom the caller answers today, until when."""

    person: str
    name: str
    until: dt.date


class EntryView(View):
    """A week of a project for which figures are missing."""

    project: str
    week_on: dt.date
    people: int
    is_late: bool


class AwayView(View):
    """Somebody of the caller's people is away."""

    person: str
    name: str
    starts_on: dt.date
    ends_on: dt.date


class DeskView(View):
    """What is asked of the caller, what they wait for, what they promised, and what is due."""

    stands_in_for: list[StandsInView]
    invitations: list[InvitedView]
    figures_to_enter: list[EntryView]
    people_away: list[AwayView]

    asked_of_me: list[AskView]
    i_wait_for: list[AskView]
    promised_by_me: list[CommitmentView]
    my_time: list[CommitmentView]
    actions: list[DueView]
    decisions: list[DueView]
    risk_reviews: list[DueView]
    meetings: list[MeetingView]
    projects_without_mandate: list[str]
    minutes_to_confirm: list[MinutesView]
    written_resolutions: list[ResolutionView]


def desk_view(desk: Desk, today: dt.date) -> dict[str, Any]:
    return {
        **_this_week(desk),
        **_of_groups(desk),
        "asked_of_me": [ask_view(row, desk, today) for row in desk.asked.rows],
        "i_wait_for": [ask_view(row, desk, today) for row in desk.waiting.rows],
        "promised_by_me": [commitment_view(row) for row in desk.promised.rows],
        "my_time": [commitment_view(row) for row in desk.my_time.rows],
        "actions": [due_view(row, row.due_on) for row in desk.actions],
        "decisions": [due_view(row, row.due_on) for row in desk.decisions],
        "projects_without_mandate": [row.code for row in desk.unmandated],
        "risk_reviews": [due_view(row, row.next_review_on) for row in desk.reviews],
        "meetings": [
            {
                "id": row.id,
                "code": row.code,
                "title": row.title,
                "group": row.group,
                "held_at": row.held_at,
            }
            for row in desk.meetings
        ],
    }


def _this_week(desk: Desk) -> dict[str, Any]:
    return {
        "stands_in_for": [
            {"person": each.person.key, "name": each.person.name, "until": each.ends_on}
            for each in desk.stands_in
        ],
        "invitations": [
            {
                "invitation": each.id,
                "meeting": each.meeting.code,
                "title": each.meeting.title,
                "held_at": each.meeting.held_at,
            }
            for each in desk.week.invitations
        ],
        "figures_to_enter": [
            {
                "project": each.project.code,
                "week_on": each.week_on,
                "people": each.people,
                "is_late": each.is_late,
            }
            for each in desk.week.to_enter
        ],
        "people_away": [
            {
                "person": each.person.key,
                "name": each.person.name,
                "starts_on": each.starts_on,
                "ends_on": each.ends_on,
            }
            for each in desk.week.away
        ],
    }


def _of_groups(desk: Desk) -> dict[str, Any]:
    return {
        "minutes_to_confirm": [
            {
                "circulation": each.id,
                "meeting": each.meeting.code,
                "title": each.meeting.title,
                "number": each.number,
                "due_on": each.due_on,
                "version": each.wording_version,
            }
            for each in (part.circulation for part in desk.minutes.parts)
        ],
        "written_resolutions": [
            {
                "id": each.id,
                "decision": each.decision_id,
                "decision_code": each.decision.code,
                "title": each.decision.title,
                "outcome": each.outcome,
                "closes_on": each.closes_on,
            }
            for each in desk.resolutions
        ],
    }


def ask_view(row: Commitment, desk: Desk, today: dt.date) -> dict[str, Any]:
    weighed = desk.weighed.get(row.id)
    over = float(weighed.with_this) if weighed and weighed.is_overload else None
    words = {"sentence": sentences.ask(row), "is_overdue": row.is_overdue(today)}
    return {**commitment_view(row), **words, "overload_percent": over}


def due_view(row: Any, due_on: dt.date | None) -> dict[str, Any]:
    return {"id": row.id, "code": row.code, "title": row.title, "due_on": due_on}
