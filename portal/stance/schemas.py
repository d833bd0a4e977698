"""What the API takes and gives about stakeholders."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from portal.core.api import Schema, View
from portal.core.values import Day, Line, NeededParagraph, OptionalLine
from portal.projects.references import coded_department, named_person
from portal.stance.evidence import Fact
from portal.stance.models import Level, Observation, OwnPosition, PersonObservation, Stakeholder, Stance

Words = Annotated[NeededParagraph, Field(max_length=5000)]


class AssessmentIn(Schema):
    influence: Level
    interest: Level
    reason: Words


class StakeholderIn(AssessmentIn):
    """`department`: its code."""

    department: Line

    def values(self) -> dict[str, Any]:
        return {**self.model_dump(), "department": coded_department(self.department)}


class ContactIn(Schema):
    """`person`: e-mail or handle."""

    person: Line
    topic: OptionalLine = ""

    def values(self) -> dict[str, Any]:
        return {"topic": self.topic, "person": named_person(self.person)}


class StepIn(Schema):
    """`responsible`: e-mail or handle."""

    what: Words
    responsible: Line
    due_on: Day

    def values(self) -> dict[str, Any]:
        return {**self.model_dump(), "responsible": named_person(self.responsible, "responsible")}


class OutcomeIn(Schema):
    outcome: Words


class TalkIn(Schema):
    talked_on: Day
    with_whom: Line
    note: Words


class ObservationIn(Schema):
    """What was seen of a department, on what grounds, and what was tried."""

    stance: Stance
    grounds: Words
    tried: Words
    observed_on: Day


class ReplyIn(Schema):
    words: Words


class RowView(View):
    """A stakeholder in the list: without a word of what was observed."""

    id: int
    department: str
    influence: Level
    interest: Level
    assessed_on: dt.date


class RowsView(View):
    items: list[RowView]


class AssessmentView(View):
    influence: Level
    interest: Level
    reason: str
    assessed_on: dt.date
    assessed_by: str | None


class ContactView(View):
    person: str
    topic: str


class StepView(View):
    id: int
    what: str
    responsible: str
    due_on: dt.date
    closed_on: dt.date | None
    outcome: str


class TalkView(View):
    talked_on: dt.date
    with_whom: str
    note: str


class ReplyView(View):
    words: str
    replied_by: str
    replied_at: dt.datetime


class ObservationView(View):
    """The newest counts; `replies` are the head's own words."""

    id: int
    stance: Stance
    grounds: str
    tried: str
    observed_on: dt.date
    observed_by: str
    replies: list[ReplyView]


class EvidenceRowView(View):
    label: str
    url: str


class FactView(View):
    """`kind`: answered_late, kept, attended, objected, blocked."""

    kind: str
    words: str
    rows: list[EvidenceRowView]
    further: int


class StakeholderView(View):
    id: int
    project: str
    department: str
    assessments: list[AssessmentView]
    contacts: list[ContactView]
    steps: list[StepView]
    talks: list[TalkView]
    observations: list[ObservationView]
    evidence: list[FactView]


def row_view(stakeholder: Stakeholder) -> dict[str, Any]:
    counted = stakeholder.assessment
    return {
        "id": stakeholder.id,
        "department": stakeholder.department.code,
        "influence": counted.influence,
        "interest": counted.interest,
        "assessed_on": counted.assessed_on,
    }


def observation_view(observation: Observation) -> dict[str, Any]:
    same = ("id", "stance", "grounds", "tried", "observed_on")
    return {
        **{name: getattr(observation, name) for name in same},
        "observed_by": observation.observed_by.name,
        "replies": [
            {"words": each.words, "replied_by": each.replied_by.name, "replied_at": each.replied_at}
            for each in observation.replies
        ],
    }


def stakeholder_view(stakeholder: Stakeholder, facts: list[Fact]) -> dict[str, Any]:
    return {
        "id": stakeholder.id,
        "project": stakeholder.project.code,
        "department": stakeholder.department.code,
        "assessments": [
            {
                **{name: getattr(each, name) for name in ("influence", "interest", "reason", "assessed_on")},
                "assessed_by": each.assessed_by.name if each.assessed_by else None,
            }
            for each in stakeholder.assessments
        ],
        "contacts": [{"person": each.person.key, "topic": each.topic} for each in stakeholder.contacts],
        "steps": [
            {
                **{name: getattr(each, name) for name in ("id", "what", "due_on", "closed_on", "outcome")},
                "responsible": each.responsible.key,
            }
            for each in stakeholder.steps
        ],
        "talks": stakeholder.talks,
        "observations": [observation_view(each) for each in stakeholder.observations],
        "evidence": facts,
    }


class MemberIn(Schema):
    """`person`: e-mail or handle."""

    person: Line

    def values(self) -> dict[str, Any]:
        return {"person": named_person(self.person)}


class PersonObservationIn(ObservationIn):
    person: Line

    def values(self) -> dict[str, Any]:
        return {**self.model_dump(), "person": named_person(self.person)}


class SwitchIn(Schema):
    is_on: bool
    reason: Words


class SwitchView(View):
    is_on: bool


class PersonObservationView(View):
    id: int
    person: str
    stance: Stance
    grounds: str
    tried: str
    observed_on: dt.date
    expires_on: dt.date
    observed_by: str


class PositionView(View):
    person: str
    words: str
    stated_at: dt.datetime


class PeopleView(View):
    """What the caller may read: all of it in the circle, one's own otherwise."""

    observations: list[PersonObservationView]
    positions: list[PositionView]


def people_view(observed: list[PersonObservation], positions: list[OwnPosition]) -> dict[str, Any]:
    same = ("id", "stance", "grounds", "tried", "observed_on", "expires_on")
    return {
        "observations": [
            {
                **{name: getattr(each, name) for name in same},
                "person": each.person.key,
                "observed_by": each.observed_by.name,
            }
            for each in observed
        ],
        "positions": [
            {"person": each.person.key, "words": each.words, "stated_at": each.stated_at}
            for each in positions
        ],
    }
