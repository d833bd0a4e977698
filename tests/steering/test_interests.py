"""Conflicts of interest: declared, shown before each decision, ended, never deleted."""

from __future__ import annotations

from portal.database import session
from portal.register.queries import history_of
from portal.steering import queries
from tests.factories.accounts import World
from tests.factories.steering import Steering, make_decision, make_interest
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import TODAY, days


def test_a_member_declares_and_everybody_sees_it_before_they_decide(
    world: World, steering: Steering, browser: Browser
) -> None:
    decision = make_decision(group=steering.group)
    session().commit()
    place = f"/groups/{steering.group.id}"
    browser.as_(steering.member)
    form = browser.get(f"{place}/interests/new")
    assert not form.has(steering.deputy.name), "nobody declares for others who does not prepare the group"
    page = browser.submit(form, {"title": "Her brother sells tills 亲属供货", "valid_from": "2026-01-01"})
    assert page.has("Her brother sells tills 亲属供货")
    assert history_of(steering.group)[0].event == "groups.interest_declared"
    browser.as_(steering.secretary)
    page = browser.get(f"/decisions/{decision.id}/outcome")
    assert page.has(f"{steering.member.name}: Her brother sells tills 亲属供货")
    (interest,) = queries.interests_of(steering.group, TODAY)
    end = browser.get(f"{place}/interests/{interest.id}/end")
    assert browser.submit(end, {"valid_to": days(-9999).isoformat()}).errors["valid_to"]
    page = browser.submit(end, {"valid_to": days(-1).isoformat(), "reason": "He left."})
    assert page.has("Nobody has declared an interest")
    session().expire_all()
    assert interest.valid_to == days(-1)
    assert browser.post(f"{place}/interests/{interest.id}/end", {"valid_to": TODAY.isoformat()}).status == 409


def test_nobody_outside_declares_or_ends(world: World, steering: Steering, browser: Browser) -> None:
    interest = make_interest(steering.group, steering.member)
    session().commit()
    place = f"/groups/{steering.group.id}/interests"
    for who, status in ((world.employee, 403), (steering.other, 403), (steering.member, 200)):
        assert browser.as_(who).get(f"{place}/{interest.id}/end").status == status
    assert browser.as_(world.employee).get(f"{place}/new").status == 403


def test_the_api_has_the_same_rules(world: World, steering: Steering, api: Api) -> None:
    place = f"/groups/{steering.group.id}/interests"
    given = {"title": "Leads a department that gains", "valid_from": "2026-01-01"}
    api.as_(steering.member)
    assert api.post(place, {**given, "person": steering.chair.email}).status_code == 422
    made = api.post(place, given)
    assert (made.status_code, made.get_json()["person"]["name"]) == (201, steering.member.name)
    api.as_(steering.chair)
    assert api.post(place, {**given, "person": world.head.email}).status_code == 422, "no seat"
    assert api.post(place, {**given, "person": steering.member.email, "title": ""}).status_code == 422
    ended = api.post(f"{place}/{made.get_json()['id']}/end", {"valid_to": "2026-03-01"})
    assert ended.get_json()["valid_to"] == "2026-03-01"
    assert api.post(f"{place}/{made.get_json()['id']}/end", {"valid_to": "2026-03-02"}).status_code == 409
    assert len(api.get(place).get_json()["items"]) == 1
