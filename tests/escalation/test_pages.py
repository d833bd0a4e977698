"""The times are set in the group's form and its API, and everybody reads what follows when."""

from __future__ import annotations

import datetime as dt

from portal.commitments import operations
from portal.database import session
from portal.register.queries import history_of
from portal.steering.models import SteeringGroup
from portal.steering.silence import NAMES, USUAL
from tests.escalation.conftest import Later, ask
from tests.factories.accounts import World
from tests.factories.steering import make_group, make_meeting
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, days


def times(group: SteeringGroup) -> tuple[int, ...]:
    session().expire_all()
    return tuple(getattr(group, name) for name in NAMES)


def test_a_new_group_begins_with_the_times_of_the_organization(world: World, browser: Browser) -> None:
    page = browser.as_(world.office).get("/groups/new?project=STORE")
    page = browser.submit(page, {"code": "STORE-SG", "name": "Store group"})
    assert page.status == 200
    assert times(session().query(SteeringGroup).one()) == tuple(USUAL.stored().values())
    for words in ("When nobody answers", "1 day after", "10 days after", "Silence is never consent"):
        assert page.has(words)


def test_the_times_are_changed_in_the_form_and_the_change_is_recorded(world: World, browser: Browser) -> None:
    group = make_group(world.project)
    session().commit()
    page = browser.as_(world.office).get(f"/groups/{group.id}/edit")
    page = browser.submit(page, {"remind_after_days": "0", "agenda_after_days": "21"})
    assert page.has("on the same day")
    assert times(group) == (0, 3, 5, 21)
    assert history_of(group)[0].event == "groups.edited"


def test_steps_out_of_order_are_refused_at_the_field(world: World, browser: Browser) -> None:
    group = make_group(world.project)
    session().commit()
    form = browser.as_(world.office).get(f"/groups/{group.id}/edit")
    page = browser.submit(form, {"superior_after_days": "3"})
    assert page.status == 422
    assert page.has("This step comes after the one before it: more than 3 days.")
    page = browser.submit(form, {"agenda_after_days": "91"})
    assert page.status == 422
    assert times(group) == (1, 3, 5, 10)


def test_the_api_takes_gives_and_refuses_the_same(world: World, api: Api) -> None:
    api.as_(world.office)
    made = api.post("/groups", {"code": "SG", "name": "Group", "quorum": 2, "agenda_after_days": 30})
    assert made.status_code == 201
    assert [made.json[name] for name in NAMES] == [1, 3, 5, 30]
    place = f"/groups/{made.json['id']}"
    frame = {"name": "Group", "quorum": 2, "version": made.json["version"]}
    for wrong in ({"remind_after_days": 4}, {"agenda_after_days": 91}, {"superior_after_days": "soon"}):
        assert api.patch(place, {**frame, **wrong}).status_code == 422
    assert [api.get(place).json[name] for name in NAMES] == [1, 3, 5, 30]
    changed = api.patch(place, {**frame, "remind_after_days": 2})
    assert [changed.json[name] for name in NAMES] == [2, 3, 5, 10]


def test_a_commitments_page_says_what_follows_on_which_day(
    world: World, browser: Browser, later: Later
) -> None:
    group = make_group(world.project, name="Store board")
    meeting = make_meeting(group, "Spring sitting", state="called", held_at=NOW + dt.timedelta(days=30))
    asked = ask(world)
    place = f"/commitments/{asked.id}"
    page = browser.as_(world.employee).get(place)
    for words in (
        "If nobody answers",
        "Mar 4, 2026: a reminder",
        "Mar 8, 2026: the superior and the sponsor",
    ):
        assert page.has(words) or page.has(words.replace("Mar 4,", "4 Mar").replace("Mar 8,", "8 Mar"))
    assert page.has("These are the times of Store board, the same for everybody.")
    later(1), later(5), later(10)
    page = browser.get(place)
    assert page.has("A reminder went out on")
    assert page.has("The superior and the sponsor were told on")
    assert page.has("Spring sitting")
    assert browser.get(f"/meetings/{meeting.id}").has(f"No answer: {asked.code}")
    operations.refuse_commitment(asked, reason="No", by=world.head, now=NOW + dt.timedelta(days=11))
    session().commit()
    assert not browser.get(place).has("If nobody answers")


def test_a_hidden_group_is_not_named_to_who_is_asked(world: World, browser: Browser) -> None:
    make_group(world.secret, name="Merger board")
    asked = ask(world, world.secret)
    world.logistics.heads[0].valid_to = days(-1)
    page = browser.as_(world.member).get(f"/commitments/{asked.id}")
    assert page.has("If nobody answers")
    assert not page.has("Merger board")


def test_the_panel_costs_a_fixed_number_of_statements(world: World, browser: Browser, later: Later) -> None:
    asked = ask(world)
    browser.as_(world.manager)

    def cost() -> int:
        browser.get(f"/commitments/{asked.id}")
        with statements() as seen:
            browser.get(f"/commitments/{asked.id}")
        return len(seen)

    before = cost()
    later(1), later(5)
    assert cost() <= before + 1
