"""Who speaks for the asking side on a day: whoever asked, while they may ask; after that who manages the project.

A promise outlives the manager who asked for it: what waits for the asker must not stay with somebody who is gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select

from portal.accounts.actors import KEEP_PORTFOLIO, Actor
from portal.accounts.models import Person, RoleGrant
from portal.agreements.models import AgreementParty
from portal.commitments.models import Commitment
from portal.database import session
from portal.projects.models import Appointment, AppointmentRole


@dataclass(frozen=True)
class Askers:
    """Managers by project, the latest appointed last; and who keeps the portfolio."""

    managers: Mapping[int, list[Person]]
    keepers: Collection[int]

    def of(self, project_id: int | None, asked_by: Person | None) -> Person | None:
        """Who answers in the place of `asked_by`, who may be the same; where nobody manages, whoever asked."""
        managers = self.managers.get(project_id or 0, [])
        still_ask = {*self.keepers, *(each.id for each in managers)}
        if asked_by is not None and asked_by.is_active and (not managers or asked_by.id in still_ask):
            return asked_by
        return managers[-1] if managers else None


def askers_of(project_ids: Collection[int], people: Collection[int], day: dt.date) -> Askers:
    """Of these projects, for asks of these people. Two statements."""
    managers: dict[int, list[Person]] = {}
    statement = (
        select(Appointment.project_id, Person)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.project_id.in_(project_ids), *_manages(day), Person.is_active)
        .order_by(Appointment.valid_from, Appointment.id)
    )
    for project_id, person in session().execute(statement):
        managers.setdefault(project_id, []).append(person)
    keepers = _keepers(day).where(RoleGrant.person_id.in_(people))
    return Askers(managers, set(session().scalars(keepers)))


def asker_on(commitment: Commitment, day: dt.date) -> Person | None:
    """Whose word counts for the asking side on that day. Two statements."""
    asked_by = commitment.requester
    people = [asked_by.id] if asked_by is not None else []
    return askers_of([commitment.project_id], people, day).of(commitment.project_id, asked_by)


def current_askers(rows: Collection[Commitment], day: dt.date) -> dict[int, Person]:
    """Whose word counts for the asking side of each of these, by the commitment's number. Three statements."""
    if not rows:
        return {}
    asked_by = {row.requester_id for row in rows if row.requester_id is not None}
    people = {each.id: each for each in session().scalars(select(Person).where(Person.id.in_(asked_by)))}
    askers = askers_of({row.project_id for row in rows}, asked_by, day)
    found = {row.id: askers.of(row.project_id, people.get(row.requester_id or 0)) for row in rows}
    return {number: person for number, person in found.items() if person is not None}


def answering_askers(parties: Collection[AgreementParty], day: dt.date) -> dict[int, Person | None]:
    """The same for parties of agreements, by their number. Never whoever made the offer."""
    projects = {each.project_id for each in parties if each.project_id is not None}
    askers = askers_of(projects, {each.person_id for each in parties if each.person_id is not None}, day)
    found = {each.id: askers.of(each.project_id, each.person) for each in parties}
    makers = {each.id: each.version.made_by_id for each in parties}
    return {
        number: None if person is not None and person.id == makers[number] else person
        for number, person in found.items()
    }


def managed_by(actor: Actor) -> set[int]:
    """The projects that the actor manages today; looked up once for the request."""
    if "manages" not in actor.facts:
        statement = select(Appointment.project_id)
        statement = statement.where(Appointment.person_id == actor.id, *_manages(actor.today))
        actor.facts["manages"] = set(session().scalars(statement))
    found: set[int] = actor.facts["manages"]
    return found


def asks_of(actor: Actor, *conditions: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """Asks that are the actor's to follow, in SQL: one condition for each index that leads to them."""
    own = Commitment.requester_id == actor.id
    found = [and_(*conditions, own, *([] if actor.keeps_portfolio else [_nobody_took_over(actor)]))]
    if managed := managed_by(actor):
        may_ask = Commitment.requester_id.in_(_keepers(actor.today))
        manages_too = _managers_of_it(actor.today).where(Appointment.person_id == Commitment.requester_id)
        others = and_(
            or_(Commitment.requester_id.is_(None), Commitment.requester_id != actor.id),
            or_(Commitment.requester_id.is_(None), and_(not_(may_ask), not_(exists(manages_too)))),
        )
        found.append(and_(*conditions, Commitment.project_id.in_(managed), others))
    return found


def _nobody_took_over(actor: Actor) -> ColumnElement[bool]:
    is_managed = exists(_managers_of_it(actor.today))
    return or_(Commitment.project_id.in_(managed_by(actor)), not_(is_managed))


def _managers_of_it(day: dt.date) -> Select[int]:
    return select(Appointment.id).where(Appointment.project_id == Commitment.project_id, *_manages(day))


def _manages(day: dt.date) -> Iterable[ColumnElement[bool]]:
    return (Appointment.role == AppointmentRole.MANAGER, Appointment.holding_on(day))


def _keepers(day: dt.date) -> Select[int]:
    return (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role.in_(KEEP_PORTFOLIO), RoleGrant.holding_on(day), Person.is_active)
    )
