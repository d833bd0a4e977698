"""How asks and promises end, and what was given meanwhile."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.commitments import operations
from portal.commitments.models import Commitment, Kind, State
from portal.commitments.tasks import lapse_commitments
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.commitments import by_day, make_commitment, make_counter, terms
from tests.support.times import NOW, TODAY, days

MONDAY = dt.date(2026, 3, 2)


@pytest.fixture
def promised(world: World) -> Commitment:
    """Max Member is promised to STORE, half his week."""
    wanted = terms(person=world.member, valid_from=days(-20))
    return make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=wanted,
        code="STORE-C1",
    )


def test_a_promise_is_fulfilled_missed_or_released_once(world: World, promised: Commitment) -> None:
    operations.fulfil_commitment(promised, by=world.manager, now=NOW, note="On time")
    assert (promised.state, promised.reason) == ("fulfilled", "On time")
    with pytest.raises(Refused, match="Mia Manager marked this as fulfilled on 3 Mar 2026"):
        operations.miss_commitment(promised, reason="No", by=world.manager, now=NOW)
    with pytest.raises(Refused, match="marked this as fulfilled"):
        operations.release_commitment(promised, reason="No", by=world.manager, now=NOW)
    letter = session().scalars(select(Letter)).one()
    assert (letter.template, letter.person_id) == ("commitments/fulfilled", world.head.id)


def test_nobody_judges_a_promise_before_it_begins(world: World) -> None:
    wanted = terms(person=world.member, valid_from=days(1))
    promised = make_commitment(
        world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, wanted=wanted
    )
    with pytest.raises(Refused, match="begins on 4 Mar 2026"):
        operations.miss_commitment(promised, reason="No", by=world.manager, now=NOW)


def test_what_is_promised_for_a_day_can_be_kept_until_that_day(world: World) -> None:
    promised = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        kind=Kind.DELIVERABLE,
        wanted=by_day(valid_to=TODAY),
    )
    with pytest.raises(Refused, match="until then it can still be kept"):
        operations.miss_commitment(promised, reason="No", by=world.manager, now=NOW)
    operations.miss_commitment(
        promised, reason="Not delivered", by=world.manager, now=NOW + dt.timedelta(days=1)
    )
    assert promised.state == State.MISSED


def test_silence_is_never_consent_an_ask_lapses_when_its_end_has_passed(world: World) -> None:
    old = terms(person=world.member, valid_from=days(-9), valid_to=days(-1))
    asked = make_commitment(world.project, requester=world.manager, head=world.head, wanted=old)
    countered = make_commitment(world.project, requester=world.manager, head=world.head)
    make_counter(countered, world.head, old)
    still_open = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(valid_to=TODAY)
    )
    promised = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=old, state=State.CONFIRMED
    )
    session().commit()
    assert (lapse_commitments(NOW), lapse_commitments(NOW)) == (2, 0)
    session().commit()
    states = [row.state for row in (asked, countered, still_open, promised)]
    assert states == ["lapsed", "lapsed", "requested", "confirmed"]
    assert "its end passed on 2026-03-02 without an answer" in history_of(asked)[0].sentence
    told = {(letter.template, letter.person_id) for letter in session().scalars(select(Letter))}
    assert told == {("commitments/lapsed", world.head.id), ("commitments/lapsed", world.manager.id)}
    with pytest.raises(Refused, match="lapsed"):
        operations.confirm_commitment(asked, by=world.head, now=NOW)


def test_hours_are_entered_per_week_and_corrected_visibly(world: World, promised: Commitment) -> None:
    operations.record_delivery(promised, week_on=TODAY, hours=Decimal(12), by=world.member, now=NOW)
    operations.record_delivery(promised, week_on=MONDAY, hours=Decimal(12), by=world.member, now=NOW)
    operations.record_delivery(promised, week_on=MONDAY, hours=Decimal("10.5"), by=world.manager, now=NOW)
    session().commit()
    given = [(delivery.week_on, delivery.hours, delivery.entered_by) for delivery in promised.deliveries]
    assert given == [(MONDAY, Decimal("10.5"), world.manager)]
    told = [entry.sentence for entry in history_of(promised)]
    assert told[0] == (
        "Mia Manager corrected the hours given to STORE-C1 in the week of 2026-03-02: 10.50 instead of 12.00."
    )
    assert len(told) == 2


def test_hours_belong_to_a_week_that_was_promised_and_has_begun(world: World, promised: Commitment) -> None:
    def enter(week_on: dt.date, hours: str = "8") -> None:
        operations.record_delivery(promised, week_on=week_on, hours=Decimal(hours), by=world.member, now=NOW)

    for week_on, sentence in ((days(7), "not begun"), (days(-40), "Nothing was promised")):
        with pytest.raises(Invalid, match=sentence):
            enter(week_on)
    with pytest.raises(Invalid, match="0 to 80"):
        enter(TODAY, "80.5")
    operations.release_commitment(promised, reason="Done", by=world.manager, now=NOW)
    with pytest.raises(Refused, match="released this promise"):
        enter(TODAY)


def test_hours_are_counted_for_people_only(world: World) -> None:
    promised = make_commitment(
        world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, kind=Kind.DECISION
    )
    with pytest.raises(Refused, match="for people only"):
        operations.record_delivery(promised, week_on=TODAY, hours=Decimal(1), by=world.manager, now=NOW)
