"""What the API takes and gives for the matrix as a whole."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from portal.core.api import Schema, View
from portal.core.values import Day, NeededParagraph, OptionalLine, Paragraph
from portal.projects.references import coded_department, named_person
from portal.raci.cells import Change, item_of
from portal.raci.models import ItemKind, Proposal
from portal.raci.pasting import MOST_CHARACTERS, Preview
from portal.raci.wording import told
from portal.stakeholders.queries import Party


class CellIn(Schema):
    """A cell shall say `letters` (empty: nothing). `before`: what it said when it was read, to notice others."""

    item: str = Field(max_length=20_000)
    kind: ItemKind | None = None
    person: OptionalLine | None = None
    department: OptionalLine | None = None
    letters: str = Field(max_length=1000)
    before: str | None = Field(default=None, max_length=20)

    def change(self) -> Change:
        return Change(item_of(self.item), self._party(), self.letters, self.before)

    def _party(self) -> Party:
        department = coded_department(self.department)
        if department is not None:
            return Party("department", department.id, department.name)
        person = named_person(self.person or "")
        return Party("person", person.id, person.name)


class ChangesIn(Schema):
    valid_from: Day
    changes: Annotated[list[CellIn], Field(min_length=1, max_length=2000)]


class OutcomeView(View):
    """`proposed`: rows that were accepted before; their change waits for the parties."""

    begun: int
    ended: int
    proposed: list[str]


class PasteIn(Schema):
    """Tab-separated cells with their head. Nothing is stored unless `store` is true."""

    text: str = Field(max_length=MOST_CHARACTERS)
    valid_from: Day
    store: bool = False


class ComplaintView(View):
    cell: str
    text: str
    sentence: str


class PastedRowView(View):
    item: str
    faults: list[str]


class PreviewView(View):
    """`changes`: how many cells change. `complaints`: cells that cannot be read."""

    stored: bool
    changes: int
    complaints: list[ComplaintView]
    rows: list[PastedRowView]


class AskIn(Schema):
    """Departments by code, persons by e-mail address or handle; nobody named: everybody who has rows."""

    due_on: Day
    departments: Annotated[list[OptionalLine], Field(max_length=100)] = []
    people: Annotated[list[OptionalLine], Field(max_length=100)] = []


class AnswerIn(Schema):
    """`declined`: the row's number → why. `seen`: the digest of the text that was read."""

    answer: Annotated[str, Field(pattern="^(accept|decline|counter)$")]
    reason: Paragraph = ""
    declined: Annotated[dict[int, NeededParagraph], Field(max_length=2000)] = {}
    seen: OptionalLine | None = None


class WithdrawalIn(Schema):
    reason: NeededParagraph


class LineView(View):
    number: int
    act: str
    item: str
    role: str
    party: str


class ProposalView(View):
    """`kind`: `rows` of one party, or the `change` of a row that was accepted."""

    id: int
    project: str
    kind: str
    title: str
    state: str
    valid_from: dt.date
    due_on: dt.date | None
    reason: str
    digest: str | None
    text: str
    lines: list[LineView]


def proposal_view(proposal: Proposal, version: Any) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "project": proposal.project.code,
        "kind": str(proposal.kind),
        "title": proposal.title,
        "state": str(proposal.state),
        "valid_from": proposal.valid_from,
        "due_on": proposal.due_on,
        "reason": proposal.reason,
        "digest": version.digest if version else None,
        "text": told(version.terms) if version else "",
        "lines": [
            {
                "number": line.number,
                "act": str(line.act),
                "item": line.item,
                "role": line.role,
                "party": line.party.name,
            }
            for line in proposal.lines
        ],
    }


def preview_view(preview: Preview, *, stored: bool) -> dict[str, Any]:
    return {
        "stored": stored,
        "changes": len(preview.changes),
        "complaints": [vars(each) for each in preview.pasted.complaints],
        "rows": [{"item": row.item, "faults": faults} for row, _cells, faults in preview.rows],
    }
