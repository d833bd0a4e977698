"""The same words in whatever encoding a spreadsheet left them in."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.exchange.files import Unreadable, guess_encoding, sources_of

CHINESE = "code,name\nLOG,物流部门负责人\nSAL,销售部的项目风险\nFIN,财务部，不在会议中\n"
TRADITIONAL = "code,name\nLOG,物流部門負責人\nSAL,銷售部的專案風險\nFIN,財務部，不在會議中\n"
WESTERN = "code,name\nA,Budget £26.19m – “on track”\nB,Café Zürich €5\n"


def written(folder: Path, text: str, encoding: str) -> Path:
    file = folder / "departments.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8"),
        (CHINESE, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (CHINESE, "utf-16", "utf-16"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (WESTERN, "utf-16-be", "utf-16-be"),
        (WESTERN, "cp1252", "cp1252"),
    ],
)
def test_a_file_reads_right_without_a_question(
    words: Flask, tmp_path: Path, text: str, encoding: str, found: str
) -> None:
    file = written(tmp_path, text, encoding)
    guess = guess_encoding(file)
    assert guess.candidates[0] == found
    assert guess.is_certain
    (source,) = sources_of(file, scratch=tmp_path)
    opened = source.open()
    assert opened.head == ["code", "name"]
    assert ["".join(map(str, row)) for _number, row in opened.rows] == [
        line.replace(",", "") for line in text.splitlines()[1:]
    ]


def test_in_doubt_the_reader_sees_the_telling_lines_in_each_candidate(words: Flask, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"person,name\n" + "鑫淼,鑫焱".encode("gbk") + b"\n")
    (source,) = sources_of(file, scratch=tmp_path)
    assert source.is_in_doubt
    assert set(source.candidates) >= {"gb18030", "big5"}
    assert "鑫淼" in source.previews["gb18030"]
    assert all("person,name" not in preview for preview in source.previews.values())
    (chosen,) = sources_of(file, scratch=tmp_path, encodings={"people.csv": "gb18030"})
    assert not chosen.is_in_doubt
    assert [list(row) for _number, row in chosen.open().rows] == [["鑫淼", "鑫焱"]]


def test_a_wrong_choice_is_said_and_names_the_line(words: Flask, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"person,name\nann,Ann\nbob,B\xe9a\n")
    (source,) = sources_of(file, scratch=tmp_path, encodings={"people.csv": "utf-8"})
    with pytest.raises(Unreadable, match="UTF-8"):
        list(source.open().rows)
    with pytest.raises(Unreadable, match="klingon"):
        sources_of(file, scratch=tmp_path, encodings={"people.csv": "klingon"})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_may_be_separated_as_the_country_has_it(words: Flask, tmp_path: Path, separator: str) -> None:
    file = tmp_path / "departments.csv"
    file.write_text(f"code{separator}name\r\nLOG{separator}Logistics\r\n", "utf-8")
    (source,) = sources_of(file, scratch=tmp_path)
    assert [list(row) for _number, row in source.open().rows] == [["LOG", "Logistics"]]
