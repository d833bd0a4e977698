"""The kept share of both sides."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.commitments.models import Commitment, State
from portal.database import session
from portal.fulfilment.queries import (
    evaluations_waiting,
    kept_share,
    kept_shares,
    weeks_of_person,
    weeks_of_project,
    weeks_to_enter,
    weeks_to_look_at,
    weeks_to_settle,
)
from tests.factories.accounts import World, make_person
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.factories.fulfilment import make_evaluation, make_reason, make_review
from tests.support.statements import statements
from tests.support.times import NOW, TODAY

MONDAYS = [dt.date(2026, 2, 23) - dt.timedelta(weeks=n) for n in range(5)]


def promised_to(world: World, person: Person | None = None) -> Commitment:
    wanted = terms(person=person or world.member, valid_from=MONDAYS[-1])
    return make_commitment(
        world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, wanted=wanted
    )


@pytest.mark.parametrize(
    ("reasons", "department", "project"),
    [
        ([], 0, 1),
        ([("department", "pulled_off")], 0, 1),
        ([("project", "pulled_off")], 0, 1),
        ([("department", "not_ready")], 1, 0),
        ([("project", "illness")], 1, 1),
        ([("department", "no_work"), ("project", "not_ready")], 1, 0),
    ],
)
def test_a_short_week_counts_against_the_side_of_its_reason(
    world: World, reasons: list[tuple[str, str]], department: int, project: int
) -> None:
    commitment = promised_to(world)
    make_delivery(commitment, MONDAYS[0], "4", world.manager)
    for side, reason in reasons:
        make_reason(commitment, MONDAYS[0], side, reason)
    share = kept_share(world.logistics, 4, TODAY)
    assert (share.department.kept, share.project.kept) == (department, project)
    assert share.department.weeks == share.project.weeks == 1
    assert share.unexplained == (not reasons)
    assert share.waiting == 3


def test_two_stories_about_a_week_count_for_neither_side(world: World) -> None:
    commitment = promised_to(world)
    for monday in MONDAYS[:3]:
        make_delivery(commitment, monday, "4", world.manager)
    make_reason(commitment, MONDAYS[0], "department", "not_ready")
    make_reason(commitment, MONDAYS[0], "project", "pulled_off")
    make_review(commitment.deliveries[1], world.head, hours="20")
    make_review(commitment.deliveries[2], world.head, hours="6")
    share = kept_share(world.project, 4, TODAY)
    assert (share.contested, share.department.weeks) == (2, 1)
    assert share.verdicts == {"kept": 0, "partly": 0, "missed": 1}


def test_four_and_twelve_weeks_of_many_subjects_at_once(world: World) -> None:
    commitment = promised_to(world)
    for monday in MONDAYS:
        make_delivery(commitment, monday, "20" if monday != MONDAYS[-1] else "0", world.manager)
    found = kept_shares([world.logistics, world.sales], (4, 12), TODAY)
    assert found[world.logistics.id][4].department.percent == 100
    assert (
        found[world.logistics.id][12].department.kept,
        found[world.logistics.id][12].department.weeks,
    ) == (
        4,
        5,
    )
    assert found[world.sales.id][12].is_empty
    assert kept_share(world.sales, 4, TODAY).department.percent is None


def test_who_may_not_see_a_project_does_not_count_it(world: World) -> None:
    wanted = terms(person=world.member, valid_from=MONDAYS[-1])
    hidden = make_commitment(
        world.secret, requester=world.secret_manager, head=world.head, state=State.CONFIRMED, wanted=wanted
    )
    make_delivery(hidden, MONDAYS[0], "20")
    assert kept_share(world.logistics, 4, TODAY).department.weeks == 1
    stranger = actor_of(world.employee, TODAY)
    assert kept_share(world.logistics, 4, TODAY, reader=stranger).is_empty


def count(read: object) -> int:
    session().flush()
    session().expire_all()
    with statements() as seen:
        read()  # type: ignore[operator]
    return len(seen)


def test_ten_times_the_promises_cost_the_same_statements(world: World) -> None:
    actors = {name: actor_of(getattr(world, name), TODAY) for name in ("manager", "head", "office")}

    def grow(number: int) -> None:
        for _turn in range(number):
            person = make_person("Lent", department=world.logistics)
            commitment = promised_to(world, person)
            for monday in MONDAYS[1:]:
                delivery = make_delivery(commitment, monday, "4", world.manager)
                delivery.entered_at = NOW
            make_review(commitment.deliveries[0], world.head, hours="20")
            make_reason(commitment, MONDAYS[1], "project", "illness")
            make_evaluation(commitment)

    def read() -> list[int]:
        world.project, world.logistics, world.member  # noqa: B018
        lists = [
            lambda: kept_shares([world.logistics], (4, 12), TODAY, reader=actors["office"]),
            lambda: weeks_to_look_at(actors["head"]),
            lambda: weeks_to_settle(actors["manager"]),
            lambda: weeks_to_enter(actors["manager"]),
            lambda: weeks_of_person(world.member, TODAY),
            lambda: weeks_of_project(world.project, MONDAYS[0], actors["manager"]),
            lambda: evaluations_waiting(actors["head"]),
        ]
        return [count(each) for each in lists]

    grow(3)
    read()  # what an actor is asked once is remembered
    few = read()
    grow(27)
    assert read() == few
    assert max(few) <= 12


def test_the_desk_of_each_side(world: World) -> None:
    commitment = promised_to(world)
    first = make_delivery(commitment, MONDAYS[0], "4", world.manager)
    second = make_delivery(commitment, MONDAYS[1], "4", world.manager)
    third = make_delivery(commitment, MONDAYS[2], "4", world.manager)
    first.entered_at = second.entered_at = third.entered_at = NOW
    make_review(second, world.head, hours="20")
    make_review(third, world.head)
    session().flush()
    head, manager = actor_of(world.head, TODAY), actor_of(world.manager, TODAY)
    assert [week.week_on for week in weeks_to_look_at(head)] == [MONDAYS[0]]
    assert weeks_to_look_at(actor_of(world.other_head, TODAY)) == []
    assert [week.week_on for week in weeks_to_settle(manager)] == [MONDAYS[1]]
    due = [(each.project.code, each.week_on, each.people, each.is_late) for each in weeks_to_enter(manager)]
    assert due == [("STORE", MONDAYS[3], 1, True)]
    assert weeks_to_enter(head) == []
    assert len(weeks_of_person(world.member, TODAY)) == 5


def test_an_evaluation_waits_for_whoever_has_not_confirmed_it(world: World) -> None:
    made = make_evaluation(promised_to(world), manager=world.manager)
    actors = {name: actor_of(getattr(world, name), TODAY) for name in ("head", "manager", "member", "cio")}
    assert evaluations_waiting(actors["head"]) == [made]
    assert [evaluations_waiting(actors[name]) for name in ("manager", "member", "cio")] == [[], [], []]
    made.head, made.head_confirmed_at = world.head, NOW
    session().flush()
    assert evaluations_waiting(actors["member"]) == [made]
    assert evaluations_waiting(actors["head"]) == []


def test_a_span_ends_after_so_many_complete_weeks(world: World) -> None:
    commitment = promised_to(world)
    make_delivery(commitment, MONDAYS[4], "0", world.manager)
    assert kept_share(world.logistics, 4, TODAY).department.weeks == 0
    assert kept_share(world.logistics, 5, TODAY).department.weeks == 1
