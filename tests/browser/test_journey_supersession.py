"""The journey of a decision that falls: what relied on it is asked about; who is bound by the new one says so on the
phone.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors

OLD = "Store operations and IT lead the store system together"
NEW = "Store operations leads the store system"
ACTION = "Tell all stores who leads"
SUBMIT = "main form.form button[type=submit].btn-primary"


def test_what_relied_on_a_superseded_decision_is_asked_about_and_the_new_one_is_acknowledged(
    visit: Visitors,
) -> None:
    page = visit("tang.xin", f"/decisions?q={OLD.replace(' ', '+')}")
    page.locator("a.row-link", has_text=OLD).click()
    old = page.url
    _give_action(page, old)
    _open_meeting(page)
    new = _supersede(page, old)
    page.goto(old)
    expect(page.locator("main")).to_contain_text("This decision no longer holds")
    expect(page.locator("svg.chain-picture")).to_contain_text("superseded by")
    expect(page.locator(".holds-now")).to_contain_text(NEW)
    page.get_by_role("link", name="Say what becomes of each").click()
    row = page.locator("li.card", has_text=ACTION)
    row.locator("input[value=changes]").check()
    row.locator("input[name=note]").fill("The stores hear of operations alone.")
    row.get_by_role("button", name="Put it on record").click()
    expect(page.locator("li.card", has_text=ACTION)).to_contain_text("The stores hear of operations alone.")
    expect(page.locator("main")).not_to_contain_text("Nobody has said what becomes of it")

    page.goto(f"{new}/bindings")
    page.locator("select[name=department]").select_option(label="Logistics 物流部")
    page.locator(SUBMIT).click()
    expect(page.locator("main")).to_contain_text("Logistics 物流部: Not acknowledged yet")

    phone = visit("he.lao", "/", phone=True)
    card = phone.locator("li.ask", has_text="You are bound by")
    expect(card).to_contain_text(NEW)
    card.get_by_role("button", name="Read and understood").click()
    expect(phone.locator("body")).to_contain_text("1 answer recorded.")
    phone.goto(new)
    expect(phone.locator("#bound, section:has(#bound)").first).to_contain_text("Read and understood")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "nothing runs off a phone"
    )


def _give_action(page: Page, decision: str) -> None:
    page.goto(f"{decision}/actions/new")
    page.locator("[name=title]").fill(ACTION)
    page.locator("[name=owner]").fill("he.lao@greenmart.example")
    page.locator("[name=due_on]").fill("2030-03-01")
    page.locator(SUBMIT).click()
    expect(page.locator("h1")).to_contain_text(ACTION)


def _open_meeting(page: Page) -> None:
    page.goto("/meetings?state=called")
    page.locator("a.row-link", has_text="Eleventh meeting").click()
    meeting = page.url
    page.get_by_role("button", name="Open the meeting").click()
    page.goto(f"{meeting}/attendance")
    for seat in page.locator("fieldset.roll").all():
        seat.locator("label", has=page.locator("input[value=present]")).click()
    page.locator(SUBMIT).click()
    page.wait_for_url(meeting)


def _supersede(page: Page, old: str) -> str:
    page.goto(f"{old}/supersession")
    expect(page.locator("main")).to_contain_text("What relies on it today")
    expect(page.locator("main")).to_contain_text(ACTION)
    page.locator("label", has=page.locator("input[name=kind][value=supersede]")).click()
    page.locator("[name=title]").fill(NEW)
    page.locator(SUBMIT).click()
    expect(page.locator("h1")).to_contain_text(NEW)
    new = re.sub(r"[?#].*", "", page.url)
    page.goto(f"{new}/outcome")
    page.locator("textarea[name=outcome]").fill("Store operations leads; IT builds.")
    page.locator("textarea[name=grounds]").fill("Two leads were one too many.")
    page.locator("[name=owner]").fill("liu.jianhua@greenmart.example")
    page.locator("[name=meeting]").select_option(index=1)
    for stand in page.locator("select[name^=position_]").all():
        stand.select_option("agree")
    page.locator(SUBMIT).click()
    expect(page.locator(".lead-line")).to_contain_text("Decided")
    return new
