"""The register: filters, order, pages, the matrix's numbers, and who sees what at which cost."""

from __future__ import annotations

from typing import Any

import pytest

from portal.accounts.actors import Actor, actor_of
from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import Programme
from portal.risks import queries
from portal.risks.matrix import default_matrix
from portal.risks.queries import RiskFilters
from tests.factories.accounts import World, appoint
from tests.factories.risks import make_matrix, make_risk
from tests.support.statements import statements
from tests.support.times import TODAY, days


def actor(person: Person) -> Actor:
    session().flush()
    return actor_of(person, TODAY)


def codes(person: Person, **filters: Any) -> list[str]:
    asked = RiskFilters(**filters)
    page = queries.list_risks(asked, actor(person), queries.matrix_in_force())
    return [row.code for row in page.items]


def counts(person: Person, **filters: Any) -> queries.Counted:
    return queries.count_places(RiskFilters(**filters), actor(person), queries.matrix_in_force())


@pytest.fixture
def five(world: World) -> World:
    """A to E, from critical down to not rated; D is over, E has neither place nor owner."""
    programme = Programme(code="RETAIL", name="Retail")
    world.project.programme = programme
    session().add(programme)
    store = world.project
    make_risk(
        store, "Shops keep paper 门店用纸", code="A", at=(5, 5), owner=world.member, next_review_on=days(-3)
    )
    make_risk(store, "Sponsor leaves", code="B", at=(3, 4), category="sponsor_in_name_only", owner=world.head)
    make_risk(store, "Scanner fails", code="C", at=(1, 1), state="treating", next_review_on=None)
    make_risk(store, "Old worry", code="D", at=(5, 5), state="closed", next_review_on=days(-90))
    make_risk(store, "From the spreadsheet", code="E", at=None, acceptance_asked_by=world.manager)
    return world


def test_the_living_stand_first_by_level_and_the_dead_only_when_asked_for(five: World) -> None:
    assert codes(five.employee) == ["A", "B", "C", "E"]
    assert codes(five.employee, state="closed") == ["D"]
    assert set(codes(five.employee, state="all")) == set("ABCDE")


FILTERS: list[tuple[dict[str, Any], str]] = [
    ({"q": "sponsor leaves"}, "B"),
    ({"q": "门店"}, "A"),
    ({"q": "gain shops"}, "ABCE"),
    ({"q": "nobodysaidthis"}, ""),
    ({"q": "!!"}, ""),
    ({"project": "STORE"}, "ABCE"),
    ({"project": "SECRET"}, ""),
    ({"programme": "RETAIL"}, "ABCE"),
    ({"programme": "OTHER"}, ""),
    ({"category": "sponsor_in_name_only"}, "B"),
    ({"level": "critical"}, "A"),
    ({"level": "unrated"}, "E"),
    ({"state": "treating"}, "C"),
    ({"owner": "max"}, "A"),
    ({"owner": "member@example.org"}, "A"),
    ({"owner": "何老"}, "B"),
    ({"overdue": True}, "A"),
    ({"overdue": True, "state": "all"}, "A"),
    ({"waiting": True}, "E"),
    ({"probability": 3, "impact": 4}, "B"),
    ({"probability": 5}, "A"),
    ({"impact": 5, "state": "all"}, "AD"),
    ({"unplaced": True}, "E"),
    ({"mine": True}, ""),
]


def test_each_filter_finds_what_it_says_and_the_matrix_counts_the_same(five: World) -> None:
    for filters, expected in FILTERS:
        assert sorted(codes(five.employee, **filters)) == list(expected), filters
        if not set(filters) & {"probability", "impact", "unplaced"}:
            assert counts(five.employee, **filters).total == len(expected), filters
    assert codes(five.member, mine=True) == ["A"]


def test_orders_put_what_has_no_date_last_either_way(five: World) -> None:
    assert codes(five.employee, sort="code") == ["A", "B", "C", "E"]
    assert codes(five.employee, sort="-code") == ["E", "C", "B", "A"]
    assert codes(five.employee, sort="level")[0] == "E"
    assert codes(five.employee, sort="review")[0] == "A"
    assert codes(five.employee, sort="review")[-1] == "C"
    assert codes(five.employee, sort="-review")[-1] == "C"


def test_pages_follow_each_other_without_gap_and_back(five: World) -> None:
    for number in range(7):
        make_risk(five.project, code=f"X{number}", at=(3, 4))
    everything = codes(five.employee)
    seen: list[str] = []
    after = None
    asker, matrix = actor(five.employee), queries.matrix_in_force()
    while True:
        page = queries.list_risks(RiskFilters(limit=3, after=after), asker, matrix)
        seen += [row.code for row in page.items]
        if page.next is None:
            break
        after = page.next
    assert seen == everything
    assert page.previous is not None
    back = queries.list_risks(RiskFilters(limit=3, before=page.previous), asker, matrix)
    assert [row.code for row in back.items] == everything[-5:-2]


