"""Files that are not what they seem, and the numbers of rows as a spreadsheet shows them."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from flask import Flask

from portal.exchange.files import Faulty, Source, Unreadable, sources_of
from portal.exchange.files.delimited import guarded


def workbook(target: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    with xlsxwriter.Workbook(str(target), {"default_date_format": "yyyy-mm-dd"}) as book:
        fill(book)
    return target


def one(path: Path) -> Source:
    (source,) = sources_of(path, scratch=path.parent / "scratch")
    return source


def test_rows_are_numbered_as_the_spreadsheet_shows_them(words: Flask, tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("departments")
        page.write_row(3, 2, ["code", "name"])
        page.write_row(6, 2, ["LOG", "Logistics"])

    opened = one(workbook(tmp_path / "a.xlsx", fill)).open()
    assert opened.head == ["code", "name"]
    assert [(number, list(row)) for number, row in opened.rows] == [(7, ["LOG", "Logistics"])]


def test_lines_within_a_cell_and_empty_lines_do_not_disturb_the_numbers(words: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('code,name\n\nLOG,"two\nlines"\n,\nSAL,Sales\n', "utf-8")
    assert [(number, row[0]) for number, row in one(file).open().rows] == [(3, "LOG"), (5, "SAL")]


def test_errors_and_formulas_without_a_result_are_not_read_as_empty(words: Flask, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "departments"
    page.append(["code", "name"])
    page.append(["LOG", '=CONCAT("Log","istics")'])
    book.save(tmp_path / "formula.xlsx")

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("departments")
        page.write_row(0, 0, ["code", "name", "parent"])
        page.write(1, 0, "LOG")
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        page.write_formula(1, 2, '="O"&"PS"', None, "OPS")

    ((_number, row),) = one(tmp_path / "formula.xlsx").open().rows
    assert isinstance(row[1], Faulty)
    assert "save it" in row[1].sentence
    ((_number, row),) = one(workbook(tmp_path / "error.xlsx", fill)).open().rows
    assert isinstance(row[1], Faulty)
    assert "#DIV/0!" in row[1].sentence
    assert row[2] == "OPS", "a formula with its result is that result"


def test_merged_cells_are_said(words: Flask, tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("departments")
        page.write_row(0, 0, ["code", "name"])
        page.merge_range(1, 0, 2, 0, "LOG")
        page.write_column(1, 1, ["Logistics", "Sales"])

    opened = one(workbook(tmp_path / "a.xlsx", fill)).open()
    assert "merged" in opened.notes[0]
    assert [row[0] for _number, row in opened.rows] == ["LOG", ""]


@pytest.mark.parametrize("place", [(1_000_000, 1), (1, 16_000), (450_000, 900)])
def test_two_cells_far_apart_do_not_fill_the_memory(
    words: Flask, tmp_path: Path, place: tuple[int, int]
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("departments")
        page.write(0, 0, "code")
        page.write(*place, "here")

    with pytest.raises(Unreadable, match="more rows or columns"):
        one(workbook(tmp_path / "a.xlsx", fill))


def test_a_zip_bomb_is_not_unpacked(words: Flask, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("projects.csv", b"code,name\n" + b"0" * 10_000_000)
    with pytest.raises(Unreadable, match="unpacks to far more"):
        one(bomb)


def test_an_archive_that_lies_about_its_size_is_damaged(words: Flask, tmp_path: Path) -> None:
    """What the archive says it unpacks to is what the limits look at; more than that is never read."""
    liar = tmp_path / "liar.xlsx"
    with zipfile.ZipFile(liar, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    raw = liar.read_bytes()
    liar.write_bytes(raw.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 1000)))
    with pytest.raises(Unreadable, match="damaged"):
        one(liar)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"%PDF-1.7 this is a letter", "PDF"),
        ("a.xlsx", b"just words", "no workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old .xls"),
        ("a.csv", b"", "empty"),
        ("a.zip", b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_a_file_that_is_something_else_is_said_to_be(
    words: Flask, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        one(tmp_path / name)


def test_a_truncated_workbook_is_damaged(words: Flask, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", lambda book: book.add_worksheet("projects").write(0, 0, "code"))
    for part in (0.3, 0.6, 0.9):
        cut = tmp_path / "cut.xlsx"
        cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * part)])
        with pytest.raises(Unreadable, match=r"damaged|workbook"):
            one(cut)


def test_any_damage_within_a_workbook_is_said_and_never_an_error(words: Flask, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", lambda book: book.add_worksheet("projects").write(0, 0, "code"))
    raw = bytearray(whole.read_bytes())
    for place in range(0, len(raw), 97):
        broken = bytearray(raw)
        broken[place : place + 4] = b"\xff\x00\xfe\x01"
        (tmp_path / "b.xlsx").write_bytes(broken)
        try:
            for source in sources_of(tmp_path / "b.xlsx", scratch=tmp_path):
                list(source.open().rows)
        except Unreadable:
            continue


def test_real_dates_and_numbers_come_as_such(words: Flask, tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("milestones")
        page.write_row(0, 0, ["day", "number"])
        page.write_datetime(1, 0, dt.datetime(2026, 3, 31))
        page.write_number(1, 1, 1200000)

    ((_number, row),) = one(workbook(tmp_path / "a.xlsx", fill)).open().rows
    assert list(row) == [dt.date(2026, 3, 31), 1200000.0]


@pytest.mark.parametrize("text", ["=1+1", "+49", "-5", "@ann", "'=1", "''@x", "plain", "it's", "'quoted"])
def test_what_a_spreadsheet_would_run_is_guarded_and_reads_back_the_same(
    words: Flask, tmp_path: Path, text: str
) -> None:
    shown = guarded(text)
    assert shown[0] not in "=+-@"
    file = tmp_path / "a.csv"
    file.write_text(f"name,other\n{shown},x\n", "utf-8")
    ((_number, row),) = one(file).open().rows
    assert row[0] == text
