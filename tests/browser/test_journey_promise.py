"""A department head answers on a phone, in Chinese; the project takes the counter-offer on a desk."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitors

ANSWER = "main form.form button[type=submit]"


def open_answer(page: Page, kind: str, code: str) -> None:
    ask = page.locator("li.ask", has=page.locator(f"a.code:text-is('{code}')"))
    ask.locator(f"a[href$='/{kind}']").click()
    page.wait_for_url(re.compile(kind))


def row_of(page: Page, code: str) -> Locator:
    return page.locator("main tbody tr", has=page.locator(f".code:text-is('{code}')"))


def test_a_head_confirms_an_ask_on_the_phone(visit: Visitors) -> None:
    page = visit("he.lao", "/", phone=True, language="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("zh"))
    open_answer(page, "answer", "STORE-C13")
    expect(page.locator("details.answer[open]")).to_have_count(0)
    answer = page.locator("details.answer", has=page.locator("form[action$='/confirmation']"))
    answer.locator("summary").first.click()
    answer.locator("textarea[name=note]").fill("何老：按时到。")
    answer.locator("button[type=submit]").click()
    expect(page.locator(".flashes .notice")).to_be_visible()
    page.goto("/")
    expect(page.locator("li.ask a.code:text-is('STORE-C13')")).to_have_count(0)
    page.goto("/commitments?project=STORE")
    row_of(page, "STORE-C13").locator("a.row-link").click()
    expect(page.locator("main .status").first).to_have_text("已确认")
    expect(page.locator("main")).to_contain_text("何老：按时到。")


def test_a_counter_offer_is_accepted_by_the_project(visit: Visitors) -> None:
    head = visit("he.lao", "/", phone=True, language="zh-CN")
    open_answer(head, "counter-offer", "STORE-C13")
    head.locator("input[name=share_percent]").fill("15")
    head.locator("textarea[name=note]").fill("仓库盘点前只能一半。")
    head.locator(ANSWER).click()
    expect(head.locator(".flashes .notice")).to_be_visible()

    manager = visit("zhang.min", "/")
    offer = manager.locator("li.ask", has=manager.locator("a.code:text-is('STORE-C13')"))
    expect(offer).to_contain_text("15")
    expect(offer).to_contain_text("仓库盘点前只能一半。")
    offer.locator("a[href$='/acceptance']").click()
    dialog = manager.locator("dialog[open]")
    dialog.locator("button[type=submit].btn-primary").click()
    manager.wait_for_url(re.compile(r"/commitments/\d+$"))
    expect(manager.locator("main .status").first).to_have_text("Confirmed")

    head.goto("/commitments?project=STORE")
    expect(row_of(head, "STORE-C13").locator(".status").first).to_have_text("已确认")


def test_an_answer_that_does_not_fit_comes_back_with_the_error_at_the_field(visit: Visitors) -> None:
    page = visit("he.lao", "/", phone=True, language="zh-CN")
    open_answer(page, "counter-offer", "STORE-C13")
    page.locator("input[name=valid_to]").fill("2020-01-01")
    page.locator(ANSWER).click()
    expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.locator("a").first.click()
    expect(page.locator("main [aria-invalid=true]").first).to_be_focused()
    assert not re.search("[a-z]{4,}", summary.inner_text())
