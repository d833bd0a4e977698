"""Reads of the matrix as a grid, and of what parties are asked to accept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Department, DepartmentHead, Person
from portal.accounts.queries.numbers import by_number
from portal.agreements.models import AgreementVersion
from portal.agreements.queries import newest_version
from portal.database import session
from portal.projects.models import Project
from portal.raci.cells import LETTERS, key_of
from portal.raci.models import Proposal, ProposalLine, ProposalState, RaciItem
from portal.stakeholders.models import RaciEntry, RaciRole
from portal.stakeholders.queries import Party, current_entries, party_of

PURPOSE = "raci"
Place = tuple[str, str]


def standing_or_ahead(project: Project, on: dt.date, items: Collection[str] | None = None) -> list[RaciEntry]:
    """What holds on the day or begins later; departments with their heads. A fixed number of statements."""
    statement = (
        select(RaciEntry)
        .where(
            RaciEntry.project_id == project.id,
            RaciEntry.is_void.is_(False),
            or_(RaciEntry.valid_to.is_(None), RaciEntry.valid_to >= on),
        )
        .options(joinedload(RaciEntry.person), joinedload(RaciEntry.department))
        .order_by(RaciEntry.item, RaciEntry.id)
    )
    if items is not None:
        statement = statement.where(RaciEntry.item.in_(items))
    return list(session().scalars(statement))


def by_place(entries: Iterable[RaciEntry]) -> dict[Place, list[RaciEntry]]:
    found: dict[Place, list[RaciEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.item, key_of(party_of(entry))].append(entry)
    return found


def letters(entries: Iterable[RaciEntry]) -> str:
    """What a cell says, always in the same order."""
    roles = {entry.role for entry in entries}
    return "/".join(letter for letter in LETTERS if letter in roles)


def kinds_of(project: Project, items: Collection[str]) -> dict[str, str]:
    """The kinds of these rows, as far as they were said."""
    statement = select(RaciItem.item, RaciItem.kind).where(
        RaciItem.project_id == project.id, RaciItem.item.in_(items)
    )
    return {row.item: row.kind for row in session().execute(statement)}


def item_of(project: Project, item: str) -> RaciItem | None:
    statement = select(RaciItem).where(RaciItem.project_id == project.id, RaciItem.item == item)
    return session().scalars(statement).one_or_none()


def sheet(project: Project, on: dt.date) -> tuple[list[Party], dict[str, dict[str, str]]]:
    """The whole matrix of the day: its parties, and by item what each party's cell says."""
    entries = current_entries(project, on)
    parties = sorted({party_of(entry) for entry in entries}, key=lambda each: (each.kind, each.name, each.id))
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for (item, key), found in by_place(entries).items():
        rows[item][key] = letters(found)
    return parties, dict(sorted(rows.items()))


def unsettled(project_ids: Collection[int], on: dt.date) -> Mapping[int, tuple[int, int, str]]:
    """By project: items without exactly one accountable, items with nobody responsible, and the project's code.

    One statement; only projects with such items.
    """
    accountable = func.sum(case((RaciEntry.role == RaciRole.ACCOUNTABLE, 1), else_=0))
    responsible = func.sum(case((RaciEntry.role == RaciRole.RESPONSIBLE, 1), else_=0))
    per_item = (
        select(
            RaciEntry.project_id.label("project_id"),
            case((accountable != 1, 1), else_=0).label("disputed"),
            case((responsible == 0, 1), else_=0).label("undone"),
        )
        .where(RaciEntry.project_id.in_(project_ids), RaciEntry.holding_on(on))
        .group_by(RaciEntry.project_id, RaciEntry.item)
        .having(or_(accountable != 1, responsible == 0))
        .subquery()
    )
    statement = (
        select(
            per_item.c.project_id, func.sum(per_item.c.disputed), func.sum(per_item.c.undone), Project.code
        )
        .join(Project, Project.id == per_item.c.project_id)
        .group_by(per_item.c.project_id, Project.code)
    )
    return {
        number: (disputed, undone, code) for number, disputed, undone, code in session().execute(statement)
    }