def test_the_matrix_counts_by_place_whichever_place_is_chosen(five: World) -> None:
    for filters in ({}, {"probability": 3, "impact": 4}, {"unplaced": True}):
        counted = counts(five.employee, **filters)
        assert counted.places == {(5, 5): 1, (3, 4): 1, (1, 1): 1}
        assert counted.unplaced == 1


def test_a_place_counts_only_on_a_matrix_of_its_size(five: World) -> None:
    make_matrix(default_matrix(5, 6))
    assert counts(five.employee).places == {}
    assert counts(five.employee).unplaced == 4
    assert codes(five.employee, probability=3, impact=4) == []
    assert sorted(codes(five.employee, unplaced=True)) == list("ABCE")
    make_risk(five.project, code="F", at=(5, 6), matrix=default_matrix(5, 6))
    assert counts(five.employee).places == {(5, 6): 1}
    assert codes(five.employee, probability=5, impact=6) == ["F"]


def test_risks_of_a_confidential_project_are_seen_by_insiders_and_those_who_read_everything(
    world: World,
) -> None:
    make_risk(world.secret, "Leak", code="S", at=(2, 2), owner=world.employee)
    may = {name for name, person in world.people().items() if codes(person) == ["S"]}
    assert may == {"administrator", "office", "cio", "auditor", "secret_manager"}
    for name, person in world.people().items():
        expected = 1 if name in may else 0
        assert counts(person).total == expected
        assert len(codes(person, q="leak")) == expected
        assert len(codes(person, project="SECRET")) == expected


def test_list_and_numbers_are_one_statement_each_for_3_and_for_30_rows(world: World) -> None:
    for total, more in ((3, 3), (30, 27)):
        for _ in range(more):
            make_risk(world.project, owner=world.member)
        asker, matrix = actor(world.manager), queries.matrix_in_force()
        session().commit()
        asker.id  # noqa: B018  # loads the person again
        filters = RiskFilters(q="paper", owner="max", category="front_line_habits")
        with statements() as seen:
            page = queries.list_risks(filters, asker, matrix)
            queries.count_places(filters, asker, matrix)
        assert (len(page.items), len(seen)) == (total, 2)


def test_the_worst_risks_of_many_projects_are_one_statement(world: World) -> None:
    for level in ("low", "critical", "moderate", "high"):
        make_risk(world.project, level, at=None, level=level, owner=world.head)
    make_risk(world.project, "over", at=None, level="critical", state="materialised")
    make_risk(world.secret, "secret", at=(4, 4))
    ids = [world.project.id, world.secret.id, 999]
    with statements() as seen:
        top = queries.top_risks(ids)
        levels = queries.level_counts(ids)
        late = queries.overdue_review_counts(ids, days(20))
    assert len(seen) == 3
    assert [risk.title for risk in top[world.project.id]] == ["critical", "high", "moderate"]
    assert top[world.project.id][0].owner_name == "He Lao 何老"
    assert [risk.title for risk in top[world.secret.id]] == ["secret"]
    assert levels[world.project.id] == {"critical": 1, "high": 1, "moderate": 1, "low": 1}
    assert late == {world.project.id: 4, world.secret.id: 1}
    assert queries.count_alive(world.project, actor(world.member)) == 4
    assert [risk.title for risk in queries.of_project(world.project)][:2] == ["critical", "over"]


def test_the_desk_learns_what_waits_for_a_review_or_an_acceptance(world: World) -> None:
    make_risk(world.project, code="DUE", owner=world.member, next_review_on=days(2))
    make_risk(world.project, code="LATER", owner=world.member, next_review_on=days(20))
    make_risk(
        world.project,
        code="ASKED",
        owner=world.member,
        acceptance_asked_by=world.manager,
        next_review_on=None,
    )
    make_risk(world.project, code="OWN", owner=world.sponsor, acceptance_asked_by=world.manager)
    make_risk(world.secret, code="HIDDEN", owner=world.member, next_review_on=days(1))
    assert [risk.code for risk in queries.reviews_due(actor(world.member), days(7))] == ["DUE"]
    assert [risk.code for risk in queries.waiting_for_acceptance(actor(world.sponsor))] == ["ASKED"]
    assert queries.waiting_for_acceptance(actor(world.manager)) == []


def test_a_risk_is_entered_where_one_keeps_the_register(world: World) -> None:
    def kept(person: Person) -> list[str]:
        return [project.code for project in queries.projects_to_keep(actor(person))]

    appoint(world.secret, world.manager, "member")
    assert kept(world.manager) == ["STORE"]
    assert kept(world.office) == ["SECRET", "STORE"]
    assert kept(world.employee) == kept(world.auditor) == []
