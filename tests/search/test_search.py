"""Asking: what is found, in which order, by whom, page by page."""

from __future__ import annotations

import pytest
from sqlalchemy import false, or_

from portal.assembly import Portal
from portal.database import session
from portal.search import index
from portal.search.documents import SearchDocument
from portal.search.models import SearchEntry
from portal.search.queries import search
from tests.support.statements import statements


@pytest.fixture
def library(app: Portal) -> None:
    rows = {
        ("risk", 1): SearchDocument("风险管理 plan", "供应商付款延期 Supplier pays late.", "/1", 1),
        ("decision", 2): SearchDocument(
            "Store rollout", "The 风险 was accepted; see the rollout plan.", "/2", 1
        ),
        ("decision", 3): SearchDocument("決議：上线", "Traditional characters 風險", "/3", 2),
        ("person", 4): SearchDocument("José Öz 王小明", "jose@example.org", "/4"),
        ("commitment", 5): SearchDocument("C-101 Two testers", "Store system, part-time", "/5", 2),
        ("commitment", 6): SearchDocument("C-1010 Ten testers", "nothing", "/6", 2),
    }
    for key, document in rows.items():
        index.write(session().connection(), {key: document})


def found(question: str, **options: object) -> list[int]:
    return [entry.record_id for entry in search(question, **options).entries]  # type: ignore[arg-type]  # passed on


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("风险", [1, 3, 2]),
        ("決議", [3]),
        ("决议", [3]),
        ("風險", [1, 3, 2]),
        ("明", [4]),
        ("款", [1]),
        ("小明", [4]),
        ("小王", []),
        ("险管", [1]),
        ("store", [2, 5]),
        ("STORE", [2, 5]),
        ("sto", [2, 5]),
        ("store roll", [2]),
        ("sto roll", []),
        ("rollout store", [2]),
        ('"rollout store"', []),
        ('"store rollout"', [2]),
        ("jose", [4]),
        ("oz", [4]),
        ("jose@example.org", [4]),
        ("c-101", [6, 5]),
        ('"c-101"', [5]),
        ("part-time", [5]),
        ("late plan", [1]),
        ('"管理 plan"', [1]),
        ('"plan 供应"', []),
        ("风险 plan", [1, 2]),
        ("¶risk", []),
        ("risk", []),
        ('* ( ^ : "', []),
        ("", []),
    ],
)
def test_what_is_found(library: None, question: str, expected: list[int]) -> None:
    assert found(question) == expected


def test_hits_in_the_title_come_before_newer_hits_in_the_text(library: None) -> None:
    index.write(session().connection(), {("risk", 9): SearchDocument("Newest", "store", "/9")})
    assert found("store") == [2, 9, 5]


def test_only_the_kinds_that_are_asked_for(library: None) -> None:
    assert found("风险", kinds=["decision"]) == [3, 2]
    assert found("风险", kinds=["decision", "risk"]) == [1, 3, 2]
    assert found("风险", kinds=["person"]) == []


def test_only_what_the_person_may_see(library: None) -> None:
    first_only = or_(SearchEntry.project_id.is_(None), SearchEntry.project_id == 1)
    assert found("风险", visible=first_only) == [1, 2]
    assert found("jose", visible=first_only) == [4]
    assert found("风险", visible=false()) == []


def test_pages_follow_each_other_without_gap_or_repetition(app: Portal) -> None:
    documents = {
        ("risk", each): SearchDocument("Word" if each % 3 else "Title", "word", f"/{each}")
        for each in range(1, 26)
    }
    index.write(session().connection(), documents)
    expected = [each for each in range(25, 0, -1) if each % 3] + [
        each for each in range(25, 0, -1) if not each % 3
    ]
    collected: list[int] = []
    after = None
    while True:
        page = search("word", after=after, limit=4)
        collected += [entry.record_id for entry in page.entries]
        after = page.next
        if after is None:
            break
    assert collected == expected


@pytest.mark.parametrize("after", ["nonsense", "WyJpIiwgIjciLCAxXQ", "WyJzIiwgIngiLCAxXQ", "x" * 300])
def test_a_cursor_that_was_tampered_with_starts_at_the_top(library: None, after: str) -> None:
    assert found("风险", after=after) == [1, 3, 2]


def test_a_page_takes_two_statements_at_most(library: None) -> None:
    with statements() as seen:
        search("风险")
    assert len(seen) == 2
    with statements() as seen:
        search("testers", limit=1)
    assert len(seen) == 1
