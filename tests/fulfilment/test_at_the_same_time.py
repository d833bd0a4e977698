"""People who act on the same week at the same instant: nothing is lost, and everybody gets a sentence."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.assembly import Portal
from portal.commitments.models import Commitment, Delivery, State
from portal.database import session
from portal.fulfilment.models import Evaluation, WeekReview
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.factories.fulfilment import make_evaluation, make_review
from tests.support.api import Api
from tests.support.times import NOW, days

MONDAY = dt.date(2026, 2, 23)
Act = tuple[Person, str, dict[str, Any]]


def all_at_once(app: Portal, acts: Sequence[Act]) -> list[tuple[int, str]]:
    """Send these requests together; their status and detail."""
    clients = [Api(app).as_(person) for person, _address, _body in acts]
    session().rollback()  # holds no lock of its own while the others act
    together, answers = threading.Barrier(len(acts)), [(0, "")] * len(acts)

    def send(index: int) -> None:
        _person, address, body = acts[index]
        client, headers = clients[index].client, clients[index].headers
        together.wait(timeout=30)
        response = client.post(f"/api/v1{address}", json=body, headers=headers)
        answers[index] = (response.status_code, (response.json or {}).get("detail", ""))

    threads = [threading.Thread(target=send, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    session().expire_all()
    return answers


def promised(world: World) -> tuple[Commitment, Delivery]:
    commitment = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, valid_from=days(-22)),
    )
    delivery = make_delivery(commitment, MONDAY, "4", world.manager)
    delivery.entered_at = NOW
    session().commit()
    return commitment, delivery


def test_disagreeing_and_correcting_at_the_same_time(world: World, app: Portal) -> None:
    """Whoever comes second is told; a head never disagrees with a figure that they did not see."""
    commitment, _delivery = promised(world)
    place = f"/commitments/{commitment.id}"
    week = {"week_on": MONDAY.isoformat()}
    answers = all_at_once(
        app,
        [
            (world.head, f"{place}/objections", {**week, "hours": 20, "reason": "There", "seen": 4}),
            (world.manager, f"{place}/deliveries", {**week, "hours": 12}),
            (world.member, f"{place}/deliveries", {**week, "hours": 16}),
        ],
    )
    reviews = session().scalars(select(WeekReview)).all()
    delivery = session().scalars(select(Delivery)).one()
    objected = answers[0][0] == 201
    assert objected == (len(reviews) == 1)
    if objected and delivery.hours == 4:
        assert [status for status, _detail in answers[1:]] == [409, 409]
        assert all("He Lao" in detail for _status, detail in answers[1:])
    else:
        assert answers[0][0] == 409
        assert "changed while you looked" in answers[0][1]
    session().commit()
    happened = sum(status == 201 for status, _detail in answers)
    assert len(history_of(commitment)) == happened


def test_of_two_answers_to_a_disagreement_one_counts(world: World, app: Portal) -> None:
    commitment, delivery = promised(world)
    make_review(delivery, world.head, hours="20")
    session().commit()
    place, body = f"/commitments/{commitment.id}/settlements", {"week_on": MONDAY.isoformat()}
    acts = [
        (person, place, {**body, "settlement": settlement})
        for person in (world.manager, world.cio)
        for settlement in ("corrected", "both_stand")
    ]
    answers = all_at_once(app, acts)
    assert sorted(status for status, _detail in answers) == [200, 409, 409, 409]
    assert all("has answered this already" in detail for status, detail in answers if status == 409)
    review = session().scalars(select(WeekReview)).one()
    stored = session().scalars(select(Delivery)).one()
    assert (stored.hours == 20) == (review.settlement == "corrected")


def test_both_sides_confirm_at_the_same_time(world: World, app: Portal) -> None:
    commitment, _delivery = promised(world)
    evaluation = make_evaluation(commitment)
    session().commit()
    place, version = f"/commitments/{commitment.id}/evaluation/confirmation", evaluation.version
    answers = all_at_once(
        app,
        [(world.head, place, {"version": version}), (world.manager, place, {"version": version})],
    )
    stored = session().scalars(select(Evaluation)).one()
    confirmed = [at is not None for at in (stored.head_confirmed_at, stored.manager_confirmed_at)]
    assert confirmed == [status == 200 for status, _detail in answers]
    assert any(confirmed)
