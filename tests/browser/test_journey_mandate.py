"""A mandate from the template to its revocation: the office at its desk, sponsor and head on phones, in Chinese."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors
from tests.support.chromium import overflow, violations

SUBMIT = "main form.form button[type=submit].btn-primary"
PROJECT = "/projects/DATA"


def send(page: Page) -> None:
    before = page.url
    page.locator(SUBMIT).first.click()
    page.wait_for_url(lambda url: url != before)
    expect(page.locator("main [aria-invalid=true]")).to_have_count(0)


def draft(office: Page) -> str:
    """From the template, made precise, put to the sponsor."""
    office.goto(PROJECT)
    expect(office.locator(".page-head .project-mark", has_text="No mandate")).to_be_visible()
    office.goto(f"{PROJECT}/mandates/new")
    office.locator("label.choice", has=office.locator("input[value=it]")).click()
    send(office)
    found = re.search(r"/mandates/\d+", office.url)
    assert found
    place = found.group()
    expect(office.locator(".letter")).to_contain_text("授权范围")
    for name in ("Marketing", "Purchasing"):
        office.locator("#departments, section:has(#departments)").first.wait_for()
        office.get_by_role("link", name=re.compile(f"Take {name}")).click()
        office.locator(".confirm form.form button[type=submit]").last.click()
        expect(office.get_by_role("link", name=re.compile(f"Take {name}"))).to_have_count(0)
    office.goto(f"{place}/edit")
    assert violations(office) == []
    office.locator("[name=money_limit]").fill("200000")
    office.locator("[name=currency]").fill("CNY")
    office.locator("[name=valid_to]").fill((dt.date.today() + dt.timedelta(days=200)).isoformat())
    send(office)
    office.goto(f"{place}/putting")
    send(office)
    expect(office.locator("main")).to_contain_text("It waits for the signature of Chen Wei")
    return place


def answer(page: Page) -> None:
    """Read the letter on a phone, in one's own language first, and say yes."""
    expect(page.locator(".letter-part").first).to_have_attribute("lang", "zh-Hans")
    assert violations(page) == []
    assert overflow(page) == []
    page.locator("label.choice", has=page.locator("input[value=accept]")).click()
    send(page)


def test_from_the_template_to_the_revocation(visit: Visitors) -> None:
    office = visit("lin.yu", "/")
    place = draft(office)
    sponsor, head = (visit(who, "/", phone=True, language="zh-CN") for who in ("chen.wei", "he.lao"))
    sponsor.goto(f"{place}/signature")
    answer(sponsor)
    head.goto(place)
    head.locator("main a[href*='/acknowledgements/']").first.click()
    answer(head)
    office.goto(place)
    expect(office.locator("h1")).to_have_text(re.compile(r"Mandate M-\d{4}-\d{3}"))
    assert violations(office) == []
    letter = office.request.get(f"{place}/letter.pdf")
    assert letter.body().startswith(b"%PDF")
    office.goto(PROJECT)
    expect(office.locator(".page-head .project-mark", has_text="No mandate")).to_have_count(0)
    sponsor.goto(f"{place}/revocation")
    assert overflow(sponsor) == []
    sponsor.locator("[name=reason]").fill("战略调整。")
    sponsor.locator(".confirm form.form button[type=submit]").last.click()
    sponsor.wait_for_url(re.compile(f"{place}$"))
    expect(sponsor.locator("main")).to_contain_text("战略调整。")
    office.goto(PROJECT)
    expect(office.locator(".page-head .project-mark", has_text="No mandate")).to_be_visible()
