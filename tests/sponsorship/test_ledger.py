"""What counts in a sponsor's ledger, who sees it from which day, and that nothing in it is lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.agreements.queries import open_parties
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.escalation.models import SilenceNotice, SilenceStep
from portal.projects.models import AppointmentRole
from portal.sponsorship import months, operations
from portal.sponsorship.ledger import Ledger, ledger_of
from portal.sponsorship.models import SponsorAct
from portal.sponsorship.picture import picture_of
from portal.sponsorship.waiting import waiting_for
from portal.steering.models import DecisionState, MeetingState
from tests.factories.accounts import World, appoint, make_person
from tests.factories.mandates import make_in_force, make_put, make_signed
from tests.factories.sponsorship import enter, ledger_subject
from tests.factories.steering import attend, make_decision, make_meeting, make_position, make_steering
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

FEBRUARY = dt.datetime(2026, 2, 10, 9, 0, tzinfo=dt.UTC)
JANUARY = dt.datetime(2026, 1, 13, 9, 0, tzinfo=dt.UTC)


def read(world: World, reader: Person, today: dt.date = TODAY) -> Ledger:
    return ledger_of(ledger_subject(world.project, world.sponsor), actor_of(reader, today))


def place_of(world: World) -> str:
    return f"/projects/STORE/sponsorship/{world.sponsor.id}"


def months_of(ledger: Ledger) -> dict[str, tuple[int, int]]:
    return {f"{each.first:%Y-%m}": (each.present, each.invited) for each in ledger.months}


def make_meetings(world: World) -> None:
    """January: there for two hours; February: called and away; a meeting that was only called says nothing."""
    group = make_steering(world).group
    closed = {"opened_at": JANUARY, "closed_at": JANUARY + dt.timedelta(hours=2)}
    there = make_meeting(group, held_at=JANUARY, state=MeetingState.APPROVED, **closed)
    attend(there, world.sponsor, world.member)
    missed = make_meeting(group, held_at=FEBRUARY, state=MeetingState.CLOSED)
    attend(missed, world.member)
    make_meeting(group, held_at=FEBRUARY, state=MeetingState.CALLED)
    made = {"group": group, "state": DecisionState.DECIDED}
    here = [{"person_id": world.sponsor.id, "presence": "present"}]
    make_decision("With", **made, meeting=there, present=here, decided_on=JANUARY.date())
    make_decision("Without", **made, meeting=missed, present=[], decided_on=FEBRUARY.date())
    in_writing = make_decision("In writing", group=group)
    make_position(in_writing, world.sponsor)
    in_writing.outcome, in_writing.decided_on = "Yes.", FEBRUARY.date()
    in_writing.state = DecisionState.DECIDED
    session().flush()


def test_presence_and_decisions_are_counted_from_the_records(world: World) -> None:
    make_meetings(world)
    ledger = read(world, world.sponsor)
    seen = months_of(ledger)
    assert seen["2026-01"] == (1, 1)
    assert seen["2026-02"] == (0, 1)
    assert [int(ledger.total(name)) for name in ("decided_with", "decided")] == [2, 3]
    january = next(each for each in ledger.months if each.first == dt.date(2026, 1, 1))
    assert january.hours == Decimal("2.0")
    words = " ".join(picture_of(ledger.months).sentences)
    assert "Jan 2026: present at 1 of 1 meetings." in words


def test_a_month_is_the_sponsors_alone_for_a_week(world: World) -> None:
    make_meetings(world)
    for day, newest in (
        (TODAY, "2026-01"),
        (dt.date(2026, 3, 7), "2026-01"),
        (dt.date(2026, 3, 8), "2026-02"),
    ):
        assert max(months_of(read(world, world.cio, day))) == newest
        assert max(months_of(read(world, world.sponsor, day))) == "2026-03"
    assert months.shown_until(dt.date(2026, 1, 8)) == dt.date(2025, 12, 31)
    assert [each.first.month for each in read(world, world.sponsor).alone] == [2, 3]
    cio = read(world, world.cio)
    assert [each.on for each in cio.sittings] == [JANUARY.date()]
    assert all(each.on <= dt.date(2026, 1, 31) for each in cio.decisions)


def test_what_the_manager_enters_counts_when_the_sponsor_has_confirmed_it(world: World) -> None:
    act = enter(world.project, world.sponsor, by=world.manager)
    assert act.waits
    assert not read(world, world.sponsor).total("by_hand")
    assert read(world, world.sponsor).last is None
    operations.confirm_act(act, by=world.sponsor, now=NOW)
    ledger = read(world, world.sponsor)
    assert [ledger.total(name) for name in ("by_hand", "hours")] == [Decimal(1), Decimal(1)]
    assert ledger.last is not None
    assert ledger.last.days == 0
    with pytest.raises(Refused):
        operations.confirm_act(act, by=world.sponsor, now=NOW)


def test_a_correction_takes_the_place_and_the_earlier_entry_stays(world: World) -> None:
    act = enter(world.project, world.sponsor, by=world.manager)
    changed = {"kind": "visit", "on": days(-3), "with_whom": "Nanjing stores", "minutes": None, "note": ""}
    signed = {"by": world.sponsor, "now": NOW, "today": TODAY}
    made = operations.correct_act(act, **changed, reason="It was a visit.", **signed)
    session().flush()
    assert (act.standing, made.standing, made.corrects_id) == ("corrected", "confirmed", act.id)
    ledger = read(world, world.sponsor)
    assert {each.id for each in ledger.acts} == {act.id, made.id}
    assert ledger.total("by_hand") == 1
    operations.strike_act(made, reason="It was put off.", by=world.sponsor, now=NOW)
    assert read(world, world.sponsor).total("by_hand") == 0
    with pytest.raises(Refused):
        operations.correct_act(act, **changed, reason="Again", **signed)


def test_what_stands_there_is_neither_changed_nor_deleted(world: World) -> None:
    act = enter(world.project, world.sponsor, by=world.sponsor)
    session().commit()
    for statement in (
        update(SponsorAct).values(note="Rewritten"),
        update(SponsorAct).values(confirmed_at=None),
        delete(SponsorAct),
    ):
        with pytest.raises(DBAPIError, match="only grows"):
            session().execute(statement)
        session().rollback()
    assert session().get(SponsorAct, act.id) is not None


def test_days_that_cannot_be_are_refused(world: World) -> None:
    late = make_person("Later Sponsor")
    appoint(world.project, late, AppointmentRole.SPONSOR, since=days(-10))
    session().expire(world.project)
    for sponsor, day in ((world.sponsor, days(1)), (late, days(-11))):
        with pytest.raises(Invalid):
            enter(world.project, sponsor, by=world.manager, on=day)


def test_the_promise_of_the_mandate_is_hours_for_the_days_on_which_it_held(world: World) -> None:
    mandate = make_in_force(world, sponsor_percent=10)
    assert mandate.in_force_on == TODAY
    last = dt.date(2026, 3, 31)
    ledger = ledger_of(ledger_subject(world.project, world.sponsor), actor_of(world.sponsor, last))
    march = ledger.months[-1]
    assert march.promised == (Decimal(40) * 29 * 10 / 100 / 7).quantize(Decimal("0.1"))
    assert ledger.months[-2].promised is None
    assert (march.signed, march.answered) == (1, 1)


def test_what_waits_is_named_with_its_day_and_hidden_where_it_is_not_for_the_reader(world: World) -> None:
    signed = make_signed(world)
    group = make_steering(world).group
    charged = {"state": DecisionState.DECIDED, "owner": world.sponsor, "due_on": days(-1)}
    make_decision("Carry out", group=group, **charged)
    make_decision("Where do you stand?", group=group)
    enter(world.project, world.sponsor, by=world.manager)
    party = _open_party(signed.id)
    step = SilenceStep(party_id=party, step="superior", taken_on=days(-2), taken_at=NOW)
    session().add(step)
    session().flush()
    session().add(SilenceNotice(step_id=step.id, person_id=world.sponsor.id, is_named=True))
    session().flush()
    for reader, entry in ((world.sponsor, "One-to-one"), (world.employee, "An entry in the ledger")):
        rows = waiting_for(world.sponsor, [world.project], actor_of(reader, TODAY))
        kinds = {each.kind: each for each in rows}
        assert set(kinds) == {"decision", "position", "told", "entry"}
        assert (kinds["told"].since, kinds["told"].days(TODAY)) == (days(-2), 2)
        assert kinds["entry"].title == entry
        assert bool(kinds["entry"].address) == (reader is world.sponsor)


def _open_party(mandate_id: int) -> int:
    found = open_parties(purpose=None)
    return next(each.id for each in found if each.department_id and each.agreement.subject_id == mandate_id)


def test_a_signature_waits_for_the_sponsor_and_everybody_sees_since_when(
    world: World, browser: Browser, api: Api
) -> None:
    make_put(world)
    session().commit()
    page = browser.as_(world.employee).get("/projects/STORE/sponsorship")
    assert page.has("Signature or answer")
    assert not page.has("Open the ledger")
    listed = api.as_(world.employee).get("/projects/STORE/sponsorship").json["items"]
    assert [each["kind"] for each in listed[0]["waiting"]] == ["answer"]
    assert browser.get(place_of(world)).status == 403
    assert api.get(place_of(world)).status_code == 403
    desk = browser.as_(world.sponsor).get("/")
    assert desk.has("Waits on you as sponsor")
    assert browser.get("/sponsorship").has("Signature or answer")


def test_the_sponsor_corrects_what_the_manager_entered_and_comments_before_others_see_it(
    world: World, browser: Browser, api: Api
) -> None:
    place = place_of(world)
    browser.as_(world.manager)
    page = browser.submit(
        browser.get(f"{place}/acts/new"),
        {"kind": "briefing", "on": "2026-02-20", "note": "The board was briefed."},
    )
    assert page.has("Waits for the sponsor's word")
    assert browser.get(place).status == 403
    page = browser.as_(world.sponsor).get(place)
    assert page.has("Feb 2026 is yours alone until")
    page = browser.submit(browser.get(page.link("Confirm or correct")))
    assert page.has("The sponsor's word")
    page = browser.submit(
        browser.get(f"{place}/comments/new"),
        {"month_on": "2026-02-01", "words": "I was in hospital for a week."},
    )
    assert page.has("I was in hospital for a week.")
    for reader in (world.cio, world.office, world.auditor):
        assert not browser.as_(reader).get(place).has("The board was briefed.")
        assert not browser.get(place).has("hospital")
    with time_machine.travel(NOW + dt.timedelta(days=5), tick=False):
        later = browser.as_(world.cio).get(place)
        assert later.has("The board was briefed.")
        assert later.has("hospital")
        told = api.as_(world.auditor).get(place).json
        assert told["months"][-1]["acts"]["briefing"] == 1
        late = api.as_(world.sponsor).post(f"{place}/acts", {"kind": "visit", "on": "2026-02-25"})
        assert late.status_code == 201
        assert browser.as_(world.cio).get(place).has("after the month was shown")
    browser.as_(world.employee)
    assert not browser.get("/projects/STORE").has("The board was briefed.")


def test_a_ledger_takes_as_many_statements_with_thirty_entries_as_with_three(
    world: World, browser: Browser
) -> None:
    make_meetings(world)
    seen = []
    browser.as_(world.sponsor)
    for count in (3, 27):
        for number in range(count):
            enter(world.project, world.sponsor, by=world.manager, on=days(-number), note=f"Talk {number}")
        session().commit()
        browser.get(place_of(world))
        with statements() as found:
            assert browser.get(place_of(world)).status == 200
        seen.append(len(found))
    assert seen[0] == seen[1]
