"""What the API takes and gives for risks. People are named by e-mail or handle, projects by code."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from portal.accounts.models import Person
from portal.actions.models import ActionItem, ActionState
from portal.core.api import Schema, View
from portal.core.values import Day, Line, NeededParagraph, OptionalLine, Paragraph
from portal.projects.references import named_person
from portal.risks.matrix import Matrix, from_rows
from portal.risks.models import Category, Level, Response, Risk, RiskScore, RiskState, Verdict
from portal.risks.queries import Counted

Step = Annotated[int, Field(ge=1, le=6)]
Row = Annotated[list[Level], Field(min_length=3, max_length=6)]


class Versioned(Schema):
    """`version` as read: a later change in between is refused with 409."""

    version: int | None = None


class RatingIn(Schema):
    """A place on the matrix in force, whose level is looked up; or a `level` alone, without a place."""

    probability: Step | None = None
    impact: Step | None = None
    level: Level | None = None
    residual_probability: Step | None = None
    residual_impact: Step | None = None


class RiskIn(RatingIn):
    project: Line
    title: Line
    category: Category = Category.OTHER
    cause: Paragraph = ""
    event: Paragraph = ""
    effect: Paragraph = ""
    owner: OptionalLine = ""
    response: Response | None = None
    response_note: Paragraph = ""
    next_review_on: Day | None = None

    def values(self) -> dict[str, Any]:
        """The operation's keywords. Raises `Invalid` at `owner` if nobody, or more than one, is called so."""
        values = self.model_dump(exclude={"project", "owner"})
        return {**values, "owner": _named(self.owner)}


class RiskChangesIn(Versioned):
    """Only what is sent changes; `owner` empty: nobody. The rating is changed by a review."""

    title: Line | None = None
    category: Category | None = None
    cause: Paragraph | None = None
    event: Paragraph | None = None
    effect: Paragraph | None = None
    owner: OptionalLine | None = None
    response: Response | None = None
    response_note: Paragraph | None = None

    def values(self, risk: Risk) -> dict[str, Any]:
        """The operation's keywords: what was sent over what is stored."""
        sent = self.model_dump(include=self.model_fields_set - {"version", "owner"})
        texts = {name: value for name, value in sent.items() if value is not None or name == "response"}
        stored = {name: getattr(risk, name) for name in EDITABLE}
        owner = _named(self.owner) if self.owner is not None else risk.owner
        return {**stored, **texts, "owner": owner}


EDITABLE = ("title", "category", "cause", "event", "effect", "response", "response_note")


class ReviewIn(Versioned, RatingIn):
    verdict: Verdict
    comment: NeededParagraph
    next_review_on: Day | None = None


class TreatmentIn(Versioned):
    response: Response
    response_note: NeededParagraph


class ReasonIn(Versioned):
    reason: NeededParagraph


class MaterialisationIn(Versioned):
    materialised_on: Day
    what_happened: NeededParagraph


class ActionIn(Versioned):
    """An action against the risk; `owner` is told."""

    title: Line
    owner: Line
    due_on: Day
    note: Paragraph = ""

    def values(self) -> dict[str, Any]:
        owner = named_person(self.owner, "owner")
        return {"title": self.title, "owner": owner, "due_on": self.due_on, "note": self.note}


class MatrixIn(Schema):
    """`rows[probability - 1][impact - 1]`: 3 to 6 rows of 3 to 6 levels, lowest probability first."""

    rows: Annotated[list[Row], Field(min_length=3, max_length=6)]

    def matrix(self) -> Matrix:
        """ValueError for rows of different lengths."""
        return from_rows(self.rows)


class RatingView(View):
    scale: str
    probability: int | None
    impact: int | None
    level: Level | None
    residual_probability: int | None
    residual_impact: int | None
    residual_level: Level | None


class RiskView(RatingView):
    """A risk in a list. `scale` is the size of the matrix that its place was read off."""

    id: int
    code: str
    project: str
    title: str
    category: str
    cause: str
    event: str
    effect: str
    owner: str | None
    response: Response | None
    response_note: str
    state: RiskState
    state_since: dt.date | None
    state_reason: str
    reviewed_on: dt.date | None
    next_review_on: dt.date | None
    waits_for_acceptance: bool
    version: int


class ScoreView(RatingView):
    """One line of the history; `verdict` is empty where it was no review."""

    scored_on: dt.date
    scored_by: str | None
    verdict: str
    comment: str
    next_review_on: dt.date | None


class RiskWithScores(RiskView):
    """A risk with its whole history, oldest first."""

    accepted_by: str | None
    acceptance_asked_by: str | None
    scores: list[ScoreView]


class ActionView(View):
    id: int
    code: str
    title: str
    owner: str | None
    due_on: dt.date | None
    state: ActionState


class MatrixView(View):
    probabilities: int
    impacts: int
    rows: list[list[Level]]


class PlaceView(View):
    probability: int
    impact: int
    level: Level
    count: int


class CountsView(View):
    """How many risks stand at each place of the matrix in force, and how many have none."""

    places: list[PlaceView]
    unplaced: int


#: What a list row and a record are called alike.
COPIED = (
    *RatingView.model_fields,
    *("id", "code", "title", "category", "cause", "event", "effect", "response", "response_note"),
    *("state", "state_since", "state_reason", "reviewed_on", "next_review_on", "version"),
)


def row_view(row: Any) -> dict[str, Any]:
    """A row of the register's list."""
    copied = {name: getattr(row, name) for name in COPIED}
    waits = row.acceptance_asked_by_id is not None
    return {**copied, "project": row.project_code, "owner": row.owner_key, "waits_for_acceptance": waits}


def risk_view(risk: Risk, scores: Any) -> dict[str, Any]:
    return {
        **{name: getattr(risk, name) for name in COPIED},
        "project": risk.project.code,
        "owner": _key(risk.owner),
        "waits_for_acceptance": risk.waits_for_acceptance,
        "accepted_by": _key(risk.accepted_by),
        "acceptance_asked_by": _key(risk.acceptance_asked_by),
        "scores": [score_view(score) for score in scores],
    }


def score_view(score: RiskScore) -> dict[str, Any]:
    names = (*RatingView.model_fields, "scored_on", "verdict", "comment", "next_review_on")
    return {**{name: getattr(score, name) for name in names}, "scored_by": _key(score.scored_by)}


def action_view(action: ActionItem) -> dict[str, Any]:
    same = {name: getattr(action, name) for name in ("id", "code", "title", "due_on", "state")}
    return {**same, "owner": _key(action.owner)}


def matrix_view(matrix: Matrix) -> dict[str, Any]:
    return {
        "probabilities": matrix.probabilities,
        "impacts": matrix.impacts,
        "rows": [list(row) for row in matrix.rows],
    }


def counts_view(matrix: Matrix, counted: Counted) -> dict[str, Any]:
    places = [
        {"probability": p, "impact": i, "level": matrix.level(p, i), "count": counted.places.get((p, i), 0)}
        for p, i in matrix.places()
    ]
    return {"places": places, "unplaced": counted.unplaced}


def _named(text: str) -> Person | None:
    return named_person(text, "owner") if text else None


def _key(person: Person | None) -> str | None:
    return person.key if person else None
