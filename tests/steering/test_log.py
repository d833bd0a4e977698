"""The decision log and the list of meetings: filters, order, visibility, and a fixed number of statements."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.database import session
from portal.search import matching
from portal.steering import queries
from portal.steering.models import Decision, SteeringGroup
from portal.steering.queries import DecisionFilters, MeetingFilters
from tests.factories.accounts import World, make_project
from tests.factories.steering import Steering, make_decision, make_group, make_meeting
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


@pytest.fixture
def log(world: World, steering: Steering) -> dict[str, Decision]:
    """Decisions of two groups and three years, one of them in the confidential project."""
    secret = make_group(world.secret, code="SECRET-SG", name="Merger committee")
    group = steering.group
    old = make_decision("All shops at once", group=group, state="superseded", decided_on=dt.date(2024, 5, 2))
    made = {
        "old": old,
        "pilot": make_decision(
            "Pilot in three shops 试点", group=group, state="decided", owner=world.head, due_on=days(-3)
        ),
        "data": make_decision(
            "Data cleaning",
            group=group,
            state="implemented",
            decided_on=dt.date(2025, 7, 1),
            grounds="数据治理的原因",
        ),
        "proposal": make_decision("Go-live in June", group=group, context="Everything depends on it"),
        "alone": make_decision(
            "Budget of the sponsor", project=world.project, state="decided", owner=world.sponsor
        ),
        "secret": make_decision("Buy the competitor", group=secret, state="decided", owner=world.employee),
    }
    session().commit()
    return made


def titles(who: Person, **asked: object) -> list[str]:
    filters = DecisionFilters.model_validate(asked)
    return [row.title for row in queries.list_decisions(filters, actor_of(who, TODAY)).items]


FILTERS: list[tuple[dict[str, object], set[str]]] = [
    ({}, {"old", "pilot", "data", "proposal", "alone"}),
    ({"state": "decided"}, {"pilot", "alone"}),
    ({"holds": "1"}, {"pilot", "data", "alone"}),
    ({"overdue": "1"}, {"pilot"}),
    ({"year": "2024"}, {"old"}),
    ({"year": "2025"}, {"data"}),
    ({"group": "STORE-SG"}, {"old", "pilot", "data", "proposal"}),
    ({"group": "SECRET-SG"}, set()),
    ({"project": "STORE"}, {"old", "pilot", "data", "proposal", "alone"}),
    ({"project": "SECRET"}, set()),
    ({"owner": "sun li"}, {"alone"}),
    ({"owner": "head@example.org"}, {"pilot"}),
    ({"q": "shops"}, {"old", "pilot"}),
    ({"q": "试点"}, {"pilot"}),
    ({"q": "治理"}, {"data"}),
    ({"q": "depends everything"}, {"proposal"}),
    ({"q": "competitor"}, set()),
    ({"q": "shops", "holds": "1"}, {"pilot"}),
    ({"q": "!!!"}, set()),
]


def test_each_filter_finds_what_it_says(world: World, log: dict[str, Decision]) -> None:
    wrong = []
    for asked, expected in FILTERS:
        found = titles(world.employee, **asked)
        if set(found) != {log[name].title for name in expected} or len(found) != len(expected):
            wrong.append((asked, found))
    assert wrong == []
    assert titles(world.head, mine="1") == [log["pilot"].title]
    for reader in (world.cio, world.auditor, world.secret_manager):
        assert log["secret"].title in titles(reader), reader.name


def test_the_newest_stand_first_and_every_order_turns_the_pages_completely(
    world: World, log: dict[str, Decision]
) -> None:
    assert titles(world.employee)[-1] == "All shops at once"
    actor = actor_of(world.employee, TODAY)
    for order in ("date", "-date", "title", "-title", "due", "-due", "code", "-code"):
        seen: list[int] = []
        after = None
        while True:
            filters = DecisionFilters(sort=order, limit=2, after=after)
            page = queries.list_decisions(filters, actor)
            seen += [row.id for row in page.items]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 5, order


def test_the_log_says_in_words_what_holds(world: World, log: dict[str, Decision], browser: Browser) -> None:
    page = browser.as_(world.employee).get("/decisions?sort=-date&group=STORE-SG")
    rows = {
        str(row.th.a.get_text()): row.get_text(" ")
        for row in page.soup.select("tbody tr")
        if row.th and row.th.a
    }
    assert "No longer holds" in rows["All shops at once"]
    assert "Holds" in rows["Pilot in three shops 试点"]
    assert "Overdue" in rows["Pilot in three shops 试点"]
    assert "Not decided yet" in rows["Go-live in June"]
    nothing = browser.get("/decisions?q=nothing+like+this")
    assert nothing.has("Nothing matches these filters")
    assert browser.get("/projects/STORE/decisions").has("Budget of the sponsor")
    assert not browser.get("/decisions?project=SECRET").has("Buy the competitor")


def test_a_group_of_a_confidential_project_does_not_lend_its_decisions_to_others(
    world: World, log: dict[str, Decision], browser: Browser
) -> None:
    browser.as_(world.employee)
    assert browser.get(f"/decisions/{log['secret'].id}").status == 404, (
        "not even its owner, who was never let in"
    )
    assert not browser.get("/search?q=competitor").has("Buy the competitor")
    assert browser.as_(world.secret_manager).get(f"/decisions/{log['secret'].id}").status == 200


def fill(group: SteeringGroup, count: int) -> None:
    for number in range(count):
        make_decision(f"Decision about shops {number}", group=group, state="decided", due_on=days(number))
        make_meeting(group, f"Meeting about shops {number}", held_at=NOW - dt.timedelta(days=number))
    session().commit()


PAGES = (
    *("/decisions", "/decisions?q=shops&holds=1&year=2026&owner=li&sort=due", "/projects/STORE/decisions"),
    *("/meetings", "/meetings?q=shops&group=STORE-SG&state=open&year=2026", "/groups", "/groups/{group}"),
)


def test_the_number_of_statements_does_not_grow_with_the_rows(
    world: World, steering: Steering, browser: Browser
) -> None:
    browser.as_(steering.secretary)
    counted: list[list[int]] = []
    for rows in (3, 27):
        fill(steering.group, rows)
        counts = []
        for address in PAGES:
            with statements() as seen:
                assert browser.get(address.format(group=steering.group.id)).status == 200
            counts.append(len(seen))
        counted.append(counts)
    assert counted[0] == counted[1], dict(zip(PAGES, zip(*counted, strict=True), strict=True))
    log_count = counted[1][0]
    assert log_count <= 7, "person, roles, the page's rows, groups, years, groups one keeps"


def test_one_decision_costs_the_same_however_many_spoke(
    world: World, steering: Steering, browser: Browser
) -> None:
    from tests.factories.accounts import make_person
    from tests.factories.steering import make_position, seat

    browser.as_(steering.secretary)
    decision = make_decision(group=steering.group)
    counts = []
    for more in (3, 27):
        for _number in range(more):
            member = make_person("Member")
            seat(steering.group, member)
            make_position(decision, member, "object", "No.")
        session().commit()
        with statements() as seen:
            assert browser.get(f"/decisions/{decision.id}").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_meetings_are_found_by_text_group_state_and_the_year_of_the_organization(
    world: World, steering: Steering
) -> None:
    make_meeting(steering.group, "Pilot", minutes="The lead is with Sales 销售部牵头", state="closed")
    make_meeting(
        steering.group, "New year", held_at=dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC), state="called"
    )
    session().commit()
    actor = actor_of(world.employee, TODAY)

    def found(**asked: object) -> list[str]:
        return [row.title for row in queries.list_meetings(MeetingFilters.model_validate(asked), actor).items]

    assert found(q="牵头") == ["Pilot"]
    assert found(q="new") == ["New year"]
    assert found(state="closed") == ["Pilot"]
    assert found(year=2025) == ["New year"]
    assert found(project="STORE", group="STORE-SG") == ["Pilot", "New year"]
    assert found(group="OTHER") == []


def test_counts_for_the_board(world: World, log: dict[str, Decision]) -> None:
    other = make_project("Other", code="OTHER")
    session().commit()
    ids = [world.project.id, other.id]
    assert queries.overdue_decision_counts(ids, TODAY) == {world.project.id: 1}
    assert queries.overdue_decision_counts([], TODAY) == {}
    assert queries.count_open(world.project, actor_of(world.employee, TODAY)) == 2


def test_a_word_that_stands_almost_everywhere_is_found_the_same(
    world: World, log: dict[str, Decision], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the log is walked in its order, instead of collecting and sorting every hit."""
    questions = (
        "shops",
        "试点",
        "治理",
        '"three shops"',
        "sho",
        "shops once",
        "nothing-at-all",
        "试点 shops",
    )
    sorts = ("-date", "title", "due")
    asked = [{"q": words, "sort": sort} for words in questions for sort in sorts]
    collected = [titles(world.head, **each) for each in asked]
    monkeypatch.setattr(matching, "FREQUENT", 1)
    assert [titles(world.head, **each) for each in asked] == collected
    assert ["All shops at once", "Pilot in three shops 试点"] in collected
