"""Reads of the responsibility matrix, of any day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.lists import Filters, OptionalDay, OptionalText, Page, Sort, paginate
from portal.database import session
from portal.projects.models import Project
from portal.stakeholders.models import RaciEntry, RaciRole

ORDER = (RaciRole.ACCOUNTABLE, RaciRole.RESPONSIBLE, RaciRole.CONSULTED, RaciRole.INFORMED)


class RaciFilters(Filters):
    """`on`: the matrix of that day. `item`: part of an item's words. `layout`: `grid` or `roles`."""

    default_sort: ClassVar[str] = "item"
    sortable: ClassVar[tuple[str, ...]] = ("item",)

    on: OptionalDay = None
    item: OptionalText = None
    layout: OptionalText = None


@dataclass(frozen=True)
class Party:
    """A person or department in the matrix."""

    kind: str
    id: int
    name: str


@dataclass
class Row:
    """An item with its entries of the day."""

    item: str
    entries: list[RaciEntry] = field(default_factory=list)

    def of(self, role: str) -> list[RaciEntry]:
        return [entry for entry in self.entries if entry.role == role]

    def of_party(self, party: Party) -> list[RaciEntry]:
        return [entry for entry in self.entries if party_of(entry) == party]

    @property
    def faults(self) -> list[str]:
        """What is wrong with this item, in words."""
        names = [entry.party.name for entry in self.of(RaciRole.ACCOUNTABLE)]
        return [fault.words for fault in faults_in(self.item, names, len(self.of(RaciRole.RESPONSIBLE)))]


@dataclass(frozen=True)
class Fault:
    """Why the matrix does not settle an item. Said, never blocking: it may be the truth."""

    item: str
    kind: str
    names: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        if self.kind == "nobody_accountable":
            return _("nobody is accountable")
        if self.kind == "nobody_responsible":
            return _("nobody is responsible")
        names = ", ".join(self.names)
        return _("%(number)s are accountable: %(names)s", number=len(self.names), names=names)

    @property
    def sentence(self) -> str:
        return _("Item “%(item)s”: %(fault)s", item=self.item, fault=self.words)


def current_entries(project: Project, on: dt.date) -> list[RaciEntry]:
    """The matrix of that day: by item, A before R, C and I. One statement."""
    return list(session().scalars(_on_day(project, on)))


def entries_of_item(project: Project, item: str, on: dt.date) -> list[RaciEntry]:
    """Who answers for this item on that day."""
    return list(session().scalars(_on_day(project, on).where(RaciEntry.item == item)))


def list_entries(project: Project, filters: RaciFilters, today: dt.date) -> Page[RaciEntry]:
    """The matrix of the day as a list, for the API and the export."""
    sorts = {"item": Sort(RaciEntry.item, lambda row: row.item)}
    statement = _with_parties(_narrowed(project, filters, today))
    return paginate(statement, filters, sorts=sorts, key=RaciEntry.id)


def list_rows(project: Project, filters: RaciFilters, today: dt.date) -> Page[Row]:
    """The matrix of the day by item: a page of items and all their entries. Two statements."""
    narrowed = _narrowed(project, filters, today)
    first = func.min(RaciEntry.id).label("id")
    items = narrowed.with_only_columns(RaciEntry.item, first).group_by(RaciEntry.item).subquery()
    by_item = {"item": Sort(items.c.item, lambda row: row.item)}
    statement: Any = select(items.c.item, items.c.id)
    page: Page[Any] = paginate(statement, filters, sorts=by_item, key=items.c.id, scalars=False)
    rows = {row.item: Row(row.item) for row in page.items}
    entries = _on_day(project, filters.on or today).where(RaciEntry.item.in_(list(rows)))
    for entry in session().scalars(entries):
        rows[entry.item].entries.append(entry)
    page.items = list(rows.values())
    return page


def parties_of(rows: list[Row]) -> list[Party]:
    """The columns of the grid: whoever stands in these rows, departments first."""
    found = {party_of(entry) for row in rows for entry in row.entries}
    return sorted(found, key=lambda party: (party.kind, party.name, party.id))


def party_of(entry: RaciEntry) -> Party:
    return Party("person" if entry.person_id else "department", entry.party.id, entry.party.name)


def faults_of(project: Project, on: dt.date) -> list[Fault]:
    """What is wrong with the matrix of that day, by item. Reads only the items at fault. Two statements."""
    counts = (
        select(
            RaciEntry.item,
            _count(RaciRole.ACCOUNTABLE).label("accountable"),
            _count(RaciRole.RESPONSIBLE).label("responsible"),
        )
        .where(RaciEntry.project_id == project.id, RaciEntry.holding_on(on))
        .group_by(RaciEntry.item)
        .having(or_(_count(RaciRole.ACCOUNTABLE) != 1, _count(RaciRole.RESPONSIBLE) == 0))
        .order_by(RaciEntry.item)
    )
    wrong = session().execute(counts).all()
    names = _accountable_names(project, on, [row.item for row in wrong if row.accountable > 1])
    return [
        fault
        for row in wrong
        for fault in faults_in(row.item, names[row.item], row.responsible, row.accountable)
    ]


def _accountable_names(project: Project, on: dt.date, items: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    if items:
        statement = _on_day(project, on).where(
            RaciEntry.item.in_(items), RaciEntry.role == RaciRole.ACCOUNTABLE
        )
        for entry in session().scalars(statement):
            found[entry.item].append(entry.party.name)
    return found


def faults_in(item: str, names: list[str], responsible: int, accountable: int | None = None) -> list[Fault]:
    count = len(names) if accountable is None else accountable
    found = []
    if count == 0:
        found.append(Fault(item, "nobody_accountable"))
    if count > 1:
        found.append(Fault(item, "several_accountable", tuple(names)))
    if responsible == 0:
        found.append(Fault(item, "nobody_responsible"))
    return found


def items_of(project: Project) -> list[str]:
    """The items that the matrix ever had, to propose them."""
    statement = select(RaciEntry.item).where(RaciEntry.project_id == project.id).distinct()
    return list(session().scalars(statement.order_by(RaciEntry.item).limit(200)))


def entry_of(code: str, entry_id: int) -> RaciEntry | None:
    """Loader for addresses: the entry, if it belongs to the project of that code."""
    statement = select(RaciEntry).join(Project).where(RaciEntry.id == entry_id, Project.code == code)
    return session().scalars(statement).one_or_none()


def _on_day(project: Project, on: dt.date) -> Select[Any]:
    rank = case({role: number for number, role in enumerate(ORDER)}, value=RaciEntry.role, else_=9)
    holding = select(RaciEntry).where(RaciEntry.project_id == project.id, RaciEntry.holding_on(on))
    return _with_parties(holding).order_by(RaciEntry.item, rank, RaciEntry.id)


def _narrowed(project: Project, filters: RaciFilters, today: dt.date) -> Select[Any]:
    on = filters.on or today
    statement = select(RaciEntry).where(RaciEntry.project_id == project.id, RaciEntry.holding_on(on))
    if filters.item:
        statement = statement.where(RaciEntry.item.icontains(filters.item, autoescape=True))
    return statement


def _with_parties(statement: Select[Any]) -> Select[Any]:
    return statement.options(joinedload(RaciEntry.person), joinedload(RaciEntry.department))


def _count(role: str) -> Any:
    return func.sum(case((RaciEntry.role == role, 1), else_=0))
