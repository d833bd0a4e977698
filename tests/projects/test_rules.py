"""Who may what with a project: a table of cases, no database."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.accounts.actors import Actor
from portal.accounts.models import Person, Role
from portal.core.access import Rule
from portal.projects import rules
from portal.projects.models import Appointment, AppointmentRole, Insider, Project, StatusReport
from tests.support.times import NOW, TODAY, days

MANAGER, FORMER_MANAGER, SPONSOR, INSIDER, STRANGER = range(1, 6)


def project(*, confidential: bool = False) -> Project:
    def held(person: int, role: str, until: dt.date | None = None) -> Appointment:
        return Appointment(person_id=person, role=role, valid_from=days(-90), valid_to=until)

    return Project(
        is_confidential=confidential,
        appointments=[
            held(MANAGER, AppointmentRole.MANAGER),
            held(FORMER_MANAGER, AppointmentRole.MANAGER, days(-1)),
            held(SPONSOR, AppointmentRole.SPONSOR),
        ],
        insiders=[Insider(person_id=MANAGER), Insider(person_id=INSIDER)],
    )


def actor(person: int, *roles: str) -> Actor:
    return Actor(Person(id=person), frozenset(roles), frozenset(), TODAY)


KEEPERS = [
    actor(STRANGER, Role.ADMINISTRATOR),
    actor(STRANGER, Role.PROGRAMME_OFFICE),
    actor(STRANGER, Role.CIO),
]
AUDITOR = actor(STRANGER, Role.AUDITOR)
KEEPING = [rules.edit, rules.appoint, rules.schedule, rules.report]


@pytest.mark.parametrize("rule", KEEPING, ids=lambda rule: rule.name)
@pytest.mark.parametrize("confidential", [False, True])
def test_manager_and_keepers_of_the_portfolio_keep_a_project(rule: Rule, confidential: bool) -> None:
    subject = project(confidential=confidential)
    assert all(rule(each, subject) for each in [actor(MANAGER), *KEEPERS])
    assert not any(rule(actor(each), subject) for each in (FORMER_MANAGER, SPONSOR, INSIDER, STRANGER))


@pytest.mark.parametrize("rule", [*KEEPING, rules.create, rules.confide], ids=lambda rule: rule.name)
def test_audit_changes_nothing_whatever_else_the_person_is(rule: Rule) -> None:
    manager_and_audit = actor(MANAGER, Role.AUDITOR, Role.PROGRAMME_OFFICE, Role.ADMINISTRATOR)
    assert not rule(manager_and_audit, project())


def test_a_confidential_project_is_seen_by_insiders_and_those_who_read_everything() -> None:
    subject = project(confidential=True)
    assert all(rules.read(each, subject) for each in [actor(INSIDER), actor(MANAGER), AUDITOR, *KEEPERS])
    assert not any(rules.read(actor(each), subject) for each in (SPONSOR, FORMER_MANAGER, STRANGER))


def test_only_the_programme_office_hides_and_opens() -> None:
    assert rules.confide(actor(STRANGER, Role.PROGRAMME_OFFICE), project())
    others = [actor(MANAGER), actor(STRANGER, Role.CIO), actor(STRANGER, Role.ADMINISTRATOR), AUDITOR]
    assert not any(rules.confide(each, project()) for each in others)


def test_a_draft_is_seen_by_those_who_may_publish_it_and_by_audit() -> None:
    draft = StatusReport(project=project())
    assert all(rules.read_report(each, draft) for each in [actor(MANAGER), AUDITOR, *KEEPERS])
    assert not any(rules.read_report(actor(each), draft) for each in (SPONSOR, STRANGER))
    assert rules.read_report.hides(actor(STRANGER), draft)
    draft.published_at = NOW
    assert rules.read_report(actor(STRANGER), draft)
