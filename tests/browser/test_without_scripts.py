"""JavaScript is a comfort: the work is done without it, too."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitors


def test_signing_in_and_answering_an_ask(visit: Visitors) -> None:
    page = visit(None, "/sign-in", scripts=False)
    visit.sign_in(page, "he.lao")
    ask = page.locator("li.ask", has=page.locator("a.code:text-is('STORE-C13')"))
    ask.get_by_role("button", name="Confirm").click()
    expect(page.locator(".flashes .notice")).to_be_visible()
    page.goto("/commitments?project=STORE")
    row = page.locator("main tbody tr", has=page.locator(".code:text-is('STORE-C13')"))
    expect(row.locator(".status").first).to_have_text("Confirmed")


def test_filtering_and_sorting_a_list(visit: Visitors) -> None:
    page = visit("zhu.hong", "/decisions", scripts=False)
    page.get_by_label("State", exact=True).select_option("proposed")
    page.locator("form.filters button[type=submit]").click()
    page.wait_for_url(re.compile("state=proposed"))
    proposed = page.locator("main tbody tr").count()
    assert proposed >= 3
    page.locator("main thead a").first.click()
    page.wait_for_url(re.compile("state=proposed.*sort=|sort=.*state=proposed"))
    expect(page.locator("main tbody tr")).to_have_count(proposed)


def test_a_question_has_a_page_where_no_dialog_opens(visit: Visitors) -> None:
    page = visit("zhang.min", "/commitments?project=STORE&state=requested", scripts=False)
    page.locator("a.row-link").first.click()
    page.locator("main a[href$='/withdrawal']").first.click()
    page.wait_for_url(re.compile("/withdrawal"))
    expect(page.locator(".confirm-question")).to_be_visible()
