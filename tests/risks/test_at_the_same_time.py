"""People who act on the same register at the same instant."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.assembly import Portal
from portal.database import session
from portal.risks.models import Risk, RiskState
from portal.risks.queries import scores_of
from tests.factories.accounts import World
from tests.factories.risks import make_risk
from tests.support.api import Api

Act = tuple[Person, str, dict[str, Any]]


def all_at_once(app: Portal, acts: list[Act]) -> list[int]:
    """Send these requests together; their status."""
    clients = [Api(app).as_(person) for person, _address, _body in acts]
    session().rollback()  # holds no lock of its own while the others act
    together, answers = threading.Barrier(len(acts)), [0] * len(acts)

    def send(index: int) -> None:
        _person, address, body = acts[index]
        client, headers = clients[index].client, clients[index].headers
        together.wait(timeout=30)
        answers[index] = client.post(f"/api/v1{address}", json=body, headers=headers).status_code

    threads = [threading.Thread(target=send, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_risks_entered_together_get_different_codes(world: World, app: Portal) -> None:
    acts: list[Act] = [
        (person, "/risks", {"project": "STORE", "title": f"Risk {number}"})
        for number, person in enumerate([world.manager, world.office, world.cio, world.administrator])
    ]
    assert all_at_once(app, acts) == [201] * 4
    codes = session().scalars(select(Risk.code).order_by(Risk.code)).all()
    assert codes == ["STORE-R1", "STORE-R2", "STORE-R3", "STORE-R4"]


def test_of_two_acceptances_one_counts(world: World, app: Portal) -> None:
    risk = make_risk(world.project, owner=world.member)
    session().commit()
    risk_id, place = risk.id, f"/risks/{risk.id}"
    acts: list[Act] = [
        (world.sponsor, f"{place}/acceptance", {"reason": "Fine."}),
        (world.cio, f"{place}/acceptance", {"reason": "Fine too."}),
    ]
    assert sorted(all_at_once(app, acts)) == [200, 409]
    session().expire_all()
    stored = session().get_one(Risk, risk_id)
    assert stored.state == RiskState.ACCEPTED
    assert stored.accepted_by_id in {world.sponsor.id, world.cio.id}


def test_reviews_of_one_moment_are_all_kept(world: World, app: Portal) -> None:
    """Without a version nobody overwrites anybody: a review is a line of its own."""
    risk = make_risk(world.project, owner=world.member)
    session().commit()
    risk_id, body = risk.id, {"verdict": "on_track", "comment": "Seen.", "probability": 2, "impact": 2}
    people = [world.member, world.manager, world.cio]
    assert all_at_once(app, [(person, f"/risks/{risk_id}/reviews", body) for person in people]) == [201] * 3
    session().expire_all()
    stored = session().get_one(Risk, risk_id)
    assert len(scores_of(stored)) == 4
