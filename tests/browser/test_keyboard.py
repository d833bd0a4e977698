"""Everything can be done without a mouse, and one always sees where one is."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors
from tests.support.chromium import SETTLE

FOCUS = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const own = e.matches('input[type=radio], input[type=checkbox]') ? e.closest('label') || e : e;
    const seen = [e, own].some(x => {
        const s = getComputedStyle(x);
        return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none';
    });
    const box = own.getBoundingClientRect();
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    return {where: e.tagName + ' ' + (e.name || e.id || e.textContent.trim().slice(0, 40)), seen, inside};
}"""


def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press Tab until this element has the focus."""
    target = page.locator(selector).first
    for _press in range(limit):
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by {limit} times Tab")


def test_the_skip_link_comes_first_and_leads_to_the_content(visit: Visitors) -> None:
    page = visit("chen.wei", "/board")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_searching_and_opening_a_row(visit: Visitors) -> None:
    page = visit("chen.wei", "/projects")
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.type("warehouse")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    expect(page.locator("main")).to_contain_text("Warehouse control")
    page.goto("/projects")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("a.row-link").nth(1)
    expect(second).to_be_focused()
    address = second.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_answering_an_ask(visit: Visitors) -> None:
    page = visit("he.lao", "/")
    tab_to(page, "li.ask a[href$='/confirmation']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/confirmation"))
    tab_to(page, "main select[name=person], main textarea[name=note]")
    if page.evaluate("document.activeElement.tagName") == "SELECT":
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.keyboard.type("Yes.")
    tab_to(page, "main form.form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"(/|/commitments/\d+)$"))
    expect(page.locator(".flashes .notice")).to_be_visible()


def test_tab_walks_through_the_whole_page_and_every_stop_is_visible(visit: Visitors) -> None:
    page = visit("he.lao", "/commitments")
    stops: list[str] = []
    for _press in range(250):
        page.keyboard.press("Tab")
        page.evaluate(SETTLE)
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        assert focus["seen"], f"no visible focus on {focus['where']}"
        assert focus["inside"], f"the focus is out of sight on {focus['where']}"
        stops.append(focus["where"])
    else:
        raise AssertionError(f"a keyboard trap, or no end, after {stops[-6:]}")
    assert len(stops) > 20


def test_menus_and_dialogs_close_with_escape_and_give_the_focus_back(visit: Visitors) -> None:
    page = visit("chen.wei", "/board")
    page.locator(".person-menu summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".person-menu .menu-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".person-menu .menu-panel")).to_be_hidden()
    expect(page.locator(".person-menu summary")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
