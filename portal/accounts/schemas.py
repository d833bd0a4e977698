"""What the API takes and gives for accounts. People are named by e-mail or handle, departments by code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from flask_babel import gettext as _
from pydantic import Field, PlainSerializer

from portal.accounts.models import ApiToken, Department, DepartmentHead, Person, RoleGrant
from portal.accounts.passwords import MAXIMUM_LENGTH
from portal.accounts.queries import department_by_code, find_people
from portal.core.api import Schema, View
from portal.core.errors import Invalid
from portal.core.values import Day, Line, NeededParagraph, OptionalLine

#: Amounts are JSON numbers, as in the workbook.
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
Hours = Annotated[Decimal, Field(ge=0, le=168, max_digits=5, decimal_places=2, allow_inf_nan=False)]
Code = Annotated[Line, Field(max_length=64)]
Secret = Annotated[str, Field(min_length=1, max_length=MAXIMUM_LENGTH)]
RoleName = Literal["administrator", "programme_office", "cio", "auditor"]
LanguageName = Literal["en", "zh_Hans", "zh_Hant"]
ThemeName = Literal["light", "dark"]


def named(text: str, field: str) -> Person:
    """The one person whom this text names, else a complaint at the field."""
    found = find_people(text)
    if len(found) == 1:
        return found[0]
    sentence = (
        _("Several people have this name. Use the e-mail address of the one you mean.")
        if found
        else _("Nobody of this name is known. Use their e-mail address.")
    )
    raise Invalid(**{field: sentence})


def coded(code: str | None, field: str) -> Department | None:
    """The department of this code; none for an empty one."""
    if not code:
        return None
    found = department_by_code(code)
    if found is None:
        raise Invalid(**{field: _("There is no department %(code)s.", code=code)})
    return found


class PersonIn(Schema):
    """Somebody new. Without `email` or `key` the name is the handle."""

    name: Line
    email: OptionalLine | None = None
    key: OptionalLine | None = None
    title: OptionalLine = ""
    department: OptionalLine | None = None
    hours_per_week: Hours = Decimal(40)

    def values(self) -> dict[str, Any]:
        return {**self.model_dump(), "department": coded(self.department, "department")}


class Changes(Schema):
    """Only what is sent is changed. `version` as read: a later change in between is refused with 409."""

    version: int | None = None

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True, exclude={"version"})


class PersonChanges(Changes):
    name: Line = Field(default="")
    email: OptionalLine | None = None
    key: OptionalLine = ""
    title: OptionalLine = ""
    department: OptionalLine | None = None
    hours_per_week: Hours = Decimal(40)

    def values(self) -> dict[str, Any]:
        values = self.given()
        if "department" in values:
            values["department"] = coded(self.department, "department")
        return values


class ProfileChanges(Changes):
    """One's own account."""

    name: Line = Field(default="")
    hours_per_week: Hours = Decimal(40)
    language: LanguageName | None = None
    theme: ThemeName | None = None


class PasswordIn(Schema):
    """Exactly as typed: nothing is stripped."""

    model_config = {**Schema.model_config, "str_strip_whitespace": False}

    current: Secret
    password: Secret


class ReasonIn(Schema):
    reason: NeededParagraph


class MergerIn(Schema):
    """`into`: e-mail or handle of the entry that stays."""

    into: Line


class TokenIn(Schema):
    name: Line
    expires_on: Day | None = None


class GrantIn(Schema):
    role: RoleName
    valid_from: Day
    valid_to: Day | None = None


class EndIn(Schema):
    """The last day."""

    valid_to: Day


class DepartmentIn(Schema):
    """`parent`: code of the department that this one is part of."""

    code: Code
    name: Line
    parent: OptionalLine | None = None

    def values(self) -> dict[str, Any]:
        return {"code": self.code, "name": self.name, "parent": coded(self.parent, "parent")}


class DepartmentChanges(Changes):
    code: Code = ""
    name: Line = ""
    parent: OptionalLine | None = None

    def values(self, department: Department) -> dict[str, Any]:
        unchanged = {"code": department.code, "name": department.name, "parent": department.parent}
        values = self.given()
        if "parent" in values:
            values["parent"] = coded(self.parent, "parent")
        return {**unchanged, **values}


class HeadIn(Schema):
    """`person`: e-mail or handle."""

    person: Line
    valid_from: Day


class PersonView(View):
    id: int
    key: str
    name: str
    email: str | None
    title: str
    department: str | None
    hours_per_week: Number
    is_active: bool
    has_account: bool
    merged_into: int | None
    version: int


def person_view(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "key": person.key,
        "name": person.name,
        "email": person.email,
        "title": person.title,
        "department": person.department.code if person.department else None,
        "hours_per_week": person.hours_per_week,
        "is_active": person.is_active,
        "has_account": person.has_account,
        "merged_into": person.merged_into_id,
        "version": person.version,
    }


class AccountView(PersonView):
    language: str | None
    theme: str | None
    roles: list[str]


class LinkView(View):
    """Shown once; a repetition with the same Idempotency-Key is refused."""

    link: str


class MovingView(View):
    table: str
    moved: int
    dropped: int


class TokenView(View):
    id: int
    name: str
    created_at: dt.datetime
    expires_on: dt.date | None
    revoked_at: dt.datetime | None


class NewTokenView(TokenView):
    """`token` is shown once; a repetition with the same Idempotency-Key is refused."""

    token: str


def token_view(token: ApiToken) -> dict[str, Any]:
    return {name: getattr(token, name) for name in TokenView.model_fields}


class GrantView(View):
    id: int
    person: str
    role: str
    valid_from: dt.date
    valid_to: dt.date | None
    granted_by: str | None


def grant_view(grant: RoleGrant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "person": grant.person.key,
        "role": grant.role,
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
        "granted_by": grant.granted_by.key if grant.granted_by else None,
    }


class HeadView(View):
    id: int
    department: str
    person: str
    valid_from: dt.date
    valid_to: dt.date | None


def head_view(head: DepartmentHead) -> dict[str, Any]:
    return {
        "id": head.id,
        "department": head.department.code,
        "person": head.person.key,
        "valid_from": head.valid_from,
        "valid_to": head.valid_to,
    }


class DepartmentView(View):
    id: int
    code: str
    name: str
    parent: str | None
    head: str | None
    version: int


def department_view(department: Department, head: Person | None) -> dict[str, Any]:
    return {
        "id": department.id,
        "code": department.code,
        "name": department.name,
        "parent": department.parent.code if department.parent else None,
        "head": head.key if head else None,
        "version": department.version,
    }
