"""What the API takes and gives about weeks, verdicts, objectives and evaluations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from portal.commitments.schemas import Hours, Number, key_of
from portal.core.api import Schema, View
from portal.core.values import Day, NeededParagraph, Paragraph
from portal.fulfilment.models import (
    Evaluation,
    Objectives,
    ObjectivesAnswer,
    Outcome,
    Settlement,
    StatedReason,
)
from portal.fulfilment.operations.objectives import LONGEST_OBJECTIVE, MOST_OBJECTIVES
from portal.fulfilment.queries.kept import KeptShare
from portal.fulfilment.reasons import Reason, Side, side_of
from portal.fulfilment.verdicts import Verdict
from portal.fulfilment.weeks import Standing, Week, Whole


class WeekIn(Schema):
    """The week in which `week_on` lies. `seen`: the figure that was shown, so that no other one is answered."""

    week_on: Day
    seen: Hours | None = None


class ObjectionIn(WeekIn):
    """The head's own figure, and why."""

    hours: Hours
    reason: NeededParagraph


class SettlementIn(Schema):
    """The project's answer to a disagreement."""

    week_on: Day
    settlement: Settlement
    note: Paragraph = ""


class ReasonIn(Schema):
    """Why less was given; of the whole promise where `week_on` is left out."""

    week_on: Day | None = None
    reason: Reason
    note: Paragraph = ""


class ObjectivesIn(Schema):
    objectives: list[NeededParagraph] = Field(min_length=1, max_length=MOST_OBJECTIVES)


class ObjectivesAnswerIn(Schema):
    """`number`: the version that was read; another one is not answered."""

    number: int | None = Field(default=None, ge=1, le=10_000)
    answer: ObjectivesAnswer
    reason: Paragraph = ""


class OutcomeIn(Schema):
    number: int = Field(ge=1, le=MOST_OBJECTIVES)
    outcome: Outcome
    note: str = Field(default="", max_length=LONGEST_OBJECTIVE)


class EvaluationIn(Schema):
    """The shared text. `version` is needed as soon as there is one: two people write it."""

    text: NeededParagraph
    outcomes: list[OutcomeIn] = Field(default_factory=list, max_length=MOST_OBJECTIVES)
    version: int | None = None


class ConfirmationIn(Schema):
    """`version`: the text that was read."""

    version: int


class OwnWordsIn(Schema):
    own_words: Paragraph


class StatedReasonView(View):
    stated_by: Side
    reason: Reason
    side: Side
    note: str
    by: str | None
    stated_at: dt.datetime


class WeekView(View):
    """A week: `hours` as entered, `department_hours` where the department says otherwise."""

    week_on: dt.date
    promised: Number
    hours: Number | None
    entered_by: str | None
    entered_at: dt.datetime | None
    is_late: bool
    standing: Standing
    open_until: dt.date | None
    verdict: Verdict | None
    department_hours: Number | None
    department_reason: str
    settlement_note: str
    reasons: list[StatedReasonView]


class VerdictView(View):
    """The whole promise until today: hours of the weeks that were entered."""

    promised: Number
    given: Number
    weeks_entered: int
    weeks_waiting: int
    verdict: Verdict | None
    reasons: list[StatedReasonView]


class ObjectiveView(View):
    number: int
    text: str


class ObjectivesView(View):
    """One version. Outcomes are part of the evaluation, and seen by three people only."""

    number: int
    objectives: list[ObjectiveView]
    proposed_by: str | None
    proposed_at: dt.datetime
    answer: ObjectivesAnswer
    answered_by: str | None
    answered_at: dt.datetime | None
    reason: str


class OutcomeView(ObjectiveView):
    outcome: str
    note: str


class EvaluationView(View):
    person: str | None
    text: str
    outcomes: list[OutcomeView]
    head: str | None
    head_confirmed_at: dt.datetime | None
    manager: str | None
    manager_confirmed_at: dt.datetime | None
    read_at: dt.datetime | None
    own_words: str
    version: int


class SideView(View):
    weeks: int
    kept: int
    percent: int | None


class KeptShareView(View):
    """Over the last complete weeks; contested weeks count for neither side."""

    last_weeks: int
    department: SideView
    project: SideView
    kept: int
    partly: int
    missed: int
    contested: int
    unexplained: int
    waiting: int


def reason_view(each: StatedReason) -> dict[str, Any]:
    return {
        "stated_by": each.stated_by,
        "reason": each.reason,
        "side": side_of(each.reason),
        "note": each.note,
        "by": key_of(each.by),
        "stated_at": each.stated_at,
    }


def week_view(week: Week) -> dict[str, Any]:
    delivery, look = week.delivery, week.look
    return {
        "week_on": week.week_on,
        "promised": week.promised,
        "hours": week.given,
        "entered_by": key_of(delivery.entered_by) if delivery else None,
        "entered_at": delivery.entered_at if delivery else None,
        "is_late": week.is_late,
        "standing": week.standing,
        "open_until": week.open_until,
        "verdict": week.verdict,
        "department_hours": week.other_figure,
        "department_reason": look.reason if look else "",
        "settlement_note": look.settlement_note if look else "",
        "reasons": [reason_view(each) for each in week.reasons],
    }


def verdict_view(whole: Whole, reasons: Any) -> dict[str, Any]:
    return {
        "promised": whole.promised,
        "given": whole.given,
        "weeks_entered": whole.weeks,
        "weeks_waiting": whole.waiting,
        "verdict": whole.verdict,
        "reasons": [reason_view(each) for each in reasons],
    }


def objectives_view(version: Objectives) -> dict[str, Any]:
    return {
        "number": version.number,
        "objectives": [{"number": item.number, "text": item.text} for item in version.items],
        "proposed_by": key_of(version.proposed_by),
        "proposed_at": version.proposed_at,
        "answer": version.answer,
        "answered_by": key_of(version.answered_by),
        "answered_at": version.answered_at,
        "reason": version.answer_reason,
    }


def evaluation_view(evaluation: Evaluation, agreed: Objectives | None) -> dict[str, Any]:
    return {
        "person": key_of(evaluation.person),
        "text": evaluation.text,
        "outcomes": [
            {"number": item.number, "text": item.text, "outcome": item.outcome, "note": item.outcome_note}
            for item in (agreed.items if agreed else [])
        ],
        "head": key_of(evaluation.head),
        "head_confirmed_at": evaluation.head_confirmed_at,
        "manager": key_of(evaluation.manager),
        "manager_confirmed_at": evaluation.manager_confirmed_at,
        "read_at": evaluation.read_at,
        "own_words": evaluation.own_words,
        "version": evaluation.version,
    }


def kept_view(weeks: int, share: KeptShare) -> dict[str, Any]:
    return {
        "last_weeks": weeks,
        "department": vars(share.department) | {"percent": share.department.percent},
        "project": vars(share.project) | {"percent": share.project.percent},
        **{str(verdict): count for verdict, count in share.verdicts.items()},
        "contested": share.contested,
        "unexplained": share.unexplained,
        "waiting": share.waiting,
    }
