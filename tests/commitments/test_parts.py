"""Terms in parts: half the week until one day, the whole week after it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from portal.commitments import queries
from portal.commitments.capacity import mondays, promised_hours, promises_of
from portal.commitments.models import Commitment, Kind, State
from portal.commitments.operations import ask_department, confirm_commitment, counter_commitment
from portal.commitments.parts import Part
from portal.commitments.terms import TermValues, check_terms
from portal.core.errors import Invalid
from portal.database import session
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.commitments import in_parts, make_commitment, terms
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def part(first: dt.date, last: dt.date, share: int | None = 50, hours: str | None = None) -> Part:
    return Part(first, last, share, Decimal(hours) if hours else None)


def wrong(*parts: Part) -> str:
    said = terms(share_percent=None, parts=parts).for_kind(Kind.STAFFING)
    with pytest.raises(Invalid) as raised:
        check_terms(said, Kind.STAFFING, None, TODAY)
    return str(raised.value.errors["parts"])


def test_the_whole_follows_from_its_parts() -> None:
    whole = in_parts(50, 100)
    assert (whole.valid_from, whole.valid_to, whole.share_percent) == (TODAY, days(59), 100)
    check_terms(whole, Kind.STAFFING, None, TODAY)


def test_the_same_amount_all_the_way_is_one_stretch() -> None:
    whole = in_parts(50, 50, 50)
    assert whole.parts == ()
    assert (whole.valid_from, whole.valid_to, whole.share_percent) == (TODAY, days(89), 50)


def test_parts_come_into_order_by_themselves() -> None:
    late, early = part(days(30), days(60), 100), part(TODAY, days(29))
    assert terms(parts=(late, early)).for_kind(Kind.STAFFING).parts == (early, late)


def test_only_people_are_promised_in_parts() -> None:
    parts = (part(TODAY, days(9)), part(days(10), days(20), 100))
    assert terms(parts=parts).for_kind(Kind.ATTENDANCE).parts == ()


def test_parts_that_cannot_be_meant_are_explained() -> None:
    first = part(TODAY, days(30))
    assert "cannot overlap" in wrong(first, part(days(30), days(60), 100))
    assert "before the beginning" in wrong(first, part(days(60), days(40), 100))
    assert "5 to 100" in wrong(first, part(days(31), days(60), 3))
    assert "5 to 100" in wrong(first, part(days(31), days(60), 101))
    assert "Say how much" in wrong(first, part(days(31), days(60), None))
    assert "not both" in wrong(first, part(days(31), days(60), 50, "20"))
    assert "from which day" in wrong(first, Part(days(31), None, 60, None))
    many = [part(days(3 * n), days(3 * n + 1), 5 + n) for n in range(13)]
    assert "12 parts at most" in wrong(*many)


def test_hours_are_counted_part_by_part_across_the_change_of_the_clocks_and_the_year() -> None:
    autumn = (
        part(dt.date(2026, 10, 19), dt.date(2026, 10, 28), 50),  # the clocks change on 25 October
        part(dt.date(2026, 10, 29), dt.date(2027, 1, 6), None, "10"),
    )
    said = TermValues(parts=autumn).for_kind(Kind.STAFFING)
    weeks = {monday: promised_hours(said, monday) for monday in mondays(said.valid_from, said.valid_to)}  # type: ignore[arg-type]  # both are given
    assert weeks[dt.date(2026, 10, 19)] == 20
    assert weeks[dt.date(2026, 10, 26)] == Decimal("16.00")  # three days of 4 h, two of 2 h
    assert weeks[dt.date(2026, 12, 28)] == 10
    assert weeks[dt.date(2027, 1, 4)] == Decimal("6.00")
    assert len(weeks) == 12


def test_the_load_is_that_of_each_part(world: World) -> None:
    make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=in_parts(50, 100, person=world.member),
    )
    load = queries.load_of([world.member.id], TODAY, days(80))[world.member.id]
    assert [(s.starts_on, s.percent) for s in load.stretches()] == [
        (TODAY, Decimal(50)),
        (days(30), Decimal(100)),
        (days(60), Decimal(0)),
    ]
    half = terms(person=world.member, valid_from=TODAY, valid_to=days(80))
    over = load.overload(promises_of(half))
    assert over is not None
    assert (over.starts_on, over.ends_on, over.percent) == (days(30), days(59), Decimal(150))


def test_an_overload_in_one_part_is_recorded_as_known(world: World) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    make_commitment(
        world.secret, **both, state=State.CONFIRMED, wanted=terms(person=world.member, share_percent=40)
    )
    asked = make_commitment(world.project, **both, wanted=in_parts(50, 80, person=world.member))
    confirm_commitment(asked, by=world.head, now=NOW)
    session().commit()
    known = str(history_of(asked)[0].details)
    assert "120" in known
    assert "90" not in known


def test_a_head_counters_in_parts_and_both_say_so_in_words(world: World, browser: Browser) -> None:
    asked = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/answer")
    offer = {
        "share_percent": "50",
        "valid_to": days(29).isoformat(),
        "part2_to": days(59).isoformat(),
        "part2_share": "100",
        "note": "The stock count comes first",
    }
    page = browser.submit(page, offer, action="/counter-offer")
    assert page.has("50% of the week until 1 Apr 2026, then 100% of the week until 1 May 2026")
    stored = session().get_one(Commitment, asked.id)
    assert stored.parts == (part(TODAY, days(29), 50), part(days(30), days(59), 100))
    page = browser.as_(world.manager).get(f"/commitments/{asked.id}/request-again")
    assert page.soup.select_one("input[name=part2_share]")["value"] == "100"  # type: ignore[index]  # it is there
    assert page.soup.select("details.part[open]")


def test_a_part_without_an_end_is_refused_at_its_field(world: World, browser: Browser) -> None:
    asked = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/counter-offer")
    page = browser.submit(page, {"part2_share": "100"})
    assert page.status == 422
    assert "Part 2" in page.errors["part2_to"]
    assert page.soup.select("details.part[open]")


def test_the_api_takes_and_gives_parts(world: World, api: Api) -> None:
    body = {
        "project": world.project.code,
        "department": world.logistics.code,
        "person": world.member.key,
        "statement": "Map the warehouse processes",
        "parts": [
            {"valid_from": TODAY.isoformat(), "valid_to": days(29).isoformat(), "share_percent": 50},
            {"valid_from": days(40).isoformat(), "valid_to": days(59).isoformat(), "hours_per_week": 36},
        ],
    }
    session().commit()
    made = api.as_(world.manager).post("/commitments", body)
    assert made.status_code == 201, made.json
    assert made.json["share_percent"] == 90
    assert made.json["valid_to"] == days(59).isoformat()
    assert [each["share_percent"] for each in made.json["parts"]] == [50, None]
    assert made.json["parts"][1]["hours_per_week"] == 36


def test_a_letter_keeps_the_parts(world: World) -> None:
    asked = ask_department(
        world.project,
        kind=Kind.STAFFING,
        department=world.logistics,
        terms=terms(person=world.member),
        by=world.manager,
        now=NOW,
    )
    counter_commitment(asked, terms=in_parts(20, 80, person=world.member), by=world.head, now=NOW)
    session().commit()
    assert [offer.parts != () for offer in asked.offers] == [False, True]