def unmistakable(party: Party) -> str:
    """The code of a department, the address or handle of a person."""
    model, column = (Person, Person.key) if party.kind == "person" else (Department, Department.code)
    return str(session().scalar(select(column).where(model.id == party.id)))


@dataclass
class Share:
    """What a party has in the matrix: how many letters, how many of them accepted, asked for, declined."""

    party: Party
    entries: list[RaciEntry] = field(default_factory=list)
    asked: int = 0

    @property
    def key(self) -> str:
        return key_of(self.party)

    @property
    def accepted(self) -> int:
        return sum(entry.is_accepted for entry in self.entries)

    @property
    def declined(self) -> list[RaciEntry]:
        return [entry for entry in self.entries if entry.declined_at is not None and not entry.is_accepted]

    @property
    def recorded(self) -> int:
        """Entered by somebody, and nobody was asked."""
        return len(self.entries) - self.accepted - len(self.declined) - self.asked


def shares_of(project: Project, on: dt.date) -> list[Share]:
    """The matrix by party, departments first. A fixed number of statements."""
    waiting = {line.entry_id for each in open_of(project, "rows") for line in each.lines}
    found: dict[Party, Share] = {}
    for entry in standing_or_ahead(project, on):
        share = found.setdefault(party_of(entry), Share(party_of(entry)))
        share.entries.append(entry)
        share.asked += entry.id in waiting and not entry.is_accepted and entry.declined_at is None
    return sorted(found.values(), key=lambda share: (share.party.kind, share.party.name, share.party.id))


# ---- what parties are asked ----


def proposal_by_id(proposal_id: int) -> Proposal | None:
    """Loader for addresses."""
    return by_number(Proposal, proposal_id)


def proposals(numbers: Iterable[int]) -> dict[int, Proposal]:
    statement = select(Proposal).where(Proposal.id.in_(list(numbers))).options(joinedload(Proposal.project))
    return {each.id: each for each in session().scalars(statement)}


def of_project(project: Project, *states: str, limit: int = 200) -> list[Proposal]:
    """The newest first, with their lines. A fixed number of statements."""
    statement = _with_lines().where(Proposal.project_id == project.id)
    if states:
        statement = statement.where(Proposal.state.in_(states))
    return list(session().scalars(statement.order_by(Proposal.id.desc()).limit(limit)))


def open_changes(project: Project, items: Collection[str]) -> dict[str, Proposal]:
    """Changes of these rows that wait for an answer."""
    wanted = set(items)
    return {each.title: each for each in open_of(project, "change") if each.title in wanted}


def open_of(project: Project, kind: str) -> list[Proposal]:
    return [each for each in of_project(project, ProposalState.OPEN, limit=1000) if each.kind == kind]


def _with_lines() -> Select[Any]:
    lines = selectinload(Proposal.lines)
    return select(Proposal).options(
        joinedload(Proposal.made_by),
        lines.joinedload(ProposalLine.person),
        lines.joinedload(ProposalLine.department),
        lines.joinedload(ProposalLine.entry),
    )


def version_of(proposal: Proposal) -> AgreementVersion | None:
    """The text that was put, with who was asked."""
    return newest_version(Proposal.register_kind, proposal.id, PURPOSE)


def heads_of(departments: Collection[int], on: dt.date) -> dict[int, int]:
    """Who heads these departments on the day, by number. One statement."""
    statement = select(DepartmentHead.department_id, DepartmentHead.person_id).where(
        DepartmentHead.department_id.in_(departments), DepartmentHead.holding_on(on)
    )
    return {row.department_id: row.person_id for row in session().execute(statement)}


def departments_to_choose() -> list[tuple[int, str]]:
    rows = session().execute(select(Department.id, Department.name).order_by(Department.name))
    return [(number, name) for number, name in rows]
