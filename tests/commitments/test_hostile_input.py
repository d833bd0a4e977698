"""Whatever is sent to the forms and the API: an answer below 500, and nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.commitments import operations
from portal.commitments.models import Commitment, Kind, Offer, Side, State
from portal.database import session
from portal.register.queries import current_size
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, terms
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

LIMITS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NASTY = st.sampled_from(
    [
        *("", " ", "\x00", "a\x00b", "\x1b[31m", "\u202eevil", "\u200b", "💥" * 200, "x" * 10_000),
        *(
            "-1",
            "0",
            "1e9",
            "NaN",
            "Infinity",
            "９９９",
            "99999999999999999999",
            "50.5",
            "0x10",
            "1/012/2014",
        ),
        *(
            "0001-01-01",
            "9999-12-31",
            "2026-02-30",
            "2026-03-03",
            "{{ 7*7 }}",
            "<script>",
            "' OR 1=1 --",
            "%(x)s",
        ),
        *("Max Member", "member@example.org", "Emil Employee", "1", "2147483648", "../../etc/passwd"),
    ]
)
FIELDS = (
    *(
        "department",
        "person",
        "skill",
        "share_percent",
        "hours_per_week",
        "valid_from",
        "valid_to",
        "statement",
    ),
    *("part2_from", "part2_to", "part2_share", "part2_hours", "part4_to", "milestones", "done_means", "seen"),
    *("note", "reason", "answer_due_on", "week_on", "hours", "version", "once", "draft", "kind", "project"),
)
GOOD = {
    "person": "Max Member",
    "share_percent": "50",
    "valid_from": TODAY.isoformat(),
    "valid_to": days(60).isoformat(),
    "statement": "Map the warehouse processes",
}
PAGES = (
    "confirmation",
    "counter-offer",
    "refusal",
    "acceptance",
    "request-again",
    "withdrawal",
    "release",
    "miss",
)
#: Of a promise in force, for which other terms wait.
IN_FORCE_PAGES = (
    *("amendments/new", "hand-over", "recall", "amendment/acceptance", "amendment/refusal"),
    "amendment/withdrawal",
)
IN_FORCE_RESOURCES = (
    *("amendments", "hand-over", "recall", "amendments/acceptance", "amendments/refusal"),
    "amendments/withdrawal",
)
#: A lone surrogate can be written in JSON only; a form cannot send one.
JSON = (
    NASTY
    | st.just("\ud800")
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.lists(NASTY, max_size=2)
)
RESOURCES = (
    *("request", "request-again", "confirmation", "counter-offer", "refusal", "acceptance", "withdrawal"),
    *("release", "fulfilment", "miss", "deliveries"),
)


def is_whole() -> bool:
    """Every commitment that was asked has its versions, and every act its entry."""
    session().expire_all()
    rows = list(session().scalars(select(Commitment)))
    offers = list(session().scalars(select(Offer)))
    has_versions = all(row.offers for row in rows if row.state != State.DRAFT)
    assert all((row.amending is None) == (row.open_amendment is None) for row in rows)
    return has_versions and all(offer.commitment in rows for offer in offers)


@LIMITS
@given(
    changed=st.dictionaries(st.sampled_from(FIELDS), NASTY, max_size=4),
    kind=st.sampled_from([*Kind, "nonsense", "\x00"]),
)
def test_asking_with_nonsense(world: World, browser: Browser, changed: dict[str, str], kind: str) -> None:
    before = (current_size(), len(list(session().scalars(select(Commitment.id)))))
    browser.as_(world.manager)
    given_ = {**GOOD, "department": str(world.logistics.id), **changed}
    page = browser.post("/projects/STORE/commitments/new", given_, query_string={"kind": kind})
    after = (current_size(), len(list(session().scalars(select(Commitment.id)))))
    assert page.status in {303, 422, 409}
    assert (page.status == 303) == (after[0] > before[0]) == (after[1] > before[1])
    assert is_whole()


@LIMITS
@given(
    place=st.sampled_from(PAGES),
    number=st.sampled_from(["1", "2", "0", "2147483648", "9" * 40]),
    changed=st.dictionaries(st.sampled_from(FIELDS), NASTY, max_size=5),
)
def test_answering_with_nonsense(
    world: World, browser: Browser, place: str, number: str, changed: dict[str, str]
) -> None:
    asked = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    make_commitment(world.secret, requester=world.secret_manager, head=world.other_head)
    session().commit()
    target = str(asked.id) if number == "1" else number
    for person in (world.head, world.manager):
        page = browser.as_(person).post(f"/commitments/{target}/{place}", changed)
        assert page.status in {303, 403, 404, 409, 422}
    assert is_whole()


@LIMITS
@given(
    resource=st.sampled_from(RESOURCES),
    body=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5) | JSON,
)
def test_the_api_with_nonsense(world: World, api: Api, resource: str, body: Any) -> None:
    asked = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    session().commit()
    for person in (world.head, world.manager):
        answer = api.as_(person).post(f"/commitments/{asked.id}/{resource}", body)
        assert answer.status_code in {200, 201, 400, 403, 409, 415, 422}
        answer = api.post("/commitments", {**body, "project": "STORE"} if isinstance(body, dict) else body)
        assert answer.status_code in {201, 400, 403, 409, 415, 422}
    assert is_whole()


def promised(world: World, waits: bool) -> Commitment:
    made = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member),
    )
    if waits:
        wanted = terms(person=world.member, share_percent=30)
        operations.propose_amendment(made, terms=wanted, side=Side.PROJECT, by=world.manager, now=NOW)
    session().commit()
    return made


@LIMITS
@given(
    place=st.sampled_from(IN_FORCE_PAGES),
    waits=st.booleans(),
    changed=st.dictionaries(st.sampled_from(FIELDS), NASTY, max_size=5),
)
def test_changing_a_promise_with_nonsense(
    world: World, browser: Browser, place: str, waits: bool, changed: dict[str, str]
) -> None:
    made = promised(world, waits)
    for person in (world.head, world.manager):
        page = browser.as_(person).post(f"/commitments/{made.id}/{place}", changed)
        assert page.status in {303, 403, 409, 422}
    assert is_whole()


PARTS = st.fixed_dictionaries(
    {"valid_from": NASTY | st.none(), "valid_to": NASTY},
    optional={"share_percent": JSON, "hours_per_week": JSON, "x": JSON},
)


@LIMITS
@given(
    resource=st.sampled_from(IN_FORCE_RESOURCES),
    waits=st.booleans(),
    body=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5) | JSON,
    parts=st.lists(PARTS, max_size=3) | JSON,
)
def test_the_api_of_a_promise_with_nonsense(
    world: World, api: Api, resource: str, waits: bool, body: Any, parts: Any
) -> None:
    made = promised(world, waits)
    sent = {**body, "parts": parts} if isinstance(body, dict) else body
    for person in (world.head, world.manager):
        answer = api.as_(person).post(f"/commitments/{made.id}/{resource}", sent)
        assert answer.status_code in {200, 201, 400, 403, 409, 415, 422}
    assert is_whole()


@LIMITS
@given(
    place=st.sampled_from(["/commitments", "/projects/STORE/commitments", "/departments/{}/commitments"]),
    query=st.dictionaries(
        st.sampled_from(
            ["mine", "state", "kind", "project", "department", "person", "head", "from_on", "sort", "after"]
        ),
        NASTY,
        max_size=4,
    ),
)
def test_filtering_with_nonsense(world: World, browser: Browser, place: str, query: dict[str, str]) -> None:
    page = browser.as_(world.office).get(place.format(world.logistics.id), query_string=query)
    assert page.status == 200


def test_addresses_that_no_record_could_have(world: World, browser: Browser) -> None:
    browser.as_(world.office)
    for number in ("0", "2147483648", "9" * 40):
        assert browser.get(f"/departments/{number}/commitments").status == 404
        assert browser.get(f"/commitments/{number}").status == 404


def test_the_same_form_sent_twice_asks_once(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/commitments/new")
    given_ = {**GOOD, "department": str(world.logistics.id)}
    first = browser.submit(page, given_, follow=False)
    second = browser.submit(page, given_, follow=False)
    assert (first.status, second.location) == (303, first.location)
    changed = browser.submit(page, {**given_, "share_percent": "20"}, follow=False)
    assert changed.status == 409
    assert len(list(session().scalars(select(Commitment.id)))) == 1
