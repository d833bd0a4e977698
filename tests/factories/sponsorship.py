"""Entries in a sponsor's ledger, made by the operation that people use."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import Project
from portal.sponsorship.models import SponsorAct
from portal.sponsorship.operations import enter_act
from portal.sponsorship.terms import Sponsorship, sponsorship_of
from tests.support.times import NOW, TODAY


def ledger_subject(project: Project, sponsor: Person) -> Sponsorship:
    found = sponsorship_of(project.code, sponsor.id)
    assert found is not None
    return found


def enter(project: Project, sponsor: Person, *, by: Person, **values: Any) -> SponsorAct:
    """A one-to-one of today, an hour long, unless told otherwise."""
    given: dict[str, Any] = {
        "kind": "one_to_one",
        "on": TODAY,
        "with_whom": "Mia Manager",
        "minutes": 60,
        "note": "Where the two departments wait for each other.",
        "now": NOW,
        "today": TODAY,
    }
    act = enter_act(ledger_subject(project, sponsor), **{**given, **values}, by=by)
    session().flush()
    return act
