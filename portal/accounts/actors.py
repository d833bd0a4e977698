"""The actor: the signed-in person with the roles and departments that are theirs today."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Date, Executable, Integer, and_, bindparam, select

from portal.accounts.models import ApiToken, Department, DepartmentHead, Person, Role, RoleGrant
from portal.database import session

#: A person's number and the epoch of their sessions.
COOKIE = re.compile(r"(?P<person>[0-9]{1,9}):(?P<epoch>[0-9]{1,9})")
#: Roles that read every project, confidential ones included.
READ_EVERYTHING = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICE, Role.CIO, Role.AUDITOR})
#: Roles that keep the portfolio: projects, groups, imports.
KEEP_PORTFOLIO = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICE, Role.CIO})


@dataclass(frozen=True)
class Actor:
    """Who acts, on which day, and how they were identified: `auth` is `login`, or `token` with that token.

    `facts`: what packages above have looked up about the actor, once for the request (whom they stand in for).
    """

    person: Person
    roles: frozenset[str]
    headed: frozenset[int]
    today: dt.date
    auth: str = "login"
    token: ApiToken | None = None
    facts: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.person.is_active

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def uid(self) -> uuid.UUID:
        return self.person.uid

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def email(self) -> str | None:
        return self.person.email

    @property
    def language(self) -> str | None:
        return self.person.language

    @property
    def reads_everything(self) -> bool:
        return bool(self.roles & READ_EVERYTHING)

    @property
    def keeps_portfolio(self) -> bool:
        return bool(self.roles & KEEP_PORTFOLIO)

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def only_reads(self) -> bool:
        """Internal audit reads everything and changes nothing, whatever else the person is."""
        return Role.AUDITOR in self.roles

    def heads(self, department: Department | int | None) -> bool:
        """Does the actor head this department today?"""
        if department is None:
            return False
        return (department if isinstance(department, int) else department.id) in self.headed

    def get_id(self) -> str:
        """What the session cookie holds; a new epoch signs out everywhere."""
        return f"{self.person.id}:{self.person.session_epoch}"


def _standing() -> Executable:
    """A person with each role and each department they head on a day. Every request runs it, so it is built
    once: putting such a statement together takes as long as running it.
    """
    day: Any = bindparam("day", type_=Date())
    roles = RoleGrant.person_id == Person.id, RoleGrant.holding_on(day)
    heads = DepartmentHead.person_id == Person.id, DepartmentHead.holding_on(day)
    statement = select(Person, RoleGrant.role, DepartmentHead.department_id)
    statement = statement.outerjoin(RoleGrant, and_(*roles)).outerjoin(DepartmentHead, and_(*heads))
    return statement.where(Person.id == bindparam("person_id", type_=Integer()))


_STANDING = _standing()


def actor_of(person: Person, today: dt.date, auth: str = "login", token: ApiToken | None = None) -> Actor:
    """The actor for a person, with one query for roles and headed departments."""
    return _actor(person, _rows(person.id, today), today, auth, token)


def _rows(person_id: int, today: dt.date) -> Sequence[Any]:
    return session().execute(_STANDING, {"person_id": person_id, "day": today}).all()


def _actor(
    person: Person, rows: Sequence[Any], today: dt.date, auth: str = "login", token: ApiToken | None = None
) -> Actor:
    roles = frozenset(role for _person, role, _department in rows if role is not None)
    headed = frozenset(department for _person, _role, department in rows if department is not None)
    return Actor(person, roles, headed, today, auth, token)


def actor_from_cookie(value: str, today: dt.date) -> Actor | None:
    """The actor of a session cookie; None when the account was closed or signed out everywhere."""
    numbers = COOKIE.fullmatch(value)
    rows = _rows(int(numbers["person"]), today) if numbers else ()
    if not numbers or not rows:
        return None
    person: Person = rows[0][0]
    if not person.is_active or person.session_epoch != int(numbers["epoch"]):
        return None
    return _actor(person, rows, today)


def actor_from_token(token: str, today: dt.date) -> Actor | None:
    """The actor of an API token."""
    statement = select(ApiToken).where(ApiToken.digest == digest_of(token))
    found = session().scalars(statement).one_or_none()
    if found is None or not found.is_usable(today) or not found.person.is_active:
        return None
    return actor_of(found.person, today, auth="token", token=found)


def digest_of(token: str) -> str:
    """What is stored of a token or link: it is random and long, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
