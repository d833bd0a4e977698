"""Who may what, role by role."""

from __future__ import annotations

from portal.accounts.actors import actor_of
from portal.accounts.models import Role
from portal.database import session
from portal.risks import rules
from tests.factories.accounts import World, appoint, make_grant
from tests.factories.risks import make_risk
from tests.support.times import TODAY

KEEPERS = {"administrator", "office", "cio"}
OPEN = {
    "edit": KEEPERS | {"manager", "member"},
    "review": KEEPERS | {"manager", "member"},
    "add_action": KEEPERS | {"manager", "member"},
    "treat": KEEPERS | {"manager", "member"},
    "request_acceptance": KEEPERS | {"manager", "member"},
    "materialise": KEEPERS | {"manager", "member"},
    "close": KEEPERS | {"manager"},
    "accept": KEEPERS | {"sponsor"},
    "reopen": KEEPERS | {"manager", "sponsor"},
}


def who_may(world: World, move: str, risk: object) -> set[str]:
    people = world.people().items()
    return {name for name, person in people if rules.RULES[move](actor_of(person, TODAY), risk)}


def test_each_move_has_its_people(world: World) -> None:
    """The member owns the risk."""
    risk = make_risk(world.project, owner=world.member)
    assert {move: who_may(world, move, risk) for move in rules.RULES} == OPEN


def test_the_asker_and_the_owner_do_not_accept(world: World) -> None:
    risk = make_risk(world.project, owner=world.cio, acceptance_asked_by=world.office)
    assert who_may(world, "accept", risk) == {"administrator", "sponsor"}


def test_a_sponsor_who_owns_the_risk_does_not_accept_it(world: World) -> None:
    risk = make_risk(world.project, owner=world.sponsor)
    assert who_may(world, "accept", risk) == KEEPERS


def test_internal_audit_changes_nothing_even_as_owner_and_sponsor(world: World) -> None:
    appoint(world.project, world.auditor, "sponsor")
    risk = make_risk(world.project, owner=world.auditor)
    assert all("auditor" not in who_may(world, move, risk) for move in rules.RULES)


def test_a_former_insider_who_owns_a_risk_of_a_confidential_project_keeps_out(world: World) -> None:
    risk = make_risk(world.secret, owner=world.employee)
    employee = actor_of(world.employee, TODAY)
    assert not any(rule(employee, risk) for rule in rules.RULES.values())


def test_only_administrators_and_the_programme_office_set_the_matrix(world: World) -> None:
    make_grant(world.employee, Role.PROGRAMME_OFFICE)
    make_grant(world.employee, Role.AUDITOR)
    may = {name for name, person in world.people().items() if rules.set_matrix(actor_of(person, TODAY))}
    assert may == {"administrator", "office"}


def test_what_is_offered_is_what_is_possible(world: World) -> None:
    risk = make_risk(world.project, owner=world.member)
    sponsor, member = actor_of(world.sponsor, TODAY), actor_of(world.member, TODAY)
    assert rules.moves_of(sponsor, risk) == {"accept"}
    assert "request_acceptance" in rules.moves_of(member, risk)
    risk.ask_acceptance(world.member)
    session().flush()
    assert "request_acceptance" not in rules.moves_of(member, risk)
    risk.close("Over.", TODAY)
    assert rules.moves_of(sponsor, risk) == {"reopen"}
    assert rules.moves_of(member, risk) == set()
