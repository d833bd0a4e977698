"""People who act on the same commitment at the same instant: one wins, the others get a sentence."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.assembly import Portal
from portal.commitments import operations
from portal.commitments.models import AmendmentState, Commitment, Offer, Side, State
from portal.database import session
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, terms
from tests.support.api import Api
from tests.support.times import NOW, TODAY, days

Act = tuple[Person, str, dict[str, Any]]


def all_at_once(app: Portal, acts: list[Act]) -> list[tuple[int, str]]:
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
    return answers


def counter_body(person: Person, share: int) -> dict[str, Any]:
    return {
        "person": person.key,
        "share_percent": share,
        "valid_from": TODAY.isoformat(),
        "valid_to": days(60).isoformat(),
        "statement": "Map the warehouse processes",
    }


def test_of_four_answers_at_the_same_time_one_counts_and_three_are_told_why_not(
    world: World, app: Portal
) -> None:
    asked = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    session().commit()
    place, commitment_id = f"/commitments/{asked.id}", asked.id
    acts: list[Act] = [
        (world.head, f"{place}/confirmation", {}),
        (world.head, f"{place}/refusal", {"reason": "No"}),
        (world.head, f"{place}/counter-offer", counter_body(world.member, 30)),
        (world.head, f"{place}/confirmation", {"note": "From the other telephone"}),
    ]
    answers = all_at_once(app, acts)
    assert sorted(status for status, _detail in answers) == [200, 409, 409, 409]
    for status, detail in answers:
        assert status == 200 or "He Lao 何老" in detail
    session().expire_all()
    stored = session().get_one(Commitment, commitment_id)
    assert stored.state != "requested"
    assert session().scalar(select(func.count()).select_from(Offer)) == (
        2 if stored.state == "countered" else 1
    )


def test_asks_made_at_the_same_time_get_different_codes(world: World, app: Portal) -> None:
    session().commit()
    body = {**counter_body(world.member, 20), "project": "STORE", "department": "LOG"}
    answers = all_at_once(app, [(world.manager, "/commitments", body) for _turn in range(4)])
    assert [status for status, _detail in answers] == [201] * 4
    codes = set(session().scalars(select(Commitment.code)))
    assert codes == {f"STORE-C{number}" for number in range(1, 5)}


def promised(world: World) -> Commitment:
    """A promise in force, and other terms of the project that wait for the department."""
    made = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member),
    )
    wanted = terms(person=world.member, share_percent=30)
    operations.propose_amendment(made, terms=wanted, side=Side.PROJECT, by=world.manager, now=NOW)
    session().commit()
    return made


def test_eight_people_act_on_one_promise_and_nothing_is_lost(world: World, app: Portal) -> None:
    made = promised(world)
    place, number = f"/commitments/{made.id}", made.id
    other = {**counter_body(world.member, 70), "note": "Something else"}
    acts: list[Act] = [
        (world.head, f"{place}/amendments/acceptance", {}),
        (world.head, f"{place}/amendments/refusal", {"reason": "No"}),
        (world.manager, f"{place}/amendments/withdrawal", {}),
        (world.head, f"{place}/amendments", other),
        (world.office, f"{place}/amendments", other),
        (world.head, f"{place}/hand-over", {"person": world.head.key, "note": "I do it"}),
        (world.head, f"{place}/recall", {"reason": "Needed here"}),
        (world.manager, f"{place}/release", {"reason": "Done early"}),
    ]
    answers = all_at_once(app, acts)
    assert {status for status, _detail in answers} <= {200, 201, 403, 409}
    assert all(detail for status, detail in answers if status >= 400)
    session().expire_all()
    stored = session().get_one(Commitment, number)
    ended = [status for status, _detail in answers[6:] if status == 200]
    assert len(ended) == 1
    assert stored.state == State.RELEASED
    assert stored.amending is None
    assert AmendmentState.OPEN not in {each.state for each in stored.amendments}
    proposals = sum(status == 201 for status, _detail in answers)
    assert len(stored.offers) == 2 + proposals
    assert len(stored.amendments) == 1 + proposals
    assert [offer.number for offer in stored.offers] == list(range(1, 3 + proposals))
