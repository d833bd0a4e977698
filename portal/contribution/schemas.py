"""What the API takes and gives about contribution."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from pydantic import Field

from portal.agreements.models import AgreementVersion
from portal.contribution.kinds import Kind, Part
from portal.contribution.models import Confirmation, Round, Sharing
from portal.contribution.queries import Overview
from portal.contribution.shares import Wanted
from portal.core.api import Schema, View
from portal.core.errors import Invalid
from portal.core.values import Day, Line, NeededParagraph, Paragraph
from portal.projects.references import coded_department


class ShareIn(Schema):
    """A department's share of a kind: `percent`, or `part` in words; of one kind all in the same measure."""

    kind: Kind
    department: Line
    percent: int | None = Field(default=None, ge=1, le=100)
    part: Part | None = None

    def wanted(self) -> Wanted:
        department = coded_department(self.department)
        assert department is not None
        if (self.percent is None) == (self.part is None):
            raise Invalid(shares=_("Give either a share in percent or a part in words."))
        return Wanted(self.kind, department, self.percent, self.part)


class ProposalIn(Schema):
    """`base`: the number of the newest version that was read; another one in between is refused with 409."""

    shares: list[ShareIn] = Field(min_length=1, max_length=144)
    due_on: Day
    reason: Paragraph = Field(default="", max_length=2000)
    base: int | None = Field(default=None, ge=0, le=2**31 - 1)


class ReasonIn(Schema):
    reason: NeededParagraph = Field(max_length=2000)


class AskIn(Schema):
    """`milestone`: its code."""

    milestone: Line


class ShareView(View):
    kind: str
    department: str
    percent: int | None
    part: str | None


class DepartmentView(View):
    """`party`: where the department answers, by `POST /agreements/parties/{party}/answer`."""

    department: str
    party: int | None
    answer: str
    reason: str
    by: str | None
    on_behalf_of: str | None
    answered_at: dt.datetime | None


class SharingView(View):
    id: int
    number: int
    state: str
    reason: str
    proposed_by: str
    proposed_at: dt.datetime
    due_on: dt.date
    agreed_on: dt.date | None
    ended_on: dt.date | None
    end_reason: str
    shares: list[ShareView]


class WholeSharingView(SharingView):
    """`answer` of a department: `accept`, `decline`, `waiting`, or `proposed` where its head proposed it."""

    digest: str | None
    text: str | None
    departments: list[DepartmentView]


class ConfirmationView(View):
    department: str
    sharing: int
    is_as_agreed: bool
    words: str
    by: str
    on_behalf_of: str | None
    digest: str
    confirmed_at: dt.datetime


class RoundView(View):
    milestone: str
    sharing: int
    asked_at: dt.datetime
    due_on: dt.date
    waiting: list[str]
    confirmations: list[ConfirmationView]


class ContributionView(View):
    """`versions`: every version, the newest first; `agreed` stands until another one is agreed."""

    agreed: WholeSharingView | None
    proposed: WholeSharingView | None
    versions: list[SharingView]
    rounds: list[RoundView]


def sharing_view(sharing: Sharing) -> dict[str, Any]:
    columns = (
        "id",
        "number",
        "state",
        "reason",
        "proposed_at",
        "due_on",
        "agreed_on",
        "ended_on",
        "end_reason",
    )
    shares = [
        {"kind": each.kind, "department": each.department.code, "percent": each.percent, "part": each.part}
        for each in sharing.shares
    ]
    values = {name: getattr(sharing, name) for name in columns}
    return {**values, "proposed_by": sharing.proposed_by.name, "shares": shares}


def whole_view(sharing: Sharing, version: AgreementVersion | None) -> dict[str, Any]:
    parties = {party.department_id: party for party in (version.parties if version else [])}
    departments = [_department_view(each, parties.get(each.id)) for each in sharing.departments]
    proof = {"digest": version.digest if version else None, "text": version.text if version else None}
    return {**sharing_view(sharing), **proof, "departments": departments}


def _department_view(department: Any, party: Any) -> dict[str, Any]:
    said = party.answer if party is not None else None
    other = said.on_behalf_of if said else None
    return {
        "department": department.code,
        "party": party.id if party is not None else None,
        "answer": str(said.answer) if said else "waiting" if party is not None else "proposed",
        "reason": said.reason if said else "",
        "by": said.by.name if said else None,
        "on_behalf_of": other.name if other else None,
        "answered_at": said.answered_at if said else None,
    }


def round_view(asked: Round) -> dict[str, Any]:
    return {
        "milestone": asked.milestone.code,
        "sharing": asked.sharing.number,
        "asked_at": asked.asked_at,
        "due_on": asked.due_on,
        "waiting": [each.code for each in asked.waiting],
        "confirmations": [_confirmation_view(each) for each in asked.confirmations],
    }


def _confirmation_view(each: Confirmation) -> dict[str, Any]:
    columns = ("is_as_agreed", "words", "digest", "confirmed_at")
    values = {name: getattr(each, name) for name in columns}
    other = each.on_behalf_of.name if each.on_behalf_of else None
    people = {"by": each.by.name, "on_behalf_of": other}
    return {**values, **people, "department": each.department.code, "sharing": each.sharing.number}


def overview_view(found: Overview) -> dict[str, Any]:
    return {
        "agreed": whole_view(found.agreed, found.agreed_text) if found.agreed else None,
        "proposed": whole_view(found.proposed, found.proposed_text) if found.proposed else None,
        "versions": [sharing_view(each) for each in found.versions],
        "rounds": [round_view(each) for each in found.rounds],
    }
