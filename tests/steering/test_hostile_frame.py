"""Whatever is sent as the frame of a group or as an interest: never a crash, nothing half-stored, no nonsense kept.

One value of a sensible form is broken at a time: what is wrong elsewhere would hide how it is met.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db, session
from portal.register.models import ENTRY
from portal.steering.models import DecisionRule, Interest, QuorumKind, SteeringGroup
from portal.steering.models.states import NEED_WORDS
from tests.factories.accounts import World
from tests.factories.steering import Steering, make_interest
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES
from tests.support.times import days

hostile = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FRAME: dict[str, Any] = {
    "name": "Store steering group",
    "purpose": "Decides.",
    "quorum": "3",
    "quorum_kind": "number",
    "rule": "consent",
    "money_limit": "200000",
    "scope": "Stores",
    "cadence": "Monthly",
    "chair_reason": "",
    "remind_after_days": "2",
    "substitute_after_days": "4",
    "superior_after_days": "6",
    "agenda_after_days": "8",
}
NEARLY = st.sampled_from(
    [
        *(
            "0",
            "-1",
            "101",
            "100",
            "3.5",
            "９",
            "1e9",
            "99999999999999999999",
            "0.005",
            "1,000",
            "12345678901234.56",
        ),
        *(
            "share",
            "number",
            "consent",
            "two_thirds",
            "chair",
            "majority",
            "unanimity",
            "it",
            "business",
            "deputy",
        ),
    ]
)
BROKEN = st.sampled_from([*FRAME, "quorum_needs", "version"]), st.one_of(VALUES, NEARLY)
INTEREST = {"title": "Owns shares of a supplier", "note": "", "valid_from": days(-3).isoformat()}


def counts() -> list[int]:
    tables = [
        select(func.count()).select_from(table).scalar_subquery()
        for table in (SteeringGroup, Interest, ENTRY)
    ]
    return list(db.session.execute(select(*tables)).one())


def sendable(value: Any) -> str:
    """As a form can carry it."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def is_sound(group: SteeringGroup) -> None:
    """Whatever was taken is something that a group can live by."""
    session().expire_all()
    assert group.quorum_kind in set(QuorumKind)
    assert group.rule in set(DecisionRule)
    assert set(group.quorum_needs) <= set(NEED_WORDS)
    assert 0 <= group.quorum <= 100
    assert group.money_limit is None or group.money_limit >= 0


def test_a_groups_frame_is_taken_whole_or_not_at_all(
    steering: Steering, world: World, browser: Browser
) -> None:
    place = f"/groups/{steering.group.id}/edit"
    browser.as_(world.office)

    @hostile
    @given(*BROKEN)
    def attack(name: str, value: str) -> None:
        session().rollback()
        before = counts()
        page = browser.post(place, {**FRAME, "version": str(steering.group.version), name: value})
        assert page.status in {303, 409, 413, 422}, (name, value)
        if page.status != 303:
            assert counts() == before
        is_sound(steering.group)

    attack()


def test_the_frame_by_the_api(steering: Steering, world: World, api: Api) -> None:
    place = f"/groups/{steering.group.id}"
    given_ = {key: int(value) if value.isdecimal() else value for key, value in FRAME.items()}
    api.as_(world.office)
    assert api.open("PATCH", place, {**given_, "version": steering.group.version}).status_code == 200

    @hostile
    @given(BROKEN[0], st.one_of(JSON, NEARLY, st.lists(st.one_of(NEARLY, st.integers()), max_size=4)))
    def attack(name: str, value: Any) -> None:
        session().rollback()
        before = counts()
        answer = api.open("PATCH", place, {**given_, "version": steering.group.version, name: value})
        assert answer.status_code in {200, 400, 409, 413, 422}, (name, value)
        if answer.status_code >= 400:
            assert counts() == before
        is_sound(steering.group)

    attack()


@pytest.mark.parametrize("way", ["form", "api"])
def test_interests_are_declared_whole_or_not_at_all(
    steering: Steering, browser: Browser, api: Api, way: str
) -> None:
    declared = make_interest(steering.group, steering.member)
    session().commit()
    places = (
        f"/groups/{steering.group.id}/interests" + ("/new" if way == "form" else ""),
        f"/groups/{steering.group.id}/interests/{declared.id}/end",
    )
    ended = {"valid_to": days(0).isoformat(), "reason": "Sold."}
    whole = ({**INTEREST, "person": str(steering.member.id)}, ended)
    browser.as_(steering.chair)
    api.as_(steering.chair)

    @hostile
    @given(
        st.integers(0, 1),
        st.sampled_from([*INTEREST, "person", "valid_to", "reason"]),
        st.one_of(JSON, NEARLY),
    )
    def attack(act: int, name: str, value: Any) -> None:
        session().rollback()
        before = counts()
        if way == "form":
            status = browser.post(places[act], {**whole[act], name: sendable(value)}).status
        else:
            status = api.post(places[act], {**whole[act], name: value}).status_code
        assert status in {201, 200, 303, 400, 404, 409, 413, 422}, (act, name, value)
        if status >= 400:
            assert counts() == before

    attack()
