"""Whatever is sent to a form or to the API of steering: never a crash, nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.register.models import ENTRY
from portal.steering.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionState,
    Meeting,
    MeetingState,
    Membership,
    Position,
    SteeringGroup,
)
from portal.steering.silence import NAMES
from tests.factories.steering import Steering, attend, make_decision, make_item, make_meeting, make_position
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

hostile = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TABLES = (SteeringGroup, Membership, Meeting, AgendaItem, Attendance, Decision, Position)
AT_ONCE = 3

PROPOSAL = ("title", "context", "options", "owner", "due_on", "meeting", "version", "act", "kind")
OUTCOME = (
    *("outcome", "grounds", "meeting", "decided_on", "owner", "due_on", "review_on", "version"),
    *("position_{chair}", "reason_{chair}", "position_{deputy}", "reason_999"),
)
SEAT = ("person", "role", "votes", "valid_from", "valid_to", "reason", "version")
MEETING = ("title", "held_on", "held_time", "place", "version")
ITEM = ("title", "note", "minutes_planned", "reason", "direction", "version")
FORMS: dict[str, tuple[str, ...]] = {
    "/groups/new": ("code", "name", "purpose", "quorum", "rule", *NAMES, "project", "programme"),
    "/groups/{group}/edit": ("name", "purpose", "quorum", "rule", *NAMES, "version"),
    "/groups/{group}/members/new": SEAT,
    "/groups/{group}/members/{seat}/end": SEAT,
    "/groups/{group}/meetings/new": MEETING,
    "/groups/{group}/decisions/new": PROPOSAL,
    "/projects/STORE/decisions/new": PROPOSAL,
    "/meetings/{draft}/edit": MEETING,
    "/meetings/{draft}/calling": ("version",),
    "/meetings/{draft}/opening": ("version",),
    "/meetings/{meeting}/closing": ("version",),
    "/meetings/{draft}/agenda": ITEM,
    "/meetings/{draft}/agenda/{item}": ITEM,
    "/meetings/{draft}/agenda/{item}/move": ITEM,
    "/meetings/{draft}/agenda/{item}/removal": ITEM,
    "/meetings/{meeting}/attendance": (
        "presence_{chair}",
        "was_{chair}",
        "presence_999",
        "guest_1",
        "guest_2",
    ),
    "/meetings/{meeting}/minutes": ("minutes", "version"),
    "/meetings/{meeting}/minutes/preview": ("minutes", "version", "once"),
    "/meetings/{meeting}/minutes/approval": ("version",),
    "/decisions/{draft_decision}/edit": PROPOSAL,
    "/decisions/{draft_decision}/proposal": ("version",),
    "/decisions/{proposal}/edit": PROPOSAL,
    "/decisions/{proposal}/position": ("position", "reason", "version"),
    "/decisions/{proposal}/outcome": OUTCOME,
    "/decisions/{proposal}/dropping": ("reason", "version"),
    "/decisions/{unratified}/ratification": ("meeting", "version"),
    "/decisions/{decided}/supersession": PROPOSAL,
    "/decisions/{decided}/implementation": ("outcome", "carried_out_on", "version"),
}
WRITES: dict[tuple[str, str], tuple[str, ...]] = {
    ("POST", "/groups"): FORMS["/groups/new"],
    ("PATCH", "/groups/{group}"): FORMS["/groups/{group}/edit"],
    ("POST", "/groups/{group}/members"): SEAT,
    ("POST", "/groups/{group}/members/{seat}/end"): SEAT,
    ("POST", "/meetings"): ("group", "title", "held_at", "place"),
    ("PATCH", "/meetings/{draft}"): ("title", "held_at", "place", "version"),
    ("POST", "/meetings/{draft}/calling"): ("version",),
    ("POST", "/meetings/{draft}/opening"): ("version",),
    ("POST", "/meetings/{meeting}/closing"): ("version",),
    ("POST", "/meetings/{draft}/agenda"): ITEM,
    ("PATCH", "/meetings/{draft}/agenda/{item}"): ITEM,
    ("POST", "/meetings/{draft}/agenda/{item}/move"): ITEM,
    ("POST", "/meetings/{draft}/agenda/{item}/removal"): ITEM,
    ("POST", "/meetings/{meeting}/attendance"): ("entries",),
    ("PUT", "/meetings/{meeting}/minutes"): ("minutes", "version"),
    ("POST", "/meetings/{meeting}/minutes/approval"): ("version",),
    ("POST", "/decisions"): (*PROPOSAL, "group", "project", "propose"),
    ("PATCH", "/decisions/{draft_decision}"): PROPOSAL,
    ("POST", "/decisions/{draft_decision}/proposal"): ("version",),
    ("POST", "/decisions/{proposal}/positions"): ("position", "reason", "version"),
    ("POST", "/decisions/{proposal}/outcome"): (*OUTCOME[:8], "positions"),
    ("POST", "/decisions/{proposal}/dropping"): ("reason", "version"),
    ("POST", "/decisions/{unratified}/ratification"): ("meeting", "version"),
    ("POST", "/decisions/{decided}/supersession"): (*PROPOSAL, "is_reversal"),
    ("POST", "/decisions/{decided}/implementation"): ("outcome", "carried_out_on", "version"),
}


def subjects(steering: Steering) -> dict[str, int]:
    """One record in each state that an address can name; committed."""
    group = steering.group
    draft, meeting = make_meeting(group, state=MeetingState.DRAFT), make_meeting(group)
    attend(meeting, steering.chair, steering.deputy)
    proposal = make_decision(group=group)
    make_position(proposal, steering.deputy)
    records: dict[str, Any] = {
        "group": group,
        "seat": group.members[-1],
        "draft": draft,
        "meeting": meeting,
        "item": make_item(draft),
        "draft_decision": make_decision(group=group, state=DecisionState.DRAFT),
        "proposal": proposal,
        "unratified": make_decision(group=group, state=DecisionState.NEEDS_RATIFICATION),
        "decided": make_decision(group=group, state=DecisionState.DECIDED),
        "chair": steering.chair,
        "deputy": steering.deputy,
    }
    db.session.commit()
    return {name: record.id for name, record in records.items()}


def counts() -> list[int]:
    tables = [select(func.count()).select_from(table).scalar_subquery() for table in (*TABLES, ENTRY)]
    return list(db.session.execute(select(*tables)).one())


def test_forms_take_anything_without_breaking(steering: Steering, browser: Browser) -> None:
    ids = subjects(steering)
    browser.as_(steering.chair)
    addresses = sorted(FORMS)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        first = data.draw(st.integers(0, len(addresses) - 1))
        for place in range(first, first + AT_ONCE):
            address = addresses[place % len(addresses)]
            names = [name.format(**ids) for name in FORMS[address]]
            sent = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=12))
            before = counts()
            page = browser.post(address.format(**ids), sent)
            assert page.status in {200, 303, 403, 404, 409, 413, 422}, (address, sent, page.status)
            if page.status >= 400:
                assert counts() == before, "nothing is half-stored"

    attack()


def test_the_api_takes_anything_without_breaking(steering: Steering, api: Api) -> None:
    ids = subjects(steering)
    api.as_(steering.chair)
    writes = sorted(WRITES)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        first = data.draw(st.integers(0, len(writes) - 1))
        for place in range(first, first + AT_ONCE):
            method, address = writes[place % len(writes)]
            names = st.sampled_from((*WRITES[method, address], "surprise"))
            body = data.draw(st.one_of(st.dictionaries(names, JSON, max_size=12), JSON))
            before = counts()
            answer = api.open(method, address.format(**ids), body)
            assert answer.status_code in {200, 201, 400, 403, 404, 409, 413, 422}, (address, body)
            if answer.status_code >= 400:
                assert counts() == before, "nothing is half-stored"

    attack()


ASKED = (
    *("q", "state", "group", "project", "owner", "year", "holds", "overdue", "mine", "programme"),
    *("sort", "after", "before", "limit", "meeting"),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(ASKED), VALUES.filter(lambda text: len(text) < 4000)))
def test_addresses_take_anything_without_breaking(
    steering: Steering, browser: Browser, query: dict[str, str]
) -> None:
    browser.as_(steering.secretary)
    place = f"/groups/{steering.group.id}/decisions/new"
    for address in ("/decisions", "/meetings", place):
        assert browser.get(address, query_string=query).status == 200


def test_numbers_that_no_database_holds_are_nobodys(steering: Steering, browser: Browser, api: Api) -> None:
    browser.as_(steering.secretary)
    api.as_(steering.secretary)
    huge = 99999999999999999999
    for address in (
        "groups/{0}",
        "meetings/{0}",
        "decisions/{0}",
        "meetings/{0}/agenda",
        "decisions/{0}/outcome",
    ):
        assert browser.get(f"/{address.format(huge)}").status == 404
    assert browser.get(f"/groups/{steering.group.id}/members/{huge}/end").status in {403, 404}
    assert api.get(f"/decisions/{huge}").status_code == 404
