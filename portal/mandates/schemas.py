"""What the API takes and gives for mandates."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.accounts.models import Person
from portal.agreements.models import Answer
from portal.core.api import Schema, View
from portal.core.errors import Invalid
from portal.core.values import Amount, Day, Line, NeededParagraph, OptionalLine, Paragraph
from portal.mandates import letter
from portal.mandates.models import TERMS, TEXTS, Mandate, TouchedDepartment
from portal.projects.models import LeadModel
from portal.projects.references import coded_department, named_person
from portal.projects.schemas import Currency, Number

Text = Annotated[Paragraph, Field(max_length=4000)]


class Versioned(Schema):
    """`version` as read: a later change in between is refused with 409."""

    version: int | None = None


class DraftIn(Schema):
    """`grantee`: e-mail or handle of whoever gets the authority. The words come from the template."""

    lead_model: LeadModel
    grantee: Line
    chinese: Literal["zh_Hans", "zh_Hant"] = "zh_Hans"

    def values(self) -> dict[str, Any]:
        return {**self.model_dump(), "grantee": named_person(self.grantee, "grantee")}


class MandateChangesIn(Versioned):
    """What is left out stays as it is; null empties an amount, a share, an end."""

    grantee: Line | None = None
    grantee_department: OptionalLine | None = None
    scope: Text | None = None
    scope_zh: Text | None = None
    people_power: Text | None = None
    people_power_zh: Text | None = None
    decision_power: Text | None = None
    decision_power_zh: Text | None = None
    limits: Text | None = None
    limits_zh: Text | None = None
    presence: Text | None = None
    presence_zh: Text | None = None
    money_limit: Amount | None = None
    currency: Currency | None = None
    sponsor_percent: int | None = Field(default=None, ge=1, le=100)
    valid_from: Day | None = None
    valid_to: Day | None = None
    until_milestone: OptionalLine | None = None
    backdating_reason: Text | None = None

    def values(self, mandate: Mandate) -> dict[str, Any]:
        """The operation's keywords: what is stored, with what was sent in its place."""
        given = self.model_dump(exclude_unset=True, exclude={"version"})
        kept = ("scope", "grantee", "valid_from", "backdating_reason")
        texts = [name + ending for name in TEXTS for ending in ("", "_zh")]
        given = {
            name: value for name, value in given.items() if value is not None or name not in (*kept, *texts)
        }
        stored = {name: getattr(mandate, name) for name in (*TERMS, *texts, "backdating_reason")}
        stored |= {
            name: getattr(mandate, name) for name in ("grantee", "grantee_department", "until_milestone")
        }
        return {**stored, **given, **self._named(mandate, given)}

    def _named(self, mandate: Mandate, given: dict[str, Any]) -> dict[str, Any]:
        named: dict[str, Any] = {}
        if "grantee" in given:
            named["grantee"] = named_person(given["grantee"], "grantee")
        if "grantee_department" in given:
            named["grantee_department"] = coded_department(given["grantee_department"], "grantee_department")
        if "until_milestone" in given:
            named["until_milestone"] = _milestone(mandate, given["until_milestone"])
        return named


def _milestone(mandate: Mandate, code: str | None) -> Any:
    if not code:
        return None
    found = next((each for each in mandate.project.milestones if each.code == code), None)
    if found is None:
        raise Invalid(until_milestone="There is no such milestone in this project.")
    return found


class DutyIn(Versioned):
    duty: Text = ""
    duty_zh: Text = ""


class DepartmentIn(DutyIn):
    """`department` is a code."""

    department: Line

    def values(self) -> dict[str, Any]:
        department = coded_department(self.department)
        return {**self.model_dump(exclude={"version"}), "department": department}


class PutIn(Versioned):
    due_on: Day


class AnswerIn(Schema):
    """`seen`: the digest of the text that was read; another text is refused with 409."""

    answer: Literal[Answer.ACCEPT, Answer.DECLINE]
    reason: Paragraph = ""
    seen: OptionalLine = ""


class ReasonIn(Versioned):
    reason: NeededParagraph


class ExtensionIn(ReasonIn):
    valid_to: Day
    due_on: Day


class MandateRowView(View):
    id: int
    code: str | None
    edition: int
    state: str
    project: str
    grantee: str
    valid_from: dt.date
    valid_to: dt.date | None
    in_force_on: dt.date | None
    ended_on: dt.date | None


class TouchedView(View):
    """`state`: not_asked, waiting, acknowledged, declined, own."""

    id: int
    department: str
    duty: str
    duty_zh: str
    state: str
    reason: str
    answered_by: str | None
    on_behalf_of: str | None
    answered_at: dt.datetime | None


class PartView(View):
    heading: str
    lines: list[str]


class MandateView(MandateRowView):
    """`digest`: of the text put to signature. `in_force_on` is never before the day it was issued."""

    version: int
    replaces: int | None
    lead_model: str
    grantee_department: str | None
    scope: str
    scope_zh: str
    people_power: str
    people_power_zh: str
    decision_power: str
    decision_power_zh: str
    limits: str
    limits_zh: str
    presence: str
    presence_zh: str
    money_limit: Number | None
    currency: str | None
    sponsor_percent: int | None
    until_milestone: str | None
    last_day: dt.date | None
    backdating_reason: str
    sponsor: str | None
    signed_by: str | None
    signed_at: dt.datetime | None
    end_reason: str
    digest: str | None
    departments: list[TouchedView]
    letter: dict[str, list[PartView]]


def mandate_row(row: Any) -> dict[str, Any]:
    same = ("id", "code", "edition", "state", "valid_from", "valid_to", "in_force_on", "ended_on")
    return {
        **{name: getattr(row, name) for name in same},
        "project": row.project_code,
        "grantee": row.grantee_name,
    }


def mandate_view(mandate: Mandate, digest: str | None) -> dict[str, Any]:
    same = (
        *("id", "code", "edition", "state", "in_force_on", "ended_on", "version", "lead_model", "last_day"),
        *("backdating_reason", "signed_at", "end_reason"),
        *TERMS,
        *(name + ending for name in TEXTS for ending in ("", "_zh")),
    )
    milestone, department = mandate.until_milestone, mandate.grantee_department
    return {
        **{name: getattr(mandate, name) for name in same},
        "project": mandate.project.code,
        "grantee": mandate.grantee.key,
        "grantee_department": department.code if department else None,
        "replaces": mandate.replaces_id,
        "until_milestone": milestone.code if milestone else None,
        "sponsor": _key(mandate.sponsor),
        "signed_by": _key(mandate.signed_by),
        "digest": digest,
        "departments": [_touched(each) for each in mandate.touched],
        "letter": {
            language: [
                {"heading": part.heading, "lines": part.lines} for part in letter.parts(mandate, language)
            ]
            for language in (letter.ENGLISH, mandate.chinese)
        },
    }


def _touched(each: TouchedDepartment) -> dict[str, Any]:
    same = ("id", "duty", "duty_zh", "state", "reason", "answered_at")
    return {
        **{name: getattr(each, name) for name in same},
        "department": each.department.code,
        "answered_by": _key(each.answered_by),
        "on_behalf_of": _key(each.on_behalf_of),
    }


def _key(person: Person | None) -> str | None:
    return person.key if person else None
