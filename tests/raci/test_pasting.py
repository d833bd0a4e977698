"""Cells from Excel: read, told what is wrong, stored; and back again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.core.errors import Invalid
from portal.database import db
from portal.raci import pasting, queries
from portal.register.models import ENTRY
from portal.stakeholders.models import RaciEntry
from tests.factories.accounts import World
from tests.factories.stakeholders import make_raci
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import VALUES
from tests.support.times import TODAY

BY_PARTY = (
    "\tKind\tLOG\tSales 销售部\tMarketting\tmember@example.org\r\n"
    "Item data\tdeliverable\tA\tR/C\tI\t\r\n"
    '"Return\nrule"\tdecision area\tA\tA\t\t\r\n'
    "Cut-over\tnonsense\tQ\t\t\tR\r\n"
)
BY_ROLE = "Item\tR\tA\tC\tI\nItem data\tSAL; Max Nobody\tLOG\t\tmember@example.org\n"


def test_what_cannot_be_read_and_what_is_wrong_is_told_before_anything_is_stored(
    world: World, browser: Browser
) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/raci/paste")
    preview = browser.submit(page, {"text": BY_PARTY})
    for words in (
        "3 cells cannot be read and are left out",
        "Cell E1, “Marketting”: Neither a department nor a person",
        "Cell C4, “Q”: Only the letters",
        "Cell B4, “nonsense”: This kind is not known",
        "Return rule 2 are accountable: Logistics 物流部, Sales 销售部 nobody is responsible",
        "Cut-over nobody is accountable",
    ):
        assert words in preview.text, words
    assert db.session.query(RaciEntry).count() == 0
    done = browser.submit(preview, button=("store", "yes"))
    assert "Stored: 6 begin, 0 end." in done.text
    assert "3 cells could not be read" in done.text
    again = browser.get("/projects/STORE/raci.tsv").html
    assert again.splitlines()[0].startswith("Item\tKind\tLogistics 物流部\tSales 销售部\t")
    unchanged = browser.submit(browser.get("/projects/STORE/raci/paste"), {"text": again})
    assert "0 cells change" in unchanged.text


def test_names_under_letters_are_read_too_and_an_unread_row_ends_nothing(world: World) -> None:
    make_raci(world.project, world.logistics, "R", "Item data")
    preview = pasting.Preview.of(world.project, BY_ROLE, TODAY)
    assert [each.cell for each in preview.pasted.complaints] == ["B2"]
    assert {change.party.name: change.after for change in preview.changes} == {
        world.logistics.name: "R/A",
        world.sales.name: "R",
        world.member.name: "I",
    }
    whole = pasting.Preview.of(world.project, BY_ROLE.replace("; Max Nobody", ""), TODAY)
    assert {change.party.name: change.after for change in whole.changes}[world.logistics.name] == "A"


@pytest.mark.parametrize(
    "text",
    [
        *("", "\ufeff", "one column\nonly", "a\tb\n" + "x\tR\n" * 5000, "a" + "\tLOG" * 99 + "\nx"),
        "a\tb\n" + "x" * 300_001,
        "head\tLOG\n",
        'a\t"' + "x" * 200_000,
    ],
)
def test_what_is_no_table_is_refused_in_words(world: World, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        pasting.read(text)
    assert set(refused.value.errors) == {"text"}


def test_odd_rows_are_told_cell_by_cell(world: World) -> None:
    table = "Item\tLOG\tLOG\n" + "x" * 10_000 + "\tA\n\u0000bad\tA\n\tA\n=1+1\tA\n'=1+1\tR\n"
    read = pasting.read(table)
    assert [each.cell for each in read.complaints] == ["C1", "A2", "A3", "A4"]
    assert {item: set(row.cells.values()) for item, row in read.rows.items()} == {"=1+1": {"R/A"}}
    assert pasting.guarded("=1+1") == "'=1+1"


def test_whatever_is_pasted_or_sent_never_a_crash_and_nothing_half_stored(
    world: World, browser: Browser, api: Api
) -> None:
    make_raci(world.project, world.logistics, "A", "Data")
    browser.as_(world.manager)
    api.as_(world.manager)
    names = (
        "text",
        "valid_from",
        "seen",
        "store",
        "cell-0-d1",
        "item-1",
        "kind-1",
        "once",
        "due_on",
        "party",
    )

    def counts() -> list[int]:
        return [db.session.scalar(select(func.count()).select_from(each)) or 0 for each in (RaciEntry, ENTRY)]

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.sampled_from(["grid", "paste", "acceptance"]),
        st.dictionaries(st.sampled_from(names), VALUES),
        st.lists(VALUES, max_size=4).map("\t".join),
    )
    def attack(place: str, sent: dict[str, str], table: str) -> None:
        before = counts()
        page = browser.post(f"/projects/STORE/raci/{place}", {"text": f"Item\tLOG\n{table}", **sent})
        assert page.status in {200, 303, 409, 422}, (place, sent)
        if page.status >= 400:
            assert counts() == before
        body = {
            "text": f"Item\tLOG\n{table}",
            "valid_from": sent.get("valid_from", str(TODAY)),
            "store": True,
        }
        assert api.post("/projects/STORE/raci/paste", body).status_code in {200, 409, 422}
        cell = {"item": table, "department": sent.get("party", "LOG"), "letters": sent.get("text", "A")}
        changes = {"valid_from": str(TODAY), "changes": [cell]}
        assert api.post("/projects/STORE/raci/changes", changes).status_code in {200, 409, 422}

    attack()
    assert queries.sheet(world.project, TODAY)
