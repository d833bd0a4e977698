"""People who answer the same text at the same instant: one counts, the others get a sentence."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.agreements import queries
from portal.agreements.models import Agreement, AgreementAnswer
from portal.assembly import Portal
from portal.commitments.agreed import PURPOSE
from portal.commitments.models import Commitment
from portal.commitments.operations import ask_department
from portal.database import session
from tests.commitments.test_at_the_same_time import Act, all_at_once
from tests.factories.accounts import World
from tests.factories.agreements import as_head, first, make_absence, put
from tests.factories.commitments import terms
from tests.support.times import NOW


def test_head_and_substitute_answer_together_and_one_answer_counts(world: World, app: Portal) -> None:
    make_absence(world.head, world.employee)
    party = first(put(world, as_head(world)))
    session().commit()
    place = f"/agreements/parties/{party.id}/answer"
    acts: list[Act] = [
        (world.head, place, {"answer": "accept"}),
        (world.employee, place, {"answer": "decline", "reason": "No"}),
        (world.head, place, {"answer": "decline", "reason": "From the other telephone"}),
        (world.employee, "/agreements/answers", {"answers": [{"party": party.id, "answer": "accept"}]}),
    ]
    answers = all_at_once(app, acts)
    assert sorted(status for status, _detail in answers) == [200, 409, 409, 409]
    assert all(status == 200 or "has answered this on" in detail for status, detail in answers)
    assert session().scalar(select(func.count()).select_from(AgreementAnswer)) == 1


def test_eight_answers_to_one_ask_lose_nothing(world: World, app: Portal) -> None:
    make_absence(world.head, world.employee)
    asked = ask_department(
        world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member),
        by=world.manager,
        now=NOW,
    )
    session().commit()
    version = queries.newest_version("commitment", asked.id, PURPOSE)
    assert version is not None
    through, place = f"/agreements/parties/{version.parties[0].id}/answer", f"/commitments/{asked.id}"
    acts: list[Act] = [
        (world.head, f"{place}/confirmation", {"seen": version.digest}),
        (world.employee, f"{place}/confirmation", {}),
        (world.head, f"{place}/refusal", {"reason": "No"}),
        (world.employee, through, {"answer": "accept"}),
        (world.head, through, {"answer": "decline", "reason": "No"}),
        (world.manager, f"{place}/withdrawal", {}),
        (world.manager, f"{place}/withdrawal", {"reason": "Too late"}),
        (world.office, f"{place}/withdrawal", {"reason": "Closed"}),
    ]
    answers = all_at_once(app, acts)
    assert sorted(status for status, _detail in answers) == [200] + [409] * 7
    assert all(status == 200 or detail for status, detail in answers)
    session().expire_all()
    commitment = session().get_one(Commitment, asked.id)
    agreement = session().scalars(select(Agreement)).one()
    assert {"confirmed": "agreed", "refused": "declined", "withdrawn": "withdrawn"}[
        commitment.state
    ] == agreement.state
    answered = session().scalar(select(func.count()).select_from(AgreementAnswer))
    assert answered == (0 if commitment.state == "withdrawn" else 1)
