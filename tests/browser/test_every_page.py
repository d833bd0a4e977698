"""What holds on every page: WCAG 2.2 AA, light and dark; no sideways scrolling on a phone; a silent console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Visitors
from tests.support.chromium import overflow, violations

#: Ten rows show what fifty would.
TEN = "?limit=10"
#: (who looks, a place, or the link to follow from there)
PAGES = (
    (None, "/sign-in", None),
    ("chen.wei", "/", None),
    ("he.lao", "/", None),
    ("chen.wei", "/board", None),
    ("chen.wei", f"/projects{TEN}", None),
    ("chen.wei", "/projects/STORE", None),
    ("zhang.min", "/projects/STORE/milestones", None),
    ("zhang.min", "/projects/STORE/reports", None),
    ("zhang.min", "/projects/STORE/commitments", None),
    ("zhang.min", "/projects/STORE/commitments/new", None),
    ("zhang.min", "/projects/STORE/given", None),
    ("he.lao", "/projects/STORE/given", "a[href*='/weeks/']"),
    ("chen.wei", "/projects/STORE/raci", None),
    ("chen.wei", "/projects/STORE/history", None),
    ("chen.wei", "/programmes", None),
    ("he.lao", f"/commitments{TEN}", None),
    ("he.lao", f"/commitments{TEN}", "a.row-link"),
    ("he.lao", "/", "a[href$='/counter-offer']"),
    ("chen.wei", "/departments", "main a[href^='/departments/']"),
    ("zhu.hong", f"/decisions{TEN}", None),
    ("zhu.hong", f"/decisions{TEN}", "a.row-link"),
    ("zhu.hong", "/decisions?state=proposed", "a.row-link"),
    ("zhu.hong", f"/meetings{TEN}", None),
    ("zhu.hong", f"/meetings{TEN}", "a.row-link"),
    ("zhu.hong", "/groups", "main a[href^='/groups/']"),
    ("chen.wei", f"/risks{TEN}", None),
    ("chen.wei", f"/risks{TEN}", "a.row-link"),
    ("zhang.min", "/projects/STORE/risks/new", None),
    ("chen.wei", f"/actions{TEN}", None),
    ("chen.wei", "/search?q=门店", None),
    ("chen.wei", f"/people{TEN}", "a.row-link"),
    ("tian.tian", "/people/new", None),
    ("chen.wei", "/account", None),
    ("chen.wei", "/projects/NOWHERE", None),
)
NARROW = (PHONE, {"width": 320, "height": 640})


def named(page: tuple[str | None, str, str | None]) -> str:
    who, address, link = page
    return f"{who or 'nobody'} {address}{' first row' if link else ''}"


def follow(page: Page, link: str | None) -> None:
    if link:
        page.goto(page.locator(link).first.get_attribute("href") or "")


@pytest.mark.parametrize("place", PAGES, ids=named)
def test_everybody_can_use_the_page(place: tuple[str | None, str, str | None], visit: Visitors) -> None:
    who, address, link = place
    faults: dict[str, list[str]] = {}
    page = visit(who, address)
    follow(page, link)
    faults["light, desk, English"] = violations(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.wait_for_function("getComputedStyle(document.documentElement).colorScheme.includes('dark')")
    faults["dark, desk, English"] = violations(page, only=("color-contrast",))
    faults |= {f"{size['width']} px, English": _at(page, size) for size in NARROW}
    page = visit(who, address, phone=True, language="zh-CN", dark=True)
    follow(page, link)
    faults["dark, phone, Chinese"] = violations(page)
    faults |= {f"{size['width']} px, Chinese": _at(page, size) for size in NARROW}
    report = [f"{view}: {fault}" for view, found in faults.items() for fault in found]
    assert not report, "\n".join(report)


def _at(page: Page, size: dict[str, int]) -> list[str]:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    return overflow(page)
