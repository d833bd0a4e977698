"""Files, mappings and forms that nobody should send: refused row by row, never an error, nothing half-stored."""

from __future__ import annotations

import contextlib
import io
import itertools
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select, union_all

from portal.accounts.models import Department
from portal.database import Base, session
from portal.exchange import background
from portal.exchange.mapping.rules import MappingRefused, parse_mapping
from portal.exchange.models import ImportRun, RunState
from portal.exchange.sheets import SHEETS
from portal.exchange.sheets.sheet import Keyed
from portal.register.models import ENTRY
from tests.exchange.bringing import bring, refusals, write_csv
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.browser import Browser, Page

SETTINGS = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
CELLS = [
    *("", " ", "a\nb", "\u202egnp.exe", "\u200b\u200b", "x" * 10_000, "名" * 400, "\ufeffSTORE", "\x01"),
    *("'; DROP TABLE risk; --", "{{ 7*7 }}", "<script>alert(1)</script>", "=1+1", "'=1+1", "-", "–", "#REF!"),
    *("-1", "0", "1", "101", "2147483648", "9" * 400, "1e309", "NaN", "Infinity", "١٢", "0x10", "1,5", "£1m"),
    *("2026-03-03", "1/012/2014", "2026-02-30", "0001-01-01", "9999-12-31", "yesterday", "45000", "25:61"),
    *("green", "Exempt", "decided", "approved", "confirmed", "fulfilled", "A", "null", "None", "TRUE", "[]"),
    *("STORE", "SECRET", "OPS", "manager@example.org", "Mia Manager", "a@b <c>", "<>", "🦜 Ünïcode 测试"),
]
FORMS = ("/encodings", "/tables", "/check", "/import", "/mapping", "/mapping/removal")
FIELDS = ["file", "encoding-0", "table", "known_people_only", "version", "once", "save_as", "show"]
FIELDS += ["t0-sheet", "t0-was", "t0-layout", "t0-code", "t0-code-always", "t0-code-makes", "t0-name-dates"]
MAPPING_WORDS = [
    "version",
    "name",
    "tables",
    "table",
    "sheets",
    "sheet",
    "columns",
    "from",
    "constant",
    "values",
]
MAPPING_WORDS += [
    "matches",
    "becomes",
    "is",
    "only",
    "repeats",
    "orientation",
    "joined",
    "code",
    "money",
    "dates",
]
numbers = itertools.count()


def stored() -> tuple[int, ...]:
    """How much there is of everything that an import could leave behind."""
    tables = [sheet.table for sheet in SHEETS.values() if isinstance(sheet, Keyed)]
    tables += [Base.metadata.tables[name] for name in ("person", "raci_entry", "attendance", "search_entry")]
    parts = [select(literal(n), func.count()).select_from(table) for n, table in enumerate([*tables, ENTRY])]
    found = dict(session().execute(union_all(*parts)).all())
    session().rollback()
    return tuple(found[number] for number in range(len(tables) + 1))


def rows_of(sheet: str) -> st.SearchStrategy[tuple[str, list[list[str]]]]:
    """A table under our headings, in which strange cells stand among those of the examples."""
    columns = SHEETS[sheet].columns
    row = st.tuples(*(st.one_of(st.just(column.example), st.sampled_from(CELLS)) for column in columns))
    head = [column.name for column in columns]
    return st.lists(row, min_size=1, max_size=4).map(lambda rows: (sheet, [head, *map(list, rows)]))


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_no_cell_breaks_an_import(world: World, tmp_path: Path, sheet: str) -> None:
    @settings(SETTINGS, max_examples=5)
    @given(rows_of(sheet))
    def send(drawn: tuple[str, list[list[str]]]) -> None:
        name, rows = drawn
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        before = stored()
        report = bring(folder, None, write_csv(folder / f"{name}.csv", rows))
        if report.refused:
            assert stored() == before, rows
            assert all(each.reason and each.sheet == name for each in refusals(report)), rows
        else:
            assert not report.counts[name].refused

    send()


BYTES = st.one_of(
    st.binary(min_size=1, max_size=300),
    st.text(max_size=200).map(lambda text: f"code,name\n{text}".encode("utf-8", "replace")),
    st.sampled_from(["utf-16", "utf-16-le", "gb18030", "big5", "shift_jis"]).map(
        lambda encoding: "code,name\nLOG9,物流部門\n".encode(encoding, "replace")
    ),
    st.binary(max_size=200).map(lambda raw: b"PK\x03\x04" + raw),
    st.integers(1, 40).map(lambda count: b"code,name\n" + b'"' * count + b"\n" + b"," * count * 50),
)
NAMES = [
    "departments.csv",
    "departments.xlsx",
    "../../etc/passwd",
    "名前.zip",
    "a\x00b.csv",
    "x" * 400 + ".csv",
]


