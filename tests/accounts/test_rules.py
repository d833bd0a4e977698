"""Who may: tables of cases, no database."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.accounts import rules
from portal.accounts.actors import Actor
from portal.accounts.models import ApiToken, Person, Role, RoleGrant
from portal.core.access import Rule

TODAY = dt.date(2026, 3, 3)


def an_actor(number: int, *roles: Role) -> Actor:
    return Actor(Person(id=number, name="Somebody", is_active=True), frozenset(roles), frozenset(), TODAY)


ADMINISTRATOR = an_actor(1, Role.ADMINISTRATOR)
OFFICE = an_actor(2, Role.PROGRAMME_OFFICE)
CIO = an_actor(3, Role.CIO)
AUDITOR = an_actor(4, Role.AUDITOR)
AUDITING_ADMINISTRATOR = an_actor(5, Role.AUDITOR, Role.ADMINISTRATOR)
EMPLOYEE = an_actor(6)
EVERYBODY = [ADMINISTRATOR, OFFICE, CIO, AUDITOR, AUDITING_ADMINISTRATOR, EMPLOYEE]
SOMEBODY = Person(id=99, name="Other")

OVER_OTHERS = [rules.invite, rules.deactivate, rules.reactivate, rules.merge, rules.grant_role]


@pytest.mark.parametrize("actor", EVERYBODY)
def test_everybody_reads_and_keeps_their_own_account(actor: Actor) -> None:
    assert rules.read(actor, SOMEBODY)
    assert rules.keep_own(actor)


@pytest.mark.parametrize("actor", EVERYBODY)
@pytest.mark.parametrize("rule", [rules.administer, rules.sign_out, *OVER_OTHERS])
def test_only_administrators_who_do_not_audit_change_anything(rule: Rule, actor: Actor) -> None:
    assert rule(actor, SOMEBODY) is (actor is ADMINISTRATOR)


@pytest.mark.parametrize("rule", OVER_OTHERS)
def test_nobody_does_these_to_themselves(rule: Rule) -> None:
    assert not rule(ADMINISTRATOR, ADMINISTRATOR.person)


def test_nobody_ends_their_own_role() -> None:
    assert rules.end_role(ADMINISTRATOR, RoleGrant(person_id=99))
    assert not rules.end_role(ADMINISTRATOR, RoleGrant(person_id=1))


def test_a_token_is_its_owners_business_alone() -> None:
    token = ApiToken(person_id=EMPLOYEE.id)
    assert rules.revoke_token(EMPLOYEE, token)
    assert not rules.revoke_token(ADMINISTRATOR, token)
    assert rules.revoke_token.hides(ADMINISTRATOR, token)
