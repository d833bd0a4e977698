"""The desk: what is asked of me, what I promised, what I wait for, what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.actions.models import ActionItem
from portal.commitments.models import Kind, State
from portal.database import session
from portal.risks.models import Risk
from portal.steering.models import Decision, Meeting, Membership, SteeringGroup
from tests.factories.accounts import World, make_department
from tests.factories.commitments import by_day, make_commitment, make_counter, terms
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.times import NOW, days


def part(page: Page, place: str) -> str:
    """The words of one part of the desk; nothing if it is not there."""
    found = page.soup.find(id=place)
    return " ".join(found.get_text(" ").split()) if found else ""


def test_what_is_asked_of_the_head_is_answered_on_the_row(world: World, browser: Browser) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    make_commitment(
        world.project, **both, state=State.CONFIRMED, wanted=terms(person=world.member, share_percent=60)
    )
    asked = make_commitment(world.project, **both, wanted=terms(person=world.member), answer_due_on=days(-1))
    session().commit()
    page = browser.as_(world.head).get("/")
    words = part(page, "asked")
    assert "With this, Max Member is promised 110% of the week" in words
    assert "Overdue" in words
    assert page.link("Confirm") == f"/commitments/{asked.id}/confirmation"
    assert page.link("Counter") == f"/commitments/{asked.id}/counter-offer"
    assert page.link("Refuse") == f"/commitments/{asked.id}/refusal"
    assert "60%" in part(page, "promised")


def test_the_asker_sees_whom_they_wait_for_and_offers_to_decide_about(world: World, browser: Browser) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    make_commitment(world.project, **both, wanted=terms(person=world.member), moved_on=days(-9))
    make_commitment(world.project, requester=world.manager, department=make_department("Finance"))
    make_counter(make_commitment(world.project, **both), world.head, terms(person=world.member))
    session().commit()
    page = browser.as_(world.manager).get("/")
    assert "9 days ago" in part(page, "waiting")
    assert "Nobody heads Finance" in part(page, "waiting")
    assert "Person: Max Member instead of none" in part(page, "asked")
    assert "Mia Manager" in part(browser.as_(world.head).get("/"), "waiting")


def test_the_lent_person_sees_what_of_their_time_is_promised(world: World, browser: Browser) -> None:
    wanted = terms(person=world.member)
    make_commitment(
        world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, wanted=wanted
    )
    session().commit()
    assert "STORE" in part(browser.as_(world.member).get("/"), "my-time")


def make_due(world: World) -> None:
    """An action, a decision, a risk and a meeting of the head."""
    group = SteeringGroup(code="SG", name="Steering group", project=world.project, created_at=NOW)
    session().add(group)
    session().flush()
    soon, past = NOW + dt.timedelta(days=2), NOW - dt.timedelta(days=2)
    session().add_all(
        [
            Membership(group=group, person=world.head, valid_from=days(-9)),
            Meeting(code="M-1", group=group, held_at=soon, title="Review of the pilot", state="called"),
            Meeting(code="M-2", group=group, held_at=past, title="Long over", state="called"),
            Meeting(code="M-3", group=group, held_at=soon, title="Not called yet", state="draft"),
            ActionItem(
                code="A-1", title="Name two testers", owner=world.head, due_on=days(-1), created_at=NOW
            ),
            Decision(
                code="D-1",
                title="End double data entry",
                owner=world.head,
                state="decided",
                due_on=days(3),
                created_at=NOW,
            ),
            Risk(
                code="R-1",
                project=world.project,
                title="Scanners come late",
                owner=world.head,
                next_review_on=days(-2),
                created_at=NOW,
            ),
        ]
    )
    session().commit()


def test_what_is_due_and_what_is_next_stands_beside_it(world: World, browser: Browser) -> None:
    make_due(world)
    page = browser.as_(world.head).get("/")
    assert "Name two testers" in part(page, "actions")
    assert "End double data entry" in part(page, "decisions")
    assert "Scanners come late" in part(page, "reviews")
    assert "Review of the pilot" in part(page, "meetings")
    assert not page.has("Long over")
    assert not page.has("Not called yet")
    assert not browser.as_(world.manager).get("/").has("Name two testers")


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("head", "When a project asks your department for people"),
        ("manager", "Ask a department for a person or a skill"),
        ("auditor", "you read everything and change nothing"),
        ("cio", "what they promise stands under Commitments"),
        ("employee", "When your time is promised to a project"),
    ],
)
def test_an_empty_desk_says_what_will_be_here(world: World, browser: Browser, role: str, words: str) -> None:
    page = browser.as_(getattr(world, role)).get("/")
    assert page.has(words)
    assert page.has("Nothing waits for your answer.")


def test_more_than_fits_is_one_link_away(world: World, browser: Browser) -> None:
    for _turn in range(26):
        make_commitment(
            world.project, requester=world.manager, head=world.head, kind=Kind.DECISION, wanted=by_day()
        )
    session().commit()
    page = browser.as_(world.head).get("/")
    assert len(page.soup.select(".ask")) == 25
    assert browser.get(page.link("Everything that is asked of you")).status == 200


def test_the_api_has_the_same_desk(world: World, api: Api) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    make_commitment(
        world.project, **both, state=State.CONFIRMED, wanted=terms(person=world.member, share_percent=60)
    )
    make_commitment(world.project, **both, wanted=terms(person=world.member))
    make_due(world)
    desk = api.as_(world.head).get("/desk").json
    asked = desk["asked_of_me"][0]
    assert asked["sentence"].startswith("Mia Manager (STORE) asks Logistics 物流部 for Max Member")
    assert (asked["overload_percent"], asked["is_overdue"]) == (110, False)
    assert [
        len(desk[name]) for name in ("promised_by_me", "actions", "decisions", "risk_reviews", "meetings")
    ] == [1] * 5
    assert len(api.as_(world.manager).get("/desk").json["i_wait_for"]) == 1
