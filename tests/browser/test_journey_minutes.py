"""Minutes from the secretary's text to the erratum: corrected on the phone, dissented, noted, closed over silence, printed."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from portal.database import session
from portal.minutes.models import Circulation
from tests.browser.conftest import Server, Visitors

SUBMIT = "main form.form button[type=submit]"
TEXT = """## 试点 Pilot

- Wang Lei 王磊 reports 1,200 differences in the south.
- Zhu Hong 朱红 asks who pays for the analysts.
- The roll-out waits for two more weeks of figures. 推广再等两周。
"""
WRONG, RIGHT = "1,200 differences in the south", "1,320 differences in the south"
DISSENT = "我不同意由财务部承担。"
NOTE = "我当天在门店，支持推迟。"


def send(page: Page) -> None:
    before = page.url
    page.locator(SUBMIT).first.click()
    page.wait_for_url(lambda url: url != before)
    expect(page.locator("main [aria-invalid=true]")).to_have_count(0)


def choose(page: Page, value: str) -> None:
    page.locator("label", has=page.locator(f"input[value={value}]")).click()


def days_pass(server: Server) -> None:
    """As if everybody had had their week: what goes round was due yesterday."""
    with server.app.app_context():
        yesterday = dt.date.today() - dt.timedelta(days=2)
        session().execute(update(Circulation).where(Circulation.closed_at.is_(None)).values(due_on=yesterday))
        session().commit()


def hold_and_send_round(page: Page) -> str:
    """The eleventh meeting without Fang Min; its minutes go round. Returns the meeting's address."""
    page.locator("a.row-link", has_text="Eleventh meeting").click()
    page.wait_for_url(re.compile(r"/meetings/\d+$"))
    meeting = page.url
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_role("button", name="Open the meeting")).to_have_count(0)
    page.goto(f"{meeting}/attendance")
    for seat in page.locator("fieldset.roll").all():
        is_away = "Fang Min" in (seat.text_content() or "")
        seat.locator("label", has=page.locator(f"input[value={'excused' if is_away else 'present'}]")).click()
    send(page)
    page.goto(f"{meeting}/minutes")
    page.locator("textarea[name=minutes]").fill(TEXT)
    send(page)
    page.goto(f"{meeting}/closing")
    send(page)
    page.goto(f"{meeting}/minutes/circulation")
    expect(page.locator("main")).to_contain_text("Absent, may add a note: Fang Min")
    send(page)
    return meeting


def answer(visit: Visitors, who: str, place: str, value: str, **fields: str) -> Page:
    """On the phone, in Chinese."""
    page = visit(who, f"{place}/answer", phone=True, language="zh-CN")
    choose(page, value)
    for name, text in fields.items():
        page.locator(f"textarea[name={name}]").fill(text)
    send(page)
    return page


def difference_is_seen(page: Page) -> None:
    expect(page.locator(".difference del").last).to_contain_text(WRONG)
    expect(page.locator(".difference ins").last).to_contain_text(RIGHT)


def settle(secretary: Page) -> None:
    secretary.goto("/")
    secretary.locator(
        "section:has(#minutes-to-finish) a, #minutes-to-finish a", has_text="Wang Lei"
    ).first.click()
    difference_is_seen(secretary)
    choose(secretary, "taken")
    send(secretary)
    expect(secretary.locator(".sheet")).to_contain_text(RIGHT)


def close(chair: Page, place: str) -> None:
    chair.goto(f"{place}/closing")
    send(chair)


def printed(page: Page, meeting: str, ending: str) -> bytes:
    with page.expect_download() as started:
        page.locator(f"main a[href$='/minutes.{ending}']").click()
    content: bytes = Path(started.value.path()).read_bytes()
    return content


def words_of_pdf(content: bytes, folder: Path) -> str:
    file = folder / "minutes.pdf"
    file.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True
    )
    return " ".join(done.stdout.split())


def squeezed(text: str) -> str:
    """Without the breaks that the width of a line made."""
    return "".join(text.split())


def words_of_word(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    feet = [each.text for section in document.sections for each in section.footer.paragraphs]
    return "\n".join([*(each.text for each in document.paragraphs), *cells, *feet])


def test_minutes_from_the_text_to_the_erratum(visit: Visitors, tmp_path: Path) -> None:
    secretary = visit("tang.xin", "/meetings?state=called")
    meeting = hold_and_send_round(secretary)
    place = re.sub(r"^https?://[^/]+", "", secretary.url)
    assert re.fullmatch(r"/circulations/\d+", place)

    wang = answer(
        visit, "wang.lei", place, "correct", words="不是一千二百。", proposed=TEXT.replace(WRONG, RIGHT)
    )
    difference_is_seen(wang)
    settle(secretary)
    answer(visit, "zhu.hong", place, "dissent", words=DISSENT)
    answer(visit, "fang.min", place, "note", words=NOTE)
    liu = visit("liu.jianhua", "/", phone=True)
    liu.locator(f"form[action='{place}/confirmation'] button").click()
    expect(liu.locator(".flashes .notice").first).to_be_visible()
    expect(liu.locator(f"form[action='{place}/confirmation']")).to_have_count(0)

    days_pass(visit.server)
    chair = visit("sun.li", f"{place}/closing")
    for named in ("Chen Wei", "He Lao", DISSENT):
        expect(chair.locator("main")).to_contain_text(named)
    expect(chair.locator("main")).not_to_contain_text("Wang Lei")
    close(chair, place)
    chair.goto(meeting)
    expect(chair.locator(".lead-line")).to_contain_text("Minutes approved")

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    for said in (
        words_of_pdf(printed(chair, meeting, "pdf"), tmp_path),
        words_of_word(printed(chair, meeting, "docx")),
    ):
        for wanted in ("王磊", RIGHT, DISSENT, NOTE, "Closed without an answer of", "Chen Wei 陈伟"):
            assert squeezed(wanted) in squeezed(said)
        assert re.search(r"[0-9a-f]{64}", squeezed(said)), "the register's root"

    mend(visit, secretary, chair, meeting)


def mend(visit: Visitors, secretary: Page, chair: Page, meeting: str) -> None:
    """An erratum goes round like the minutes, and then stands beside them; the text stays."""
    secretary.goto(f"{meeting}/errata/new")
    secretary.locator("textarea[name=text]").fill("三周，不是两周。 Three weeks, not two.")
    secretary.locator("textarea[name=reason]").fill("Misheard.")
    send(secretary)
    place = re.sub(r"^https?://[^/]+", "", secretary.url)
    wang = visit("wang.lei", "/", phone=True, language="zh-CN")
    wang.locator(f"form[action='{place}/confirmation'] button").click()
    days_pass(visit.server)
    close(chair, place)
    chair.goto(meeting)
    expect(chair.locator("main")).to_contain_text("Three weeks, not two.")
    expect(chair.locator("main")).to_contain_text("two more weeks of figures")
