"""Mandates of the store system in every state, made by the operations that people use."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from portal.accounts.models import Department, Person
from portal.database import session
from portal.mandates import operations
from portal.mandates.models import Mandate, TouchedDepartment
from portal.projects.models import AppointmentRole, Project
from tests.factories.accounts import World, appoint
from tests.support.times import NOW, TODAY, days


def make_draft(world: World, project: Project | None = None, **changes: Any) -> Mandate:
    """A draft for the manager that touches Sales (which leads) and Logistics, until in a hundred days."""
    project = project or world.project
    manager = project.holders(AppointmentRole.MANAGER, TODAY)[0]
    mandate = operations.draft_mandate(
        project,
        lead_model="it",
        chinese="zh_Hans",
        grantee=changes.pop("grantee", manager),
        by=changes.pop("by", world.office),
        now=NOW,
        today=TODAY,
    )
    mandate.money_limit, mandate.currency = Decimal(50000), "CNY"
    mandate.valid_to = days(100)
    for name, value in changes.items():
        setattr(mandate, name, value)
    known = {each.department_id for each in mandate.touched}
    for department in (world.sales, world.logistics):
        if department.id not in known:
            mandate.touched.append(TouchedDepartment(department=department, duty="Names a decider."))
    session().flush()
    return mandate


def appoint_lead(world: World, project: Project) -> None:
    """The store system's manager and sponsor for another project."""
    appoint(project, world.manager)
    appoint(project, world.sponsor, AppointmentRole.SPONSOR)
    session().expire(project)


def make_put(world: World, mandate: Mandate | None = None, **changes: Any) -> Mandate:
    """Put to the sponsor; the confidential project gets one."""
    mandate = mandate or make_draft(world, **changes)
    if not mandate.project.holders(AppointmentRole.SPONSOR, TODAY):
        appoint(mandate.project, world.sponsor, AppointmentRole.SPONSOR)
        session().expire(mandate.project)
    operations.put_mandate(mandate, due_on=days(7), by=world.office, now=NOW, today=TODAY)
    session().flush()
    return mandate


def sign(mandate: Mandate, by: Person, now: dt.datetime = NOW, **values: Any) -> Mandate:
    operations.answer_signature(mandate, **{"answer": "accept", **values}, by=by, now=now)
    session().flush()
    return mandate


def make_signed(world: World, mandate: Mandate | None = None, **changes: Any) -> Mandate:
    return sign(make_put(world, mandate, **changes), world.sponsor)


def answer(
    mandate: Mandate, department: Department, by: Person, said: str = "accept", reason: str = ""
) -> None:
    operations.answer_acknowledgement(
        touched(mandate, department), answer=said, reason=reason, by=by, now=NOW + dt.timedelta(minutes=5)
    )
    session().flush()


def touched(mandate: Mandate, department: Department) -> TouchedDepartment:
    return next(each for each in mandate.touched if each.department_id == department.id)


def make_in_force(world: World, mandate: Mandate | None = None, **changes: Any) -> Mandate:
    """Issued: both departments have acknowledged it."""
    mandate = make_signed(world, mandate, **changes)
    answer(mandate, world.sales, world.other_head)
    answer(mandate, world.logistics, world.head)
    return mandate
