"""Reads of departments: the tree, and who headed what on a date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Department, DepartmentHead, Person
from portal.accounts.queries.numbers import by_number
from portal.core.lists import Filters, OptionalDay, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session


@dataclass(frozen=True)
class Branch:
    """A department in the tree, with who heads it on the day asked for and how many active people it has."""

    department: Department
    depth: int
    head: Person | None
    people: int


def department_by_id(department_id: int) -> Department | None:
    """Loader for addresses."""
    return by_number(Department, department_id)


def department_by_code(code: str) -> Department | None:
    """The department that spreadsheets call so."""
    return session().scalars(select(Department).where(Department.code == code.strip())).one_or_none()


def head_by_id(head_id: int) -> DepartmentHead | None:
    """Loader for addresses."""
    return by_number(DepartmentHead, head_id)


def head_of(department: Department, on: dt.date) -> Person | None:
    """Who answers for a department on that day."""
    statement = select(Person).join(DepartmentHead, DepartmentHead.person_id == Person.id)
    statement = statement.where(DepartmentHead.department_id == department.id, DepartmentHead.holding_on(on))
    return session().scalars(statement.order_by(DepartmentHead.valid_from.desc()).limit(1)).one_or_none()


def departments_headed_by(person: Person, on: dt.date) -> list[Department]:
    """The departments a person answers for on that day."""
    statement = select(Department).join(DepartmentHead, DepartmentHead.department_id == Department.id)
    statement = statement.where(DepartmentHead.person_id == person.id, DepartmentHead.holding_on(on))
    return list(session().scalars(statement.distinct().order_by(Department.name, Department.id)))


def heads_of(department: Department) -> list[DepartmentHead]:
    """Everybody who headed, heads or will head a department, the latest first."""
    statement = select(DepartmentHead).options(joinedload(DepartmentHead.person))
    statement = statement.where(DepartmentHead.department_id == department.id)
    return list(
        session().scalars(statement.order_by(DepartmentHead.valid_from.desc(), DepartmentHead.id.desc()))
    )


def headships_of(person: Person) -> list[DepartmentHead]:
    """What a person headed, heads or will head, the latest first."""
    statement = select(DepartmentHead).options(joinedload(DepartmentHead.department))
    statement = statement.where(DepartmentHead.person_id == person.id)
    return list(
        session().scalars(statement.order_by(DepartmentHead.valid_from.desc(), DepartmentHead.id.desc()))
    )


class DepartmentFilters(Filters):
    """What the API's list of departments can be narrowed to. `on`: the day whose heads are shown."""

    default_sort: ClassVar[str] = "name"
    sortable: ClassVar[tuple[str, ...]] = ("name", "code")

    on: OptionalDay = None


def departments(filters: DepartmentFilters, on: dt.date) -> tuple[Page[Department], dict[int, Person]]:
    """One page of departments with what they are part of, and who heads which on that day."""
    sorts = {
        "name": Sort(Department.name, lambda department: department.name),
        "code": Sort(Department.code, lambda department: department.code),
    }
    statement = select(Department).options(joinedload(Department.parent))
    return paginate(statement, filters, sorts=sorts, key=Department.id), _heads_on(on)


def department_tree(on: dt.date | None = None) -> list[Branch]:
    """All departments, each after the one it is part of, by name. Three statements; heads only with a day."""
    departments = list(session().scalars(select(Department).order_by(Department.name, Department.id)))
    heads, counts = (_heads_on(on) if on else {}), _people_counts()
    return [
        Branch(department, depth, heads.get(department.id), counts.get(department.id, 0))
        for department, depth in _in_order(departments)
    ]


def department_choices() -> list[tuple[str, str]]:
    """Codes and names for a filter, each after the one it is part of and indented below it. One statement."""
    rows = _named().all()
    return [(row.code, "\u2003" * depth + row.name) for row, depth in _in_order(rows)]


@prepared
def _named() -> Any:
    columns = (Department.id, Department.parent_id, Department.code, Department.name)
    return select(*columns).order_by(Department.name, Department.id)


class _Placed(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def parent_id(self) -> int | None: ...


PlacedT = TypeVar("PlacedT", bound=_Placed)


def _in_order(departments: Iterable[PlacedT]) -> Iterator[tuple[PlacedT, int]]:
    """Depth first. A ring, which only a broken import could make, is shown at the top rather than lost."""
    below: defaultdict[int | None, list[PlacedT]] = defaultdict(list)
    for department in departments:
        below[department.parent_id].append(department)
    seen: set[int] = set()

    def walk(department: PlacedT, depth: int) -> Iterator[tuple[PlacedT, int]]:
        if department.id in seen:
            return
        seen.add(department.id)
        yield department, depth
        for child in below[department.id]:
            yield from walk(child, depth + 1)

    for root in [*below[None], *departments]:
        yield from walk(root, 0)


def _heads_on(day: dt.date) -> dict[int, Person]:
    statement = select(DepartmentHead.department_id, Person).join(
        Person, DepartmentHead.person_id == Person.id
    )
    statement = statement.where(DepartmentHead.holding_on(day)).order_by(DepartmentHead.valid_from)
    return dict(session().execute(statement).all())


def _people_counts() -> dict[int, int]:
    statement = select(Person.department_id, func.count()).where(
        Person.department_id.is_not(None), Person.is_active, Person.merged_into_id.is_(None)
    )
    rows = session().execute(statement.group_by(Person.department_id)).all()
    return {department: count for department, count in rows if department is not None}


def ids_below(code: str) -> list[int]:
    """The numbers of a department and of all departments below it; none for an unknown code."""
    rows = session().execute(select(Department.id, Department.parent_id, Department.code)).all()
    found = {number for number, _parent, own_code in rows if own_code == code}
    grown = True
    while grown:
        further = {number for number, parent, _code in rows if parent in found} - found
        found, grown = found | further, bool(further)
    return sorted(found)