def upload(browser: Browser, raw: bytes, name: str, **more: Any) -> Page:
    data = {"files": [(io.BytesIO(raw), name)], **more}
    return browser.post("/exchange/imports/new", data, content_type="multipart/form-data")


def newest() -> ImportRun:
    return session().scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()


def checked(browser: Browser, address: str) -> ImportRun:
    """Start the check of a run as its page does, and wait for it."""
    assert browser.post(f"{address}/check").status == 303
    uid = newest().uid
    session().rollback()
    background.wait(uid)
    session().expire_all()
    return newest()


def test_no_bytes_break_an_upload_or_its_check(world: World, browser: Browser) -> None:
    browser.as_(world.office)

    @SETTINGS
    @given(BYTES, st.sampled_from(NAMES))
    def send(raw: bytes, name: str) -> None:
        page = upload(browser, raw, name)
        assert page.status in {303, 422}, (raw, name)
        if page.status == 422:
            assert page.errors, (raw, name)
            return
        assert page.location
        assert browser.get(page.location).status == 200, (raw, name)
        run = checked(browser, page.location)
        assert run.state in {RunState.CHECKED, RunState.REFUSED}, (raw, name, run.reason)
        assert browser.get(page.location).status == 200, (raw, name)

    send()


def test_no_form_breaks_a_run(world: World, browser: Browser) -> None:
    browser.as_(world.office)
    page = upload(browser, "Kürzel,Bezeichnung\nLOG9,Lager\n".encode(), "departments.csv")
    assert page.location
    values = st.dictionaries(
        st.sampled_from(FIELDS), st.sampled_from([*CELLS, *SHEETS, "columns"]), max_size=5
    )

    @SETTINGS
    @given(st.sampled_from(FORMS), values)
    def send(form: str, sent: dict[str, str]) -> None:
        answer = browser.post(f"{page.location}{form}", sent)
        assert answer.status in {303, 400, 409, 422}, (form, sent)
        background.wait(newest().uid)
        session().rollback()
        assert browser.get(str(page.location)).status == 200, (form, sent)
        assert browser.get(f"{page.location}/mapping").status in {200, 409}, (form, sent)

    send()
    assert session().scalar(select(func.count()).where(Department.code == "LOG9")) == 0


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from([*CELLS, *SHEETS])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(MAPPING_WORDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(SETTINGS, max_examples=200)
@given(JSON)
def test_what_is_no_mapping_is_said(words: Flask, content: Any) -> None:
    told: list[str] = ["it is a mapping"]
    try:
        parse_mapping(content)
    except MappingRefused as refused:
        told = refused.sentences
    assert all(told)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(", "(a|a)*" * 3, "x" * 400, "\\9", "[z-a]", "(?P<n>a)(?P=m)"]
)
def test_patterns_that_could_take_for_ever_are_refused_or_quick(words: Flask, pattern: str) -> None:
    column = {"from": ["a"], "values": [{"matches": pattern, "becomes": "b"}]}
    content = {"tables": [{"table": "t", "sheets": [{"sheet": "people", "columns": {"person": column}}]}]}
    started = time.monotonic()
    with contextlib.suppress(MappingRefused):
        parsed = parse_mapping(content)
        for rule in parsed.values_of(parsed.tables[0].sheets[0].columns["person"]):
            rule.applied("a" * 30 + "!")
    assert time.monotonic() - started < 20


def test_no_body_breaks_the_api(world: World, api: Api) -> None:
    api.as_(world.office)
    fields = st.dictionaries(
        st.sampled_from(["mapping", "dry_run", "known_people_only", "encoding:departments.csv"]),
        st.sampled_from([*CELLS, '{"tables": []}', "[1]", "{" * 5000, "big5", "false"]),
    )

    @SETTINGS
    @given(BYTES, fields)
    def send(raw: bytes, sent: dict[str, str]) -> None:
        before = stored()
        data = {"file": (io.BytesIO(raw), "departments.csv"), **sent}
        answer = api.client.post("/api/v1/imports", data=data, headers=api.headers)
        assert answer.status_code in {202, 409, 422}, (raw, sent, answer.get_data(as_text=True))
        if answer.status_code != 202:
            assert stored() == before
            return
        number = answer.get_json()["id"]
        background.wait(session().get_one(ImportRun, number).uid)
        session().rollback()
        for address in (f"/imports/{number}", f"/imports/{number}/refusals?limit=1", "/imports"):
            assert api.get(address).status_code == 200
        assert api.post(f"/imports/{number}/start", {"dry_run": sent.get("dry_run")}).status_code in {
            409,
            422,
        }

    send()
