"""People, departments and the small world that most tests live in."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.accounts.models import Department, DepartmentHead, Person, Role, RoleGrant
from portal.database import session
from portal.projects.models import Appointment, AppointmentRole, Insider, Phase, Project
from tests.support.times import NOW, TODAY

LONG_AGO = dt.date(2020, 1, 1)
_numbers = itertools.count(1)


def make_department(name: str = "Logistics", *, code: str | None = None, **values: Any) -> Department:
    department = Department(code=code or f"D{next(_numbers)}", name=name, **values)
    session().add(department)
    return department


def make_person(name: str = "Somebody", *, email: str | None = None, **values: Any) -> Person:
    """A person with an account (a hash that no password has); `email=""` for somebody without one."""
    number = next(_numbers)
    address = None if email == "" else email or f"person{number}@example.org"
    defaults = {"key": address or f"handle{number}", "created_at": NOW, "hours_per_week": Decimal(40)}
    if address:
        defaults["password_hash"] = "no password opens this"
    person = Person(name=name, email=address, **{**defaults, **values})
    session().add(person)
    return person


def make_head(
    department: Department, person: Person, since: dt.date = LONG_AGO, until: dt.date | None = None
) -> None:
    session().add(DepartmentHead(department=department, person=person, valid_from=since, valid_to=until))


def make_grant(person: Person, role: Role, since: dt.date = LONG_AGO) -> None:
    session().add(RoleGrant(person=person, role=role, valid_from=since))


def make_project(name: str = "Store system", *, code: str | None = None, **values: Any) -> Project:
    defaults = {"phase": Phase.IMPLEMENTATION, "created_at": NOW}
    project = Project(code=code or f"P{next(_numbers)}", name=name, **{**defaults, **values})
    session().add(project)
    return project


def appoint(
    project: Project, person: Person, role: str = AppointmentRole.MANAGER, since: dt.date = LONG_AGO
) -> None:
    session().add(Appointment(project=project, person=person, role=role, valid_from=since))
    session().flush()
    if session().get(Insider, (project.id, person.id)) is None:
        session().add(Insider(project=project, person_id=person.id))
        session().flush()


@dataclass
class World:
    """Who is there. `project` is open to all; `secret` is confidential, with `secret_manager` as its only
    insider.
    """

    administrator: Person
    office: Person
    cio: Person
    auditor: Person
    sponsor: Person
    manager: Person
    head: Person
    other_head: Person
    member: Person
    employee: Person
    secret_manager: Person
    logistics: Department
    sales: Department
    project: Project
    secret: Project
    today: dt.date = TODAY
    now: dt.datetime = NOW

    def people(self) -> dict[str, Person]:
        """Everybody by role, for matrix tests."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


def make_world() -> World:
    """Build and flush the small world."""
    logistics = make_department("Logistics 物流部", code="LOG")
    sales = make_department("Sales 销售部", code="SAL")
    names = {
        "administrator": "Ada Admin",
        "office": "Otto Office",
        "cio": "Chen Wei 陈伟",
        "auditor": "Ann Audit",
        "sponsor": "Sun Li 孙丽",
        "manager": "Mia Manager",
        "head": "He Lao 何老",
        "other_head": "Sal Sales",
        "member": "Max Member",
        "employee": "Emil Employee",
        "secret_manager": "Sia Secret",
    }
    people = {
        role: make_person(
            name, email=f"{role}@example.org", department=logistics if role in {"head", "member"} else sales
        )
        for role, name in names.items()
    }
    make_grant(people["administrator"], Role.ADMINISTRATOR)
    make_grant(people["office"], Role.PROGRAMME_OFFICE)
    make_grant(people["cio"], Role.CIO)
    make_grant(people["auditor"], Role.AUDITOR)
    make_head(logistics, people["head"])
    make_head(sales, people["other_head"])
    project = make_project("Store system", code="STORE", lead_department=sales)
    secret = make_project("Merger", code="SECRET", is_confidential=True)
    appoint(project, people["manager"])
    appoint(project, people["sponsor"], AppointmentRole.SPONSOR)
    appoint(project, people["member"], AppointmentRole.MEMBER)
    appoint(secret, people["secret_manager"])
    session().flush()
    return World(**people, logistics=logistics, sales=sales, project=project, secret=secret)
