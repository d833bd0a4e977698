"""Only a new decision takes the place of an old one, and the chain stays visible on both."""

from __future__ import annotations

import pytest

from portal.core.errors import Refused
from portal.database import session
from portal.register.queries import history_of
from portal.steering import operations, queries
from portal.steering.models import Decision
from tests.factories.accounts import World
from tests.factories.steering import Steering, attend, make_decision, make_meeting
from tests.steering.doing import settle, supersede
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW


def decide(steering: Steering, decision: Decision) -> Decision:
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    return settle(decision, meeting, steering.secretary)


@pytest.fixture
def old(world: World, steering: Steering) -> Decision:
    decided = make_decision("All shops at once", group=steering.group, state="decided", owner=world.head)
    session().commit()
    return decided


def test_the_old_one_holds_until_the_new_one_is_decided(steering: Steering, old: Decision) -> None:
    later = supersede(old, steering.secretary)
    assert (old.holds, later.state, later.supersedes) == (True, "proposed", old)
    assert (later.group, later.project) == (old.group, old.project)
    decide(steering, later)
    session().commit()
    assert (old.state, old.holds, old.successor) == ("superseded", False, later)
    assert history_of(old)[0].event == "decisions.superseded"


def test_a_reversal_says_so_and_without_quorum_changes_nothing_yet(steering: Steering, old: Decision) -> None:
    later = supersede(old, steering.secretary, is_reversal=True)
    thin = make_meeting(steering.group, held_at=NOW)
    settle(later, thin, steering.secretary)
    assert (later.state, old.state) == ("needs_ratification", "decided")
    full = make_meeting(steering.group)
    attend(full, steering.chair, steering.deputy, steering.member)
    operations.ratify(later, meeting=full, by=steering.secretary, now=NOW, today=NOW.date())
    assert (later.state, old.state) == ("decided", "reversed")


def test_who_comes_late_is_sent_to_the_newest(steering: Steering, old: Decision) -> None:
    second = decide(steering, supersede(old, steering.secretary, "Second"))
    third = decide(steering, supersede(second, steering.secretary, "Third"))
    session().commit()
    with pytest.raises(Refused, match=rf"{third.code} Third took its place"):
        supersede(old, steering.secretary)
    with pytest.raises(Refused, match="does not hold yet"):
        supersede(make_decision(group=steering.group), steering.secretary)
    session().rollback()
    assert [each.title for each in queries.chain_of(second)] == ["All shops at once", "Second", "Third"]
    with statements() as seen:
        queries.chain_of(third)
    assert len(seen) == 1


def test_of_two_proposals_that_supersede_the_same_the_second_is_refused(
    steering: Steering, old: Decision
) -> None:
    one, other = supersede(old, steering.secretary, "One"), supersede(old, steering.secretary, "Other")
    decide(steering, one)
    session().commit()
    with pytest.raises(Refused, match="One took its place"):
        decide(steering, other)
    session().rollback()
    assert (other.state, old.successor) == ("proposed", one)


def test_the_page_leads_from_the_old_one_to_the_new_one_and_back(
    steering: Steering, old: Decision, browser: Browser
) -> None:
    browser.as_(steering.secretary)
    page = browser.get(f"/decisions/{old.id}/supersession")
    assert browser.submit(page, {"title": "No roll-out before a pilot"}).status == 422, (
        "nothing is chosen for you"
    )
    page = browser.submit(page, {"kind": "reverse", "title": "No roll-out before a pilot"})
    assert page.status == 200
    assert page.has("Once this is decided, it reverses")
    later = session().get(Decision, int(page.address.rsplit("/", 1)[-1]))
    assert later is not None
    decide(steering, later)
    session().commit()
    page = browser.get(f"/decisions/{old.id}")
    assert page.has("This decision no longer holds")
    assert page.has("No longer holds")
    assert page.link(f"{later.code} No roll-out before a pilot") == f"/decisions/{later.id}"
    page = browser.get(f"/decisions/{later.id}")
    assert page.link("All shops at once") == f"/decisions/{old.id}"
    assert browser.get(f"/decisions/{old.id}/supersession").status == 409
