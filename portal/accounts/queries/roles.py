"""Reads of roles: who has which, since when, and who granted it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Person, Role, RoleGrant
from portal.accounts.queries.numbers import by_number
from portal.core.lists import Filters, Page, Sort, paginate
from portal.database import session

SORTS = {"valid_from": Sort(RoleGrant.valid_from, lambda grant: grant.valid_from)}


class GrantFilters(Filters):
    """What the list of roles over time can be narrowed to."""

    default_sort: ClassVar[str] = "-valid_from"
    sortable: ClassVar[tuple[str, ...]] = tuple(SORTS)

    role: Literal["administrator", "programme_office", "cio", "auditor", ""] | None = None
    held: Literal["now", ""] | None = None


def grant_by_id(grant_id: int) -> RoleGrant | None:
    """Loader for addresses."""
    return by_number(RoleGrant, grant_id)


def grants(filters: GrantFilters, today: dt.date) -> Page[RoleGrant]:
    """One page of the roles that were ever granted, with people and granters."""
    statement = select(RoleGrant).options(joinedload(RoleGrant.person), joinedload(RoleGrant.granted_by))
    if filters.role:
        statement = statement.where(RoleGrant.role == filters.role)
    if filters.held:
        statement = statement.where(RoleGrant.holding_on(today))
    return paginate(statement, filters, sorts=SORTS, key=RoleGrant.id)


def grants_of(person: Person) -> list[RoleGrant]:
    """Every role that a person had, has or will have, the latest first."""
    statement = select(RoleGrant).options(joinedload(RoleGrant.granted_by))
    statement = statement.where(RoleGrant.person_id == person.id)
    return list(session().scalars(statement.order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())))


def has_other_administrator(person: Person, after: dt.date) -> bool:
    """Is there another administrator who can sign in and stays one beyond that day?

    The grants are locked, so that two administrators who end each other at one instant do not both succeed.
    """
    statement = select(RoleGrant).join(Person, RoleGrant.person_id == Person.id)
    statement = statement.where(
        RoleGrant.role == Role.ADMINISTRATOR,
        RoleGrant.valid_from <= after + dt.timedelta(days=1),
        RoleGrant.valid_to.is_(None),
        Person.is_active,
        Person.password_hash.is_not(None),
    )
    found = session().scalars(statement.order_by(RoleGrant.id).with_for_update(of=RoleGrant)).all()
    return any(grant.person_id != person.id for grant in found)
