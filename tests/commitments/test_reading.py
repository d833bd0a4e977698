"""Who sees what; lists, filters and loads, and what they cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.actors import Actor, actor_of
from portal.commitments import queries, rules
from portal.commitments.models import Commitment, Kind, State
from portal.commitments.queries import CommitmentFilters
from portal.commitments.queries.lists import answerable_by
from portal.database import session
from tests.factories.accounts import World, make_department, make_head, make_person, make_project
from tests.factories.commitments import by_day, make_commitment, make_counter, make_delivery, terms
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import TODAY, days


def actors(world: World) -> list[Actor]:
    session().flush()
    return [actor_of(person, TODAY) for person in world.people().values()]


def make_many(world: World) -> list[Commitment]:
    """Every state, in the open and in the confidential project, of two departments and of none."""
    made = []
    for project, asker in ((world.project, world.manager), (world.secret, world.secret_manager)):
        for state in State:
            for head, person in ((world.head, world.member), (world.other_head, world.employee)):
                wanted = terms(person=person)
                made.append(make_commitment(project, requester=asker, head=head, state=state, wanted=wanted))
        made.append(make_commitment(project, requester=asker, department=world.logistics))
        made.append(make_commitment(project))
    made.append(make_commitment(world.project, requester=world.head, head=world.head))
    return made


def test_the_list_shows_exactly_what_the_rule_lets_one_read(world: World) -> None:
    made = make_many(world)
    for insider in list(world.secret.insiders):
        if insider.person_id in {world.head.id, world.other_head.id}:
            session().delete(insider)
    session().commit()
    for actor in actors(world):
        statement = select(Commitment.id).join(Commitment.project).where(queries.visible_to(actor))
        listed = set(session().scalars(statement))
        readable = {commitment.id for commitment in made if rules.read(actor, commitment)}
        assert listed == readable, actor.name


def test_the_desk_offers_exactly_what_the_rule_lets_one_answer(world: World) -> None:
    made = make_many(world)
    gone = make_commitment(
        world.project, requester=world.manager, head=world.employee, department=world.logistics
    )
    session().commit()
    for actor in actors(world):
        listed = set(session().scalars(select(Commitment.id).where(answerable_by(actor))))
        waiting = [row for row in [*made, gone] if row.state == State.REQUESTED]
        answerable = {row.id for row in waiting if rules.may_answer(actor, row)}
        assert listed == answerable, actor.name


@pytest.fixture
def listed(world: World) -> dict[str, Commitment]:
    """One of each kind of row that the filters tell apart."""
    finance = make_department("Finance", code="FIN")
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    rows = {
        "late": make_commitment(world.project, **both, answer_due_on=days(-1)),
        "named": make_commitment(
            world.project, **both, wanted=terms(person=world.member), answer_due_on=days(3)
        ),
        "vacant": make_commitment(world.project, requester=world.manager, department=finance),
        "nowhere": make_commitment(world.project),
        "sales": make_commitment(world.project, requester=world.manager, head=world.other_head),
        "promised": make_commitment(
            world.project, **both, state=State.CONFIRMED, wanted=terms(person=world.member, valid_to=days(5))
        ),
        "decision": make_commitment(world.project, **both, kind=Kind.DECISION, wanted=by_day()),
    }
    rows["offer"] = make_commitment(world.project, **both)
    make_counter(rows["offer"], world.head, terms(person=world.member))
    session().commit()
    return rows


CASES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("office", {"state": "confirmed"}, {"promised"}),
    ("office", {"kind": "decision"}, {"decision"}),
    ("office", {"department": "SAL"}, {"sales"}),
    ("office", {"person": "member@example.org"}, {"named", "promised", "offer"}),
    ("office", {"person": "nobody@example.org"}, set()),
    ("office", {"head": "Sal Sales"}, {"sales"}),
    ("office", {"overdue": True}, {"late"}),
    ("office", {"vacancy": True}, {"vacant", "nowhere"}),
    ("office", {"from_on": days(6), "state": "confirmed"}, set()),
    ("head", {"mine": "asked_of_me"}, {"late", "named", "decision"}),
    ("head", {"mine": "promised_by_me"}, {"promised"}),
    ("head", {"mine": "i_wait_for"}, {"offer"}),
    ("manager", {"mine": "asked_of_me"}, {"offer"}),
    ("manager", {"mine": "i_wait_for"}, {"late", "named", "vacant", "nowhere", "sales", "decision"}),
    ("member", {"mine": "my_time"}, {"promised"}),
    ("auditor", {"mine": "asked_of_me"}, set()),
    ("office", {"project": "SECRET"}, set()),
]


def test_filters_narrow_the_list(world: World, listed: dict[str, Commitment]) -> None:
    names = {row.id: name for name, row in listed.items()}
    for role, given, expected in CASES:
        actor = actor_of(getattr(world, role), TODAY)
        page = queries.commitments(actor, CommitmentFilters(**given))
        assert {names[row.id] for row in page.items} == expected, (role, given)


def test_every_order_shows_every_row_once(world: World, listed: dict[str, Commitment]) -> None:
    actor = actor_of(world.office, TODAY)
    for name in CommitmentFilters.sortable:
        for sort in (name, f"-{name}"):
            seen, after = [], None
            for _turn in range(len(listed)):
                page = queries.commitments(actor, CommitmentFilters(sort=sort, limit=3, after=after))
                seen += [row.id for row in page.items]
                after = page.next
                if after is None:
                    break
            assert sorted(seen) == sorted(row.id for row in listed.values()), sort


def test_load_counts_confirmed_time_only_and_hides_what_one_may_not_see(world: World) -> None:
    half = make_person("Half Day", department=world.logistics, hours_per_week=Decimal(20))
    by_hours = terms(person=half, share_percent=None, hours_per_week=Decimal(5))
    both: dict[str, Any] = {"requester": world.manager, "head": world.head, "state": State.CONFIRMED}
    make_commitment(world.project, **both, wanted=by_hours)
    make_commitment(world.secret, **both, wanted=terms(person=half, share_percent=60))
    make_commitment(world.project, requester=world.manager, head=world.head, wanted=terms(person=half))
    make_commitment(world.project, **both, wanted=terms(person=half, valid_from=days(70), valid_to=days(90)))
    session().commit()
    reader = actor_of(world.employee, TODAY)
    load = queries.load_of([half.id], TODAY, days(30), reader=reader)[half.id]
    assert load.peak().percent == 85
    assert [(each.project, each.percent) for each in load.promises] == [
        ("STORE", Decimal(25)),
        ("", Decimal(60)),
    ]


def test_candidates_are_the_departments_people_with_most_room_first(world: World) -> None:
    unit = make_department("Warehouse", parent=world.logistics)
    picker = make_person("Pick Er", department=unit)
    make_person("Gone Away", department=unit, is_active=False)
    make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.head, share_percent=80),
    )
    session().commit()
    found = queries.candidates(world.logistics, terms())
    assert [(each.person.name, each.with_this, each.is_overload) for each in found] == [
        ("Max Member", Decimal(50), False),
        (picker.name, Decimal(50), False),
        ("He Lao 何老", Decimal(130), True),
    ]


def count(world: World, browser: Browser, address: str) -> int:
    browser.as_(world.head).get(address)  # whatever is compiled once is compiled
    with statements() as seen:
        assert browser.get(address).status == 200
    return len(seen)


def test_pages_cost_the_same_number_of_statements_however_long_they_are(
    world: World, browser: Browser
) -> None:
    department = f"/departments/{world.logistics.id}/commitments"
    addresses = ["/commitments", "/projects/STORE/commitments", department, "/"]
    _fill(world, 3)
    few = [count(world, browser, address) for address in addresses]
    _fill(world, 27)
    assert [count(world, browser, address) for address in addresses] == few


def test_a_commitment_costs_the_same_number_of_statements_however_much_was_given(
    world: World, browser: Browser
) -> None:
    def promised(weeks: int) -> Commitment:
        wanted = terms(person=world.member, valid_from=days(-7 * weeks - 7))
        made = make_commitment(
            world.project, requester=world.manager, head=world.head, wanted=wanted, state=State.CONFIRMED
        )
        for week in range(1, weeks + 1):
            make_delivery(made, days(-1 - 7 * week), "8", world.member)
        session().commit()
        return made

    few, many = promised(3), promised(30)
    assert count(world, browser, f"/commitments/{few.id}") == count(world, browser, f"/commitments/{many.id}")


def _fill(world: World, number: int) -> None:
    """So many of everything that the head's pages show."""
    for index in range(number):
        project = make_project(f"Project {index}")
        person = make_person(f"Person {index}", department=world.logistics)
        asker = make_person(f"Asker {index}")
        both: dict[str, Any] = {"requester": asker, "head": world.head, "wanted": terms(person=person)}
        make_commitment(project, **both)
        make_commitment(world.project, **both, state=State.CONFIRMED)
        department = make_department(f"Department {index}")
        make_head(department, person)
        own = make_commitment(world.project, requester=world.head, head=person, department=department)
        make_counter(own, person, terms(person=person, share_percent=20))
        make_commitment(world.project, requester=world.head, head=person, department=department)
    session().commit()
