"""The journey of a steering group: propose, take positions, meet, record, close, approve."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors

PROPOSAL = "Roll out to the north"
SUBMIT = "main form.form button[type=submit].btn-primary"


def test_a_member_finds_a_proposal_in_the_log_and_takes_a_position(visit: Visitors) -> None:
    page = visit("zhu.hong", "/decisions")
    page.get_by_label("State", exact=True).select_option("proposed")
    page.wait_for_url(re.compile("state=proposed"))
    page.locator("a.row-link", has_text=PROPOSAL).click()
    page.locator("main a[href$='/position']").click()
    page.locator("label.choice", has=page.locator("input[value=object]")).click()
    page.locator("textarea[name=reason]").fill("The pilot's figures are three days old.")
    page.locator(SUBMIT).click()
    mine = page.locator("#positions tbody tr, section:has(#positions) tbody tr", has_text="Zhu Hong")
    expect(mine.first).to_contain_text("Objects")
    expect(mine.first).to_contain_text("The pilot's figures are three days old.")


def test_a_meeting_is_led_from_opening_to_approved_minutes(visit: Visitors) -> None:
    page = visit("tang.xin", "/meetings?state=called")
    page.locator("a.row-link", has_text="Eleventh meeting").click()
    meeting = page.url
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.locator("main a[href$='/desk']").first).to_be_visible()
    _note_attendance(page, meeting)
    _record_outcome(page)
    page.goto(f"{meeting}/minutes")
    page.locator("textarea[name=minutes]").fill("# Roll-out\n\nThe north begins in March.")
    page.get_by_role("button", name="Store the minutes").click()
    page.goto(f"{meeting}/closing")
    page.locator(SUBMIT).click()
    page.wait_for_url(meeting)
    expect(page.locator("main")).to_contain_text("The minutes wait for somebody else")

    chair = visit("sun.li", meeting)
    chair.get_by_role("link", name="Read and approve the minutes").click()
    expect(chair.locator(".sheet")).to_contain_text("The north begins in March.")
    chair.get_by_role("button", name="I approve these minutes").click()
    chair.wait_for_url(meeting)
    expect(chair.locator(".lead-line")).to_contain_text("Minutes approved")


def _note_attendance(page: Page, meeting: str) -> None:
    page.goto(f"{meeting}/attendance")
    for seat in page.locator("fieldset.roll").all():
        seat.locator("label", has=page.locator("input[value=present]")).click()
    page.locator(SUBMIT).click()
    page.wait_for_url(meeting)


def _record_outcome(page: Page) -> None:
    page.locator("main a", has_text=PROPOSAL).first.click()
    page.locator("main a[href$='/outcome']").click()
    page.locator("textarea[name=outcome]").fill("Twelve stores in the north, from March.")
    page.locator("textarea[name=grounds]").fill("The pilot held for three weeks.")
    page.locator("[name=owner]").fill("zhang.min@greenmart.example")
    page.locator("[name=due_on]").fill("2030-03-01")
    page.locator("[name=meeting]").select_option(index=1)
    for stand in page.locator("select[name^=position_]").all():
        stand.select_option("agree")
    page.locator(SUBMIT).click()
    expect(page.locator("#outcome, section:has(#outcome)").first).to_contain_text("Twelve stores")
    expect(page.locator(".lead-line")).to_contain_text("Decided")
