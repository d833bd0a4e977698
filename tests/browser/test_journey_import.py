"""The programme office brings in a workbook: looks, is told what does not fit, mends it, imports it."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors

HEADINGS = ("code", "project", "title", "cause", "event", "effect", "owner")
OWNER = "zhang.min@greenmart.example"
PATIENCE = 60_000


def workbook(folder: Path, name: str, project: str) -> Path:
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("risks")
    sheet.append(HEADINGS)
    sheet.append(("IMP-1", "STORE", "秤没有接口", "Old scales", "Prices are typed", "Wrong prices", OWNER))
    sheet.append(("IMP-2", project, "Tills arrive late", "One carrier", "A strike", "No pilot", OWNER))
    place = folder / name
    book.save(place)
    return place


def upload_and_check(page: Page, file: Path) -> None:
    page.goto("/exchange/imports/new")
    page.locator("input[type=file][name=files]").set_input_files(file)
    page.locator("main form.form button[type=submit].btn-primary").click()
    page.wait_for_url(re.compile(r"/exchange/imports/\d+$"))
    page.locator("form[action$='/check'] button[type=submit]").click()


def test_refused_rows_are_shown_and_the_mended_file_is_imported(visit: Visitors, tmp_path: Path) -> None:
    page = visit("lin.yu", "/exchange")
    upload_and_check(page, workbook(tmp_path, "risks-first.xlsx", "NOWHERE"))
    refused = page.locator(
        "section:has(> h2#refused), section#refused, section[aria-labelledby=refused]"
    ).first
    expect(refused).to_contain_text("NOWHERE", timeout=PATIENCE)
    expect(refused.locator("tbody tr")).to_have_count(1)
    expect(refused.locator("tbody tr td.num")).to_have_text("3")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="All as .xlsx").click()
    copy = tmp_path / "refused.xlsx"
    waiting.value.save_as(copy)
    assert "NOWHERE" in str(list(load_workbook(copy).worksheets[0].values))

    upload_and_check(page, workbook(tmp_path, "risks-mended.xlsx", "STORE"))
    page.get_by_role("button", name="Import now").click(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("All rows are stored", timeout=PATIENCE)
    page.goto("/search?q=秤没有接口")
    page.get_by_role("link", name="秤没有接口").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("秤没有接口")
