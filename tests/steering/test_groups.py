"""Steering groups: who sits there, from when to when, and what the composition lacks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.register.queries import history_of
from portal.steering import operations
from portal.steering.models import MemberRole, Membership, SteeringGroup
from tests.factories.accounts import World
from tests.factories.steering import Steering, make_group, make_meeting, seat
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def membership(role: str, *, votes: int = 1, until: dt.date | None = None) -> Membership:
    side = {"chair": "business", "deputy": "it"}.get(role, "")
    is_top = role == "chair"
    return Membership(
        role=role,
        votes=votes,
        side=side,
        is_top_executive=is_top,
        valid_from=days(-100),
        valid_to=until,
        person_id=1,
    )


GAPS = [
    ("an empty group", [], 2, ["chair", "deputy", "secretary", "IT", "business", "never be met"]),
    ("complete", [("chair", None), ("deputy", None), ("secretary", None)], 3, []),
    (
        "the chair left yesterday",
        [("chair", -1), ("deputy", None), ("secretary", None)],
        1,
        ["chair", "business"],
    ),
    ("no quorum", [("chair", None), ("deputy", None), ("secretary", None)], 0, ["No quorum is set"]),
]


@pytest.mark.parametrize(
    ("seats", "quorum", "lacks"), [case[1:] for case in GAPS], ids=[case[0] for case in GAPS]
)
def test_what_the_composition_lacks_is_said_in_words(
    seats: list[tuple[str, int | None]], quorum: int, lacks: list[str]
) -> None:
    group = SteeringGroup(quorum=quorum, quorum_kind="number", quorum_needs=[], chair_reason="")
    group.members = [membership(role, until=None if end is None else days(end)) for role, end in seats]
    found = group.gaps(TODAY)
    assert len(found) == len(lacks)
    assert all(word in sentence for word, sentence in zip(lacks, found, strict=True))


def test_the_chair_is_the_top_executive_or_it_is_said_why_not() -> None:
    group = SteeringGroup(quorum=1, quorum_kind="number", quorum_needs=[], chair_reason="")
    group.members = [membership(role) for role in ("chair", "deputy", "secretary")]
    group.members[0].is_top_executive = False
    assert [each for each in group.gaps(TODAY) if "not the top executive" in each]
    group.chair_reason = "The president has delegated it."
    assert group.gaps(TODAY) == []
    group.quorum_needs = ["chair", "it"]
    assert group.gaps(TODAY) == []
    group.members[1].side = "business"
    assert [each for each in group.gaps(TODAY) if "never be met" in each]


def test_a_group_is_made_seats_are_given_and_ended_and_nothing_is_overwritten(
    world: World, browser: Browser
) -> None:
    browser.as_(world.office)
    page = browser.get("/groups/new?project=STORE")
    page = browser.submit(
        page, {"code": "STORE-SG", "name": "Store group", "quorum": "2", "purpose": "Scope."}
    )
    assert (page.status, page.heading) == (200, "Store group")
    assert page.has("There is no chair")
    group = session().query(SteeringGroup).one()
    members = browser.get(f"/groups/{group.id}/members/new")
    chair = {"person": world.sponsor.email, "role": "chair", "valid_from": "2026-01-01"}
    page = browser.submit(members, chair)
    assert page.has("Sun Li 孙丽")
    assert not page.has("There is no chair")
    again = browser.get(f"/groups/{group.id}/members/new")
    assert browser.submit(again, chair).errors["person"]
    second = browser.submit(
        browser.get(f"/groups/{group.id}/members/new"), {**chair, "person": world.cio.email}
    )
    assert second.status == 422
    assert second.has("is the chair at that time")
    held = group.members[0]
    end = browser.get(f"/groups/{group.id}/members/{held.id}/end")
    assert browser.submit(end, {"valid_to": "2025-12-31"}).errors["valid_to"]
    page = browser.submit(end, {"valid_to": days(-1).isoformat(), "reason": "New role"})
    assert page.has("There is no chair")
    assert page.has("Seats that have ended")
    session().refresh(held)
    assert (held.valid_from, held.valid_to) == (dt.date(2026, 1, 1), days(-1))
    events = [entry.event for entry in history_of(group)]
    assert events == ["groups.membership_ended", "groups.member_added", "groups.created"]


def test_the_code_is_taken_once_and_a_group_serves_one_thing(world: World, browser: Browser) -> None:
    make_group(world.project, code="TWICE")
    browser.as_(world.office)
    given = {"name": "x", "quorum": "1", "project": "", "code": "TWICE"}
    assert browser.submit(browser.get("/groups/new"), given).errors["code"]
    unknown = browser.submit(browser.get("/groups/new"), {**given, "code": "NEW", "project": "NOWHERE"})
    assert "no project NOWHERE" in unknown.errors["project"]


def test_nobody_names_themselves(world: World, steering: Steering) -> None:
    seat_of_cio: dict[str, Any] = {"role": "member", "votes": 1, "valid_from": TODAY, "now": NOW}
    with pytest.raises(Refused, match="names themselves"):
        operations.add_member(steering.group, person=world.cio, by=world.cio, **seat_of_cio)
    operations.add_member(steering.group, person=world.cio, by=world.office, **seat_of_cio)
    session().commit()
    with pytest.raises(Invalid):
        operations.add_member(steering.group, person=world.cio, by=world.office, **seat_of_cio)


def test_a_seat_that_ended_stays_ended(world: World, steering: Steering) -> None:
    held = seat(steering.group, world.head, until=days(-10))
    end: dict[str, Any] = {"reason": "", "by": world.office, "now": NOW}
    with pytest.raises(Refused, match="ended already"):
        operations.end_membership(held, valid_to=TODAY, **end)


def test_a_seat_in_a_confidential_group_opens_its_project_and_to_nobody_else(
    world: World, browser: Browser
) -> None:
    group = make_group(world.secret, code="SECRET-SG", name="Merger committee")
    meeting = make_meeting(group, "Due diligence")
    session().commit()
    for who, status in ((world.employee, 404), (world.sponsor, 404), (world.cio, 200), (world.auditor, 200)):
        browser.as_(who)
        assert browser.get(f"/groups/{group.id}").status == status
        assert browser.get(f"/meetings/{meeting.id}").status == status
        assert browser.get("/groups").has("Merger committee") == (status == 200)
        assert browser.get("/meetings").has("Due diligence") == (status == 200)
    operations.add_member(
        group,
        person=world.employee,
        role=MemberRole.MEMBER,
        votes=1,
        valid_from=TODAY,
        by=world.office,
        now=NOW,
    )
    session().commit()
    browser.as_(world.employee)
    assert browser.get(f"/groups/{group.id}").status == 200
    assert browser.get("/projects/SECRET").status == 200
    assert browser.get("/groups?q=merger").has("Merger committee")


def test_an_edit_says_what_changed_and_a_late_one_shows_both_texts(
    steering: Steering, browser: Browser
) -> None:
    browser.as_(steering.chair)
    first, second = (browser.get(f"/groups/{steering.group.id}/edit") for _time in range(2))
    assert browser.submit(first, {"quorum": "4"}).status == 200
    assert dict(history_of(steering.group)[0].details) == {"Before": "Quorum: 3", "After": "Quorum: 4"}
    page = browser.submit(second, {"quorum": "2", "purpose": "Mine"})
    assert page.status == 409
    assert page.has("What you wrote")
    assert page.has("Mine")
    session().refresh(steering.group)
    assert steering.group.quorum == 4
