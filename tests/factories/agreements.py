"""Agreements about nothing in particular, and absences with a substitute."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.absences.models import Absence
from portal.accounts.models import Person
from portal.agreements import operations
from portal.agreements.models import AgreementParty, AgreementVersion, CapacityKind
from portal.agreements.operations import Asked
from portal.agreements.seen import Seen
from portal.database import session
from tests.factories.accounts import World
from tests.support.times import NOW, days

TEXT = "Mia Manager runs the store system until the go-live, with the budget that was agreed."


def put(world: World, *parties: Asked, text: str = TEXT, **values: Any) -> AgreementVersion:
    """A text about the store system, put by its manager to these parties (else to the head of Logistics)."""
    defaults: dict[str, Any] = {
        "terms": {"role": "manager"},
        "due_on": days(7),
        "by": world.manager,
        "now": NOW,
        "project": world.project,
        "parties": parties or (as_head(world),),
    }
    version = operations.put(world.project, text=text, **{**defaults, **values})
    session().flush()
    return version


def as_head(world: World) -> Asked:
    return Asked(world.head, CapacityKind.HEAD, department=world.logistics)


def first(version: AgreementVersion) -> AgreementParty:
    return version.parties[0]


def what_was_seen(version: AgreementVersion) -> Seen:
    return Seen("en", version.text, version.digest, "login")


def make_absence(
    person: Person, substitute: Person | None, first: dt.date = days(-1), last: dt.date = days(5)
) -> Absence:
    absence = Absence(
        person=person, substitute=substitute, starts_on=first, ends_on=last, kind="holiday", created_at=NOW
    )
    session().add(absence)
    session().flush()
    return absence
