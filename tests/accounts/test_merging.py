"""Merging one person into another: everything that named the one names the other, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Table, func, select, update

from portal.accounts import operations, queries
from portal.accounts.models import ApiToken, OneTimeLink, Person, Role, RoleGrant
from portal.accounts.operations import merging
from portal.accounts.queries.references import references, what_moves
from portal.core.errors import Refused
from portal.database import Base, session
from portal.projects.models import Insider
from portal.steering.models import Attendance, Position
from tests.accounts.reading import last_entry
from tests.factories.accounts import World, appoint, make_grant, make_head, make_person
from tests.factories.actions import make_action
from tests.factories.commitments import make_commitment, make_delivery
from tests.factories.projects import make_report
from tests.factories.risks import make_risk
from tests.factories.stakeholders import make_raci
from tests.factories.steering import attend, make_decision, make_meeting, make_position, make_steering
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY

#: A person is not merged into themselves, and nobody grants themselves a role: the database refuses it.
LEFT_AS_THEY_ARE = {"person.merged_into_id", "role_grant.granted_by_id"}


@pytest.fixture
def handle(world: World) -> Person:
    """Somebody whom minutes name by a handle, and who is the member."""
    person = operations.get_or_create_person_without_account("maxm", "M. Member", NOW, world.office)
    session().commit()
    return person


def merge(handle: Person, world: World) -> None:
    operations.merge_people(handle, into=world.member, by=world.administrator, now=NOW)
    session().commit()


def rows_naming(person_id: int) -> dict[str, int]:
    """How many rows of each column name this person, in the whole database."""
    found = {}
    for reference in references():
        statement = select(func.count()).select_from(reference.table).where(reference.column == person_id)
        found[f"{reference.table.name}.{reference.column.name}"] = session().scalar(statement) or 0
    return {place: count for place, count in found.items() if count}


def put_into_every_column(person: Person) -> None:
    """Let a row of every column of every table that has rows name this person."""
    for reference in references():
        table = reference.table
        first = session().execute(select(*table.primary_key.columns).limit(1)).first()
        if first is None or f"{table.name}.{reference.column.name}" in LEFT_AS_THEY_ARE:
            continue
        row = [column == value for column, value in zip(table.primary_key.columns, first, strict=True)]
        session().execute(update(table).where(*row).values({reference.column: person.id}))


def a_busy_programme(world: World) -> None:
    """At least one row in every table that names people."""
    steering = make_steering(world)
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair)
    make_position(make_decision(group=steering.group), steering.chair)
    make_action(owner=world.head, project=world.project)
    make_risk(world.project, owner=world.head)
    make_raci(world.project, world.head)
    make_report(world.project)
    commitment = make_commitment(world.project, requester=world.manager, head=world.head)
    make_delivery(commitment, TODAY, "8", by=world.head)
    session().commit()


def test_a_merger_reaches_every_column_of_every_table(world: World, handle: Person) -> None:
    a_busy_programme(world)
    put_into_every_column(handle)
    session().commit()
    before = rows_naming(handle.id)
    assert len(before) >= 25
    merge(handle, world)
    assert rows_naming(handle.id) == {}
    after = rows_naming(world.member.id)
    assert [place for place in before if not after.get(place)] == []


def test_no_table_names_people_beside_the_foreign_keys() -> None:
    """What a merger cannot see, it cannot move: a column that names a person has a foreign key."""
    known = {(reference.table.name, reference.column.name) for reference in references()}
    staying = {("api_token", "person_id"), ("one_time_link", "person_id"), ("letter", "person_id")}

    def looks_like_a_person(table: Table) -> Iterator[tuple[str, str]]:
        for column in table.columns:
            if column.name in {"person_id", "owner_id", "author_id"} or column.name.endswith("_by_id"):
                yield table.name, column.name

    suspects = {each for table in Base.metadata.sorted_tables for each in looks_like_a_person(table)}
    assert suspects - known - staying == set()


def test_where_both_stand_the_survivors_entry_counts(world: World, handle: Person) -> None:
    steering = make_steering(world)
    together, alone = make_meeting(steering.group), make_meeting(steering.group)
    attend(together, world.member)
    attend(together, handle, presence="absent")
    attend(alone, handle)
    decision = make_decision(group=steering.group)
    make_position(decision, world.member, "agree")
    make_position(decision, handle, "object", "Too early.")
    appoint(world.project, handle, "key_user")
    session().commit()
    merge(handle, world)
    rows = session().execute(select(Attendance.meeting_id, Attendance.person_id, Attendance.presence)).all()
    assert sorted(map(tuple, rows)) == [
        (together.id, world.member.id, "present"),
        (alone.id, world.member.id, "present"),
    ]
    assert session().scalars(select(Position.position)).all() == ["agree"]
    insiders = select(Insider.project_id).where(Insider.person_id == world.member.id)
    assert session().scalars(insiders).all() == [world.project.id]
    entry = last_entry(world.member)
    assert entry.values["moved"]["attendance"] == 1
    dropped = {row["table"]: row for row in entry.values["dropped"]}
    assert set(dropped) == {"attendance", "position", "insider"}
    assert dropped["position"]["reason"] == "Too early.", "what was left out is kept word for word"


def test_the_merged_entry_stays_as_a_pointer(world: World, handle: Person, browser: Browser) -> None:
    merge(handle, world)
    assert (handle.merged_into, handle.is_active) == (world.member, False)
    assert queries.person_by_key("MAXM") is world.member
    assert queries.find_people("maxm") == [world.member]
    assert queries.find_people("M. Member") == []
    assert operations.get_or_create_person_without_account("maxm", "M. Member", NOW, None) is world.member
    page = browser.as_(world.employee).get(f"/people/{handle.id}")
    assert page.has("it is the same person as Max Member")
    assert page.link("Go to Max Member") == f"/people/{world.member.id}"
    assert page.has("Ada Admin merged M. Member into Max Member: they are the same person.")
    assert browser.get("/people?q=m.+member").has("Nobody fits")
    assert "M. Member" in browser.get("/people?state=merged").text


def test_older_pointers_follow(world: World, handle: Person) -> None:
    older = operations.create_person(name="Older", key="older", by=None, now=NOW)
    operations.merge_people(older, into=handle, by=world.administrator, now=NOW)
    merge(handle, world)
    assert older.merged_into is world.member
    assert queries.person_by_key("older") is world.member


def test_the_survivor_gets_what_it_lacked(world: World) -> None:
    one = make_person(
        "One", email="one@example.org", password_hash=None, title="Buyer", department=world.sales
    )
    one.department = world.sales
    other = make_person("Other", email="", key="other")
    session().commit()
    operations.merge_people(one, into=other, by=world.administrator, now=NOW)
    session().commit()
    assert (other.email, other.title, other.department) == ("one@example.org", "Buyer", world.sales)
    assert queries.person_by_key("one@example.org") is other


def test_keys_to_the_merged_account_are_void(world: World, browser: Browser, api: Api) -> None:
    double = make_person("Max Double", email="double@example.org")
    session().commit()
    api.as_(double)
    operations.invite(double, by=world.administrator, now=NOW, base_url="")
    operations.merge_people(double, into=world.member, by=world.administrator, now=NOW)
    theirs = Browser(browser.app).as_(double)
    assert api.get("/account").status_code == 401
    assert theirs.get("/account").status == 302
    assert double.password_hash is None
    assert [token.person_id for token in session().scalars(select(ApiToken))] == [double.id]
    assert session().scalars(select(OneTimeLink)).one().used_at == NOW


def test_nobody_merges_themselves(world: World, handle: Person, browser: Browser) -> None:
    browser.as_(world.administrator)
    assert browser.get(f"/people/{world.administrator.id}/merger").status == 403
    answer = browser.post(f"/people/{handle.id}/merger", {"into": world.administrator.id})
    assert (answer.status, answer.has("Nobody merges themselves")) == (409, True)
    assert handle.merged_into is None


def refuse_merged(world: World, handle: Person) -> tuple[Person, Person]:
    merge(handle, world)
    return handle, world.member


def refuse_into_merged(world: World, handle: Person) -> tuple[Person, Person]:
    merge(handle, world)
    return world.employee, handle


def refuse_itself(world: World, handle: Person) -> tuple[Person, Person]:
    return handle, handle


def refuse_account_into_name(world: World, handle: Person) -> tuple[Person, Person]:
    return world.member, handle


def refuse_granter(world: World, handle: Person) -> tuple[Person, Person]:
    grant = RoleGrant(person=world.employee, role=Role.CIO, valid_from=TODAY, granted_by=world.member)
    session().add(grant)
    session().flush()
    return world.employee, world.member


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (refuse_merged, "was merged into"),
        (refuse_into_merged, "was merged into"),
        (refuse_itself, "one and the same"),
        (refuse_account_into_name, "has an account"),
        (refuse_granter, "cannot be the same person"),
    ],
)
def test_what_cannot_be_merged(
    world: World, handle: Person, case: Callable[[World, Person], tuple[Person, Person]], words: str
) -> None:
    person, into = case(world, handle)
    with pytest.raises(Refused, match=words):
        operations.merge_people(person, into=into, by=world.administrator, now=NOW)
    with pytest.raises(Refused, match=words):
        operations.preview_merger(person, into)


def test_roles_and_headships_move_along(world: World, handle: Person) -> None:
    make_grant(handle, Role.CIO)
    make_head(world.sales, handle, since=TODAY)
    session().commit()
    merge(handle, world)
    assert [grant.role for grant in queries.grants_of(world.member)] == ["cio"]
    assert queries.departments_headed_by(world.member, TODAY) == [world.sales]


def test_the_page_shows_both_and_counts_what_moves(world: World, handle: Person, browser: Browser) -> None:
    meeting = make_meeting(make_steering(world).group)
    attend(meeting, handle, world.member)
    make_action(owner=handle, project=world.project)
    session().commit()
    page = browser.as_(world.administrator).get(f"/people/{handle.id}/merger")
    page = browser.get(f"/people/{handle.id}/merger?into=member@example.org")
    assert page.heading == "Merge M. Member into Max Member"
    cells = [
        [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.soup.select("#moves tbody tr")
    ]
    assert sorted(cells) == [["Action items", "1", "0"], ["Attendances at meetings", "0", "1"]]
    assert rows_naming(handle.id) == {"action_item.owner_id": 1, "attendance.person_id": 1}, (
        "looking moves nothing"
    )
    page = browser.submit(page)
    assert page.heading == "Max Member"
    assert rows_naming(handle.id) == {}


def test_the_page_asks_again_when_nobody_or_the_wrong_one_is_named(
    world: World, handle: Person, browser: Browser
) -> None:
    browser.as_(world.administrator)
    unknown = browser.get(f"/people/{handle.id}/merger?into=nobody")
    assert (unknown.status, "Nobody of this name" in unknown.errors["into"]) == (422, True)
    same = browser.get(f"/people/{handle.id}/merger?into=maxm")
    assert (same.status, "one and the same" in same.errors["into"]) == (422, True)
    assert browser.post(f"/people/{handle.id}/merger", {"into": "999999999999"}).status == 422
    assert browser.post(f"/people/{handle.id}/merger", {"into": "x"}).status == 422


def test_an_entry_that_was_changed_meanwhile_is_not_merged(
    world: World, handle: Person, browser: Browser
) -> None:
    page = browser.as_(world.administrator).get(f"/people/{handle.id}/merger?into=member@example.org")
    handle.title = "Somebody learned more"
    assert browser.submit(page).status == 409
    assert handle.merged_into is None


def test_counting_is_one_statement(world: World, handle: Person) -> None:
    assert handle.id != world.member.id
    with statements() as seen:
        what_moves(handle, world.member)
    assert len(seen) == 1


def test_features_above_may_tidy_up_afterwards(
    world: World, handle: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_handlers", [])
    seen: list[Any] = []

    @operations.after_merger
    def note(person: Person, into: Person, now: object) -> None:
        seen.append((person.id, into.id, now, rows_naming(person.id)))

    operations.after_merger(note)
    merge(handle, world)
    assert seen == [(handle.id, world.member.id, NOW, {})], "once, and after everything has moved"


def test_the_api_merges_too(world: World, handle: Person, api: Api) -> None:
    api.as_(world.administrator)
    place = f"/people/{handle.id}/merger"
    assert api.post(place, {"into": "nobody"}).get_json()["errors"][0]["field"] == "into"
    assert api.post(place, {"into": "member@example.org"}).get_json()["id"] == world.member.id
    assert api.get(f"/people/{handle.id}").get_json()["merged_into"] == world.member.id
    assert api.post(place, {"into": "member@example.org"}).status_code == 409
