"""What is printed: every word, dissent by name, the register's root; Chinese and English, and nothing as code."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt

from portal.core.printing import Document, blocks_of, pdf_of
from portal.database import session
from portal.minutes.models import Circulation
from portal.register.queries import current_size, root
from tests.factories.minutes import make_answer, make_circulation
from tests.factories.steering import make_decision, make_item, make_position
from tests.minutes.conftest import Held
from tests.support.browser import Browser
from tests.support.times import NOW, days

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "minutes.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True
    )
    return " ".join(done.stdout.split())


def rich(held: Held) -> Circulation:
    """Everything that minutes can hold."""
    people, meeting = held.steering, held.meeting
    make_item(meeting, "试点门店 Pilot shops")
    decision = make_decision(
        "Pilot in three shops 三家门店", group=people.group, meeting=meeting, state="decided"
    )
    make_position(decision, people.other, "object", "收银系统还没有准备好。")
    made = make_circulation(meeting, by=people.secretary, due_on=days(-1), closed_at=NOW)
    made.unanswered = ["邓喆 Deng"]
    make_answer(made, people.other, "dissent", words="我从未同意三家门店。")
    make_circulation(meeting, number=1, text="Four, not three.", reason="A slip.", closed_at=NOW)
    make_circulation(meeting, number=2, text="Five, not four.", reason="A slip.")
    session().commit()
    return made


@needs_poppler
def test_the_pdf_holds_text_positions_dissent_silence_errata_and_the_root(
    held: Held, browser: Browser, tmp_path: Path
) -> None:
    rich(held)
    size = current_size()
    page = browser.as_(held.steering.chair).client.get(f"/meetings/{held.meeting.id}/minutes.pdf")
    assert page.mimetype == "application/pdf"
    text = text_of(page.data, tmp_path)
    for words in (
        *("Minutes of Store steering group", "Olga Other 欧佳", "The pilot begins in three shops."),
        *("试点门店 Pilot shops", "收银系统还没有准备好。", "我从未同意三家门店。"),
        *("Closed without an answer of: 邓喆 Deng.", "Four, not three.", "Page 1 of"),
        *(f"Register: {size} entries", root(size).hex()),
    ):
        assert words in text
    assert "Five, not four." not in text, "what still goes round is not printed"


@needs_poppler
def test_the_pdf_is_tagged_and_says_its_title_and_language(
    held: Held, browser: Browser, tmp_path: Path
) -> None:
    rich(held)
    data = browser.as_(held.steering.chair).client.get(f"/meetings/{held.meeting.id}/minutes.pdf").data
    (tmp_path / "minutes.pdf").write_bytes(data)
    told = subprocess.run(
        ["pdfinfo", str(tmp_path / "minutes.pdf")], capture_output=True, check=True, text=True
    ).stdout
    assert "Tagged:          yes" in told
    assert held.meeting.title in told
    assert b"pdfuaid" in data


def test_the_word_file_holds_the_same_words(held: Held, browser: Browser) -> None:
    rich(held)
    page = browser.as_(held.steering.chair).client.get(f"/meetings/{held.meeting.id}/minutes.docx")
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(page.data)).paragraphs)
    for words in ("The pilot begins in three shops.", "我从未同意三家门店。", "Four, not three."):
        assert words in text


def test_without_minutes_there_is_nothing_to_print(held: Held, browser: Browser) -> None:
    held.meeting.minutes = ""
    session().commit()
    assert browser.as_(held.steering.chair).get(f"/meetings/{held.meeting.id}/minutes.pdf").status == 409


HOSTILE = [
    "#let x = 1\n\n$ x $ #panic() \\ `#raw` @label <label> *a* _b_",
    "#\n\n### Third first\n\n- # \n# First later\n\n##### Fifth",
    "> # in a quote\n> - a\n>   - b\n>     1. c",
    "| a | b |\n| --- | --- |\n| 1 |\n\n| one |\n| --- |",
    "[x](javascript:alert(1)) [y](https://example.org) ![z](http://a/b.png) <b>html</b>",
    "```\ncode\n```\n\n    indented\n\n---\n\n3. three\n4. four",
    "> " * 60 + "deep",
    "💣" * 400 + "x" * 5000 + "喆" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_write_is_text_and_prints(app: object, text: str, tmp_path: Path) -> None:
    document = Document(
        title="Minutes", lang="en", facts=[], blocks=blocks_of(text), footer="foot", pages="{page} of {pages}"
    )
    made = pdf_of(document)
    assert made.startswith(b"%PDF-")
    if "#panic" in text and shutil.which("pdftotext"):
        assert "#panic()" in text_of(made, tmp_path)


def test_headings_of_a_text_skip_no_level() -> None:
    levels = [
        block["level"] for block in blocks_of("#### a\n\n# b\n\n###### c") if block["kind"] == "heading"
    ]
    assert levels == [3, 3, 4]
    assert MarkdownIt("commonmark").parse("# b")[0].tag == "h1"
