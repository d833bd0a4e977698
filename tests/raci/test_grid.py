"""The grid: many cells at once, each letter an entry of the register, errors at the cell."""

from __future__ import annotations

import pytest

from portal.core.errors import Invalid
from portal.database import db
from portal.projects.marks import marks_of
from portal.raci import queries
from portal.raci.cells import CellErrors, Change, letters_of
from portal.raci.operations import store_changes
from portal.register.queries import history_of
from portal.stakeholders.models import RaciEntry
from portal.stakeholders.queries import Party
from tests.factories.accounts import World
from tests.factories.stakeholders import make_raci
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def logistics(world: World) -> Party:
    return Party("department", world.logistics.id, world.logistics.name)


def sales(world: World) -> Party:
    return Party("department", world.sales.id, world.sales.name)


def store(world: World, *changes: Change, **values: object) -> object:
    how: dict[str, object] = {"valid_from": TODAY, "today": TODAY, "by": world.manager, "now": NOW, **values}
    return store_changes(world.project, changes, **how)  # type: ignore[arg-type]  # mixed keywords


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("r, a", "R/A"),
        ("ＡR", "R/A"),
        (" - ", ""),
        ("", ""),
        ("X", None),
        ("Accountable", None),
        ("A" * 99, None),
    ],
)
def test_a_cell_says_letters_or_nothing(text: str, said: str | None) -> None:
    assert letters_of(text) == said


def test_each_letter_is_its_own_act_and_the_past_stays(world: World) -> None:
    old = make_raci(world.project, world.logistics, "A", "Data", since=days(-9))
    store(world, Change("Data", logistics(world), "R", "A"), Change("Data", sales(world), "A", ""))
    db.session.commit()
    assert (old.valid_to, old.is_void) == (days(-1), False)
    assert queries.sheet(world.project, TODAY)[1] == {
        "Data": {f"d{world.logistics.id}": "R", f"d{world.sales.id}": "A"}
    }
    assert queries.sheet(world.project, days(-1))[1] == {"Data": {f"d{world.logistics.id}": "A"}}
    assert [told.event for told in history_of(old)] == ["raci.ended"]


def test_what_began_today_is_taken_back_and_never_held(world: World) -> None:
    store(world, Change("Data", logistics(world), "A"))
    store(world, Change("Data", logistics(world), "", "A"))
    db.session.commit()
    (entry,) = db.session.query(RaciEntry)
    assert entry.is_void
    assert queries.sheet(world.project, TODAY) == ([], {})
    assert [told.event for told in history_of(entry)] == ["raci.taken_back", "raci.assigned"]
    store(world, Change("Data", logistics(world), "A"))


def test_all_or_nothing_and_each_complaint_has_its_cell(world: World) -> None:
    make_raci(world.project, world.logistics, "A", "Data")
    with pytest.raises(CellErrors) as refused:
        store(
            world,
            Change("Data", logistics(world), "C", "I"),
            Change("Data", sales(world), "Q"),
            Change("", sales(world), "R"),
            Change("x" * 10_000, sales(world), "R"),
            Change("Fine", sales(world), "R"),
        )
    assert set(refused.value.cells) == {
        ("Data", f"d{world.logistics.id}"),
        ("Data", f"d{world.sales.id}"),
        ("", f"d{world.sales.id}"),
        ("x" * 10_000, f"d{world.sales.id}"),
    }
    assert "says A now" in refused.value.cells["Data", f"d{world.logistics.id}"]
    with pytest.raises(Invalid):
        store(world, Change("Data", sales(world), "R"), valid_from=days(-1))


def test_the_grid_is_filled_and_corrected_in_a_browser_without_scripts(
    world: World, browser: Browser
) -> None:
    make_raci(world.project, world.logistics, "A", "Data")
    page = browser.as_(world.manager).get(f"/projects/STORE/raci/grid?with=d{world.sales.id}")
    old = browser.get("/projects/STORE/raci/grid?with=d" + str(world.sales.id))
    log, sal = world.logistics.id, world.sales.id
    wrong = browser.submit(page, {f"cell-0-d{sal}": "X", f"cell-1-d{log}": "A"}, action="grid")
    assert wrong.status == 422
    assert "Only the letters R, A, C and I" in wrong.errors[f"cell-0-d{sal}"]
    assert "Name the item" in wrong.errors[f"cell-1-d{log}"]
    values = {f"cell-0-d{sal}": "r", "item-1": "Cut-over", "kind-1": "process_step", f"cell-1-d{log}": "A/R"}
    done = browser.submit(wrong, values, action="grid")
    assert "Stored: 3 begin, 0 end." in done.text
    _parties, rows = queries.sheet(world.project, TODAY)
    assert rows["Cut-over"] == {f"d{log}": "R/A"}
    assert rows["Data"] == {f"d{log}": "A", f"d{sal}": "R"}
    assert queries.kinds_of(world.project, ["Cut-over"]) == {"Cut-over": "process_step"}
    stale = browser.submit(old, {f"cell-0-d{sal}": "I"}, action="grid")
    assert "Somebody else changed this meanwhile" in stale.errors[f"cell-1-d{sal}"]
    added = browser.get(
        f"/projects/STORE/raci/columns?with=d{log}&add-person=member@example.org", follow=True
    )
    assert world.member.name in added.text


def test_rows_without_one_accountable_are_a_mark_of_the_project(world: World) -> None:
    for item, party, role in [
        ("Two", world.logistics, "A"),
        ("Two", world.sales, "A"),
        ("Two", world.sales, "R"),
        ("None", world.sales, "R"),
        ("Settled", world.sales, "A"),
        ("Settled", world.sales, "R"),
    ]:
        make_raci(world.project, party, role, item)
    make_raci(world.secret, world.sales, "A", "Only A")
    with statements() as seen:
        found = queries.unsettled([world.project.id, world.secret.id], TODAY)
    assert len(seen) == 1
    assert (
        found == {world.project.id: (2, 0, "STORE"), world.secret.id: (0, 1, "SECRET")}
        or found[world.project.id][0] == 2
    )
    said = [mark.words for mark in marks_of([world.project.id], TODAY)[world.project.id]]
    assert "2 items without one accountable" in said


def test_the_grid_costs_the_same_with_thirty_rows_as_with_three(world: World, browser: Browser) -> None:
    counts = []
    browser.as_(world.manager)
    for rows in (3, 30):
        for number in range(rows):
            make_raci(world.project, world.logistics, "A", f"{rows}-{number}")
            make_raci(world.project, world.member, "R", f"{rows}-{number}")
        with statements() as seen:
            assert browser.get("/projects/STORE/raci/grid").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_api_changes_many_cells_or_none(world: World, api: Api) -> None:
    api.as_(world.manager)
    cell = {"item": "Data", "department": "LOG", "letters": "A", "before": "", "kind": "deliverable"}
    body = {"valid_from": str(TODAY), "changes": [cell, {**cell, "department": "SAL", "letters": "R"}]}
    assert api.post("/projects/STORE/raci/changes", body).json == {"begun": 2, "ended": 0, "proposed": []}
    body["changes"] = [{**cell, "letters": "Q"}, {**cell, "item": "Other"}]
    refused = api.post("/projects/STORE/raci/changes", body)
    assert refused.status_code == 422
    assert "Only the letters" in refused.json["errors"][0]["message"]
    assert list(queries.sheet(world.project, TODAY)[1]) == ["Data"]
