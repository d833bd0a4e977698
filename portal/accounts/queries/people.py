"""Reads of people: by address, by handle, by what somebody typed, and the list."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Department, Person, fold
from portal.accounts.queries.departments import ids_below
from portal.accounts.queries.numbers import by_number
from portal.core.forms import has_control_characters
from portal.core.lists import Filters, OptionalText, Page, Sort, paginate
from portal.database import session

SUGGESTIONS = 10
CJK = "⺀"

SORTS = {
    "name": Sort(Person.folded_name, lambda person: person.folded_name),
    "key": Sort(Person.key, lambda person: person.key),
    "hours": Sort(Person.hours_per_week, lambda person: person.hours_per_week),
}


def person_by_id(person_id: int) -> Person | None:
    """Loader for addresses; also of a person who was merged, whose page points to the other."""
    return by_number(Person, person_id)


def person_by_email(email: str) -> Person | None:
    """The person with this address, whatever its case."""
    return session().scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def person_by_key(key: str) -> Person | None:
    """Whom an e-mail address or handle means in minutes and spreadsheets, also after a merger.

    Whatever its case.
    """
    text = key.strip().lower()
    address_first = case((Person.email == text, 0), else_=1)
    statement = select(Person).where(or_(Person.key == text, Person.email == text)).order_by(address_first)
    return _survivor(session().scalars(statement.limit(1)).one_or_none())


def _survivor(person: Person | None) -> Person | None:
    """The person whom a merged one turned out to be. One step: a merger moves older pointers along."""
    if person is None or not person.is_merged:
        return person
    return person.merged_into


def find_people(text: str) -> list[Person]:
    """Those whom this text names: "Name <key>", a key (e-mail or handle), or a whole name. At most two."""
    text = text.strip()
    if text.endswith(">") and "<" in text:
        text = text[text.rindex("<") + 1 : -1].strip()
    by_key = person_by_key(text)
    if by_key is not None:
        return [by_key]
    by_name = select(Person).where(Person.merged_into_id.is_(None), Person.folded_name == fold(text))
    return list(session().scalars(by_name.limit(2)))


def suggestions(text: str) -> list[Person]:
    """People for a picker: names that begin so first, then names and addresses with it inside. At most ten.

    Two characters are needed, of Chinese one: a family name.
    """
    text = fold(text.strip())[:100]
    if not text or (len(text) < 2 and text < CJK) or has_control_characters(text):
        return []
    begins = Person.folded_name.startswith(text, autoescape=True)
    statement = select(Person).options(joinedload(Person.department))
    statement = statement.where(Person.is_active, Person.merged_into_id.is_(None), _contains(text))
    order = (case((begins, 0), else_=1), Person.folded_name, Person.id)
    return list(session().scalars(statement.order_by(*order).limit(SUGGESTIONS)))


def _contains(text: str) -> ColumnElement[bool]:
    return or_(
        Person.folded_name.contains(fold(text), autoescape=True),
        Person.key.contains(text.lower(), autoescape=True),
        Person.email.contains(text.lower(), autoescape=True),
    )


class PeopleFilters(Filters):
    """What the list of people can be narrowed to. `department` (a code) includes the departments below it."""

    default_sort: ClassVar[str] = "name"
    sortable: ClassVar[tuple[str, ...]] = tuple(SORTS)

    q: OptionalText = None
    department: OptionalText = None
    account: Literal["with", "without", ""] | None = None
    state: Literal["active", "inactive", "merged", "everybody", ""] | None = None


def people(filters: PeopleFilters) -> Page[Person]:
    """One page of people with their departments; without a wish, those who are active."""
    department = joinedload(Person.department).load_only(Department.code, Department.name)
    statement = select(Person).options(department)
    return paginate(_narrowed(statement, filters), filters, sorts=SORTS, key=Person.id)


def _narrowed(statement: Select[Any], filters: PeopleFilters) -> Select[Any]:
    if filters.q:
        statement = statement.where(_contains(filters.q))
    if filters.department:
        statement = statement.where(Person.department_id.in_(ids_below(filters.department)))
    if filters.account:
        has_password = Person.password_hash.is_not(None)
        statement = statement.where(has_password if filters.account == "with" else ~has_password)
    return statement.where(*_in_state(filters.state or "active"))


def _in_state(state: str) -> list[ColumnElement[bool]]:
    is_merged = Person.merged_into_id.is_not(None)
    conditions: dict[str, list[ColumnElement[bool]]] = {
        "active": [Person.is_active.is_(True), ~is_merged],
        "inactive": [Person.is_active.is_(False), ~is_merged],
        "merged": [is_merged],
        "everybody": [],
    }
    return conditions[state]


def has_accounts() -> bool:
    """Has anybody an account yet? (No: the portal is empty.)"""
    return bool(session().scalar(select(exists().where(Person.password_hash.is_not(None)))))


def count_of(department: Department) -> int:
    """How many active people a department has, without those below it."""
    statement = select(func.count()).select_from(Person)
    statement = statement.where(Person.department_id == department.id, *_in_state("active"))
    return session().scalar(statement) or 0
