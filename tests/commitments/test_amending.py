"""A promise in force changes by agreement only; the department may take it back, and everybody sees that."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.commitments import operations, queries, rules
from portal.commitments.capacity import promised_hours
from portal.commitments.models import AmendmentState, Commitment, Side, State
from portal.commitments.versions import version_columns
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.projects.models import AppointmentRole
from tests.factories.accounts import World, make_head, make_person
from tests.factories.commitments import by_day, make_commitment, terms
from tests.factories.projects import make_appointment
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def promise(world: World, **values: object) -> Commitment:
    return make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member),
        **values,  # type: ignore[arg-type]  # columns of any kind
    )


def propose(commitment: Commitment, by: Person, side: Side, share: int = 30) -> None:
    wanted = terms(person=commitment.person, share_percent=share)
    operations.propose_amendment(commitment, terms=wanted, side=side, by=by, now=NOW, note="Things changed")


def letters() -> dict[str, set[str]]:
    """Template → to whom."""
    session().flush()
    found: dict[str, set[str]] = {}
    for template, name in session().execute(select(Letter.template, Letter.name)):
        found.setdefault(template.removeprefix("commitments/"), set()).add(name)
    return found


@pytest.mark.parametrize("side", list(Side))
def test_the_promise_stands_until_the_other_side_accepts(world: World, side: Side) -> None:
    made = promise(world)
    by, other = (world.manager, world.head) if side == Side.PROJECT else (world.head, world.manager)
    propose(made, by, side)
    assert (made.state, made.share_percent, made.amending) == (State.CONFIRMED, 50, side)
    assert letters() == {"amendment_proposed": {other.name}}
    operations.accept_amendment(made, by=other, now=NOW)
    assert (made.state, made.share_percent, made.amending) == (State.CONFIRMED, 30, None)
    assert letters()["amendment_accepted"] == {by.name}
    assert [column["is_current"] for column in version_columns(made)] == [False, True]


def test_a_declined_amendment_leaves_the_promise_as_it_was(world: World) -> None:
    made = promise(world)
    propose(made, world.manager, Side.PROJECT)
    with pytest.raises(Invalid):
        operations.decline_amendment(made, reason="", by=world.head, now=NOW)
    operations.decline_amendment(made, reason="The stock count", by=world.head, now=NOW)
    assert (made.state, made.share_percent, made.amending) == (State.CONFIRMED, 50, None)
    assert [each.state for each in made.amendments] == [AmendmentState.DECLINED]
    assert [column["is_current"] for column in version_columns(made)] == [True, False]
    with pytest.raises(Refused, match="He Lao 何老 declined the other terms"):
        operations.accept_amendment(made, by=world.head, now=NOW)


def test_an_amendment_can_be_taken_back_and_only_one_waits_at_a_time(world: World) -> None:
    made = promise(world)
    propose(made, world.manager, Side.PROJECT)
    with pytest.raises(Refused, match="Mia Manager proposed other terms"):
        propose(made, world.head, Side.DEPARTMENT, share=20)
    operations.withdraw_amendment(made, by=world.manager, now=NOW)
    propose(made, world.head, Side.DEPARTMENT, share=20)
    assert [each.state for each in made.amendments] == ["withdrawn", "open"]


def test_nobody_answers_their_own_other_terms(world: World) -> None:
    made = promise(world)
    manager, head = actor_of(world.manager, TODAY), actor_of(world.head, TODAY)
    propose(made, world.manager, Side.PROJECT)
    assert not rules.answer_amendment(manager, made)
    assert rules.answer_amendment(head, made)
    assert rules.withdraw_amendment(manager, made)
    assert not rules.withdraw_amendment(head, made)
    assert "amend" not in rules.moves_of(head, made)


def test_the_same_terms_are_no_amendment_and_nonsense_is_refused(world: World) -> None:
    made = promise(world)
    with pytest.raises(Invalid, match="count already"):
        propose(made, world.manager, Side.PROJECT, share=50)
    with pytest.raises(Invalid):
        propose(made, world.manager, Side.PROJECT, share=120)


def test_another_person_takes_over_only_when_the_project_agrees(world: World) -> None:
    made = promise(world)
    successor = make_person("Nora New", department=world.logistics)
    operations.hand_over_commitment(
        made, person=successor, side=Side.DEPARTMENT, by=world.head, now=NOW, note="Max moves"
    )
    assert made.person is world.member
    operations.accept_amendment(made, by=world.manager, now=NOW)
    assert made.person is successor
    assert letters()["handed_over"] <= {successor.name, world.member.name}
    with pytest.raises(Invalid, match="does it already"):
        operations.hand_over_commitment(made, person=successor, side=Side.DEPARTMENT, by=world.head, now=NOW)


def test_nobody_from_elsewhere_takes_over(world: World) -> None:
    made = promise(world)
    with pytest.raises(Invalid):
        operations.hand_over_commitment(
            made, person=world.manager, side=Side.DEPARTMENT, by=world.head, now=NOW, note="?"
        )


def test_what_is_agreed_later_changes_no_week_before(world: World) -> None:
    made = promise(world)
    later = NOW + dt.timedelta(days=14)
    monday = TODAY - dt.timedelta(days=TODAY.weekday())
    wanted = terms(person=world.member, share_percent=100)
    operations.propose_amendment(made, terms=wanted, side=Side.DEPARTMENT, by=world.head, now=later)
    operations.accept_amendment(made, by=world.manager, now=later)
    weeks = [promised_hours(made, monday + dt.timedelta(weeks=n)) for n in range(4)]
    assert weeks == [Decimal(16), Decimal(20), Decimal(40), Decimal(40)]


def test_a_promise_that_ends_overtakes_the_terms_that_waited(world: World) -> None:
    made = promise(world)
    propose(made, world.manager, Side.PROJECT)
    operations.release_commitment(made, reason="Done early", by=world.manager, now=NOW)
    assert (made.state, made.amending) == (State.RELEASED, None)
    assert made.amendments[0].state == AmendmentState.OVERTAKEN


def test_a_recall_is_an_act_with_a_reason_that_the_sponsor_reads(world: World, browser: Browser) -> None:
    sponsor = make_person("Sun Sponsor", email="sun@example.org")
    make_appointment(world.project, sponsor, AppointmentRole.SPONSOR)
    made = promise(world)
    with pytest.raises(Invalid):
        operations.recall_commitment(made, reason="", by=world.head, now=NOW)
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{made.id}/recall")
    page = browser.submit(page, {"reason": "The warehouse burns"})
    assert page.has("Recalled by the department")
    assert page.has("The warehouse burns")
    stored = session().get_one(Commitment, made.id)
    assert (stored.state, stored.is_recalled) == (State.RELEASED, True)
    assert {"Sun Sponsor", "Mia Manager"} <= letters()["recalled"]
    overview = browser.as_(world.cio).get(f"/projects/{world.project.code}")
    assert overview.has("Recalled by the department")
    with pytest.raises(Refused, match="He Lao 何老 recalled this promise"):
        operations.release_commitment(stored, reason="?", by=world.manager, now=NOW)


def test_only_the_department_recalls(world: World) -> None:
    made = promise(world)
    for person in (world.manager, world.office, world.member, world.cio, world.other_head):
        assert not rules.recall(actor_of(person, TODAY), made)
    assert rules.recall(actor_of(world.head, TODAY), made)


def test_both_terms_stand_beside_each_other_and_are_answered_there(world: World, browser: Browser) -> None:
    made = promise(world)
    session().commit()
    place = f"/commitments/{made.id}"
    page = browser.as_(world.manager).get(f"{place}/amendments/new")
    page = browser.submit(page, {"share_percent": "80", "note": "The pilot starts earlier"})
    assert page.has("The promise stands as it is")
    desk = browser.as_(world.head).get("/")
    assert desk.has(made.code)
    page = browser.get(f"{place}/amendment")
    assert page.has("The pilot starts earlier")
    assert page.has("Counts now")
    assert page.has("With this, Max Member is promised 80%") or page.has("promised to nobody else")
    assert not page.soup.select("details.answer[open]")
    page = browser.submit(page, {"note": "Yes"}, action="/amendment/acceptance")
    assert page.has("The other terms count from now on.")
    assert page.has("2. Other terms")
    assert session().get_one(Commitment, made.id).share_percent == 80
    assert browser.get(f"{place}/amendment").location == place


def test_known_overload_is_recorded_with_an_amendment(world: World) -> None:
    made = promise(world)
    make_commitment(
        world.secret,
        requester=world.secret_manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, share_percent=40),
    )
    propose(made, world.manager, Side.PROJECT, share=80)
    candidate = queries.people_in_question(made, terms=made.amendments[0].offer.terms())[0]
    assert candidate.is_overload
    operations.accept_amendment(made, by=world.head, now=NOW)
    session().flush()


def test_the_api_walks_the_same_way(world: World, api: Api) -> None:
    made = promise(world)
    other = promise(world)
    session().commit()
    body = {
        "person": world.member.key,
        "share_percent": 20,
        "valid_from": TODAY.isoformat(),
        "valid_to": days(60).isoformat(),
        "statement": "Map the warehouse processes",
        "note": "Less is enough",
    }
    place = f"/commitments/{made.id}"
    proposed = api.as_(world.manager).post(f"{place}/amendments", body)
    assert proposed.status_code == 201
    assert (proposed.json["amending"], proposed.json["share_percent"]) == ("project", 50)
    assert api.post(f"{place}/amendments/acceptance").status_code == 403
    declined = api.as_(world.head).post(f"{place}/amendments/refusal", {"reason": "No"})
    assert declined.json["amendments"][0]["state"] == "declined"
    handed = api.post(f"{place}/hand-over", {"person": world.head.key, "note": "I do it myself"})
    assert handed.status_code == 201
    assert api.post(f"{place}/amendments/withdrawal").json["amending"] is None
    recalled = api.post(f"/commitments/{other.id}/recall", {"reason": "Needed here"})
    assert (recalled.json["state"], recalled.json["is_recalled"]) == ("released", True)


def test_other_terms_wait_on_both_desks(world: World) -> None:
    for side, by, other in (
        (Side.PROJECT, world.manager, world.head),
        (Side.DEPARTMENT, world.head, world.manager),
    ):
        made = promise(world)
        propose(made, by, side)
        session().flush()
        asked, waiting = queries.asked_of, queries.waiting_for_others
        assert made in asked(actor_of(other, TODAY))
        assert made not in asked(actor_of(by, TODAY))
        assert made in waiting(actor_of(by, TODAY))
        assert made not in waiting(actor_of(other, TODAY))
        assert made.waits_since == TODAY


def test_deliverables_can_be_amended_too(world: World) -> None:
    made = make_commitment(
        world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, kind="deliverable"
    )
    wanted = by_day(valid_to=days(45), statement="Clean data")
    operations.propose_amendment(made, terms=wanted, side=Side.DEPARTMENT, by=world.head, now=NOW)
    operations.accept_amendment(made, by=world.manager, now=NOW)
    assert made.valid_to == days(45)


def test_whoever_manages_the_project_today_answers_for_it(world: World) -> None:
    for requester in (None, world.office):
        made = make_commitment(
            world.project,
            requester=requester,
            head=world.head,
            state=State.CONFIRMED,
            wanted=terms(person=world.member),
        )
        propose(made, world.head, Side.DEPARTMENT)
        operations.accept_amendment(made, by=world.manager, now=NOW)
        assert made.share_percent == 30


def test_a_new_head_answers_what_the_project_proposes(world: World) -> None:
    made = promise(world)
    for heading in world.logistics.heads:
        heading.valid_to = TODAY - dt.timedelta(days=1)
    successor = make_person("Nora New", email="nora@example.org", department=world.logistics)
    make_head(world.logistics, successor, since=TODAY)
    session().flush()
    session().expire_all()
    propose(made, world.manager, Side.PROJECT)
    assert rules.answer_amendment(actor_of(successor, TODAY), made)
    assert not rules.answer_amendment(actor_of(world.head, TODAY), made)
    operations.accept_amendment(made, by=successor, now=NOW)
    assert made.share_percent == 30
