"""The CIO opens the portal, sees where it burns, and takes the numbers along."""

from __future__ import annotations

import re
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Visitors


def test_the_cio_filters_the_board_goes_back_and_opens_a_project(visit: Visitors) -> None:
    page = visit(None, "/sign-in")
    visit.sign_in(page, "chen.wei")
    page.locator(".side-link[href='/board']").click()
    rows = page.locator("main tbody tr")
    expect(rows.first).to_be_visible()
    everything = rows.count()
    page.get_by_label("Rating", exact=True).select_option("red")
    page.wait_for_url(re.compile(r"rating=red"))
    expect(rows).not_to_have_count(everything)
    assert all("Red" in row for row in rows.locator("td[data-label='Said']").all_inner_texts())
    page.go_back()
    page.wait_for_url(re.compile(r"/board$"))
    expect(rows).to_have_count(everything)
    expect(page.get_by_label("Rating", exact=True)).to_have_value("")
    page.locator("main a.row-link[href='/projects/STORE']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Store system")


def test_what_the_board_shows_is_downloaded_as_a_workbook(visit: Visitors) -> None:
    page = visit("chen.wei", "/board?rating=red")
    shown = page.locator("main tbody .code").all_inner_texts()
    with page.expect_download() as waiting:
        page.locator("a[href^='/board.xlsx']").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    sheet = load_workbook(BytesIO(waiting.value.path().read_bytes())).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] in shown]
    assert shown
    assert [row[0] for row in rows] == shown


def test_theme_and_language_are_switched_in_the_bar_and_stay(visit: Visitors) -> None:
    page = visit("chen.wei", "/board")
    root = page.locator("html")
    page.locator("[data-theme-toggle]").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.locator(".language-menu summary").click()
    page.locator(".language-menu button[value=zh_Hans]").click()
    expect(root).to_have_attribute("lang", re.compile("zh"))
    expect(root).to_have_attribute("data-theme", "dark")
    page.goto("/projects")
    expect(root).to_have_attribute("lang", re.compile("zh"))
