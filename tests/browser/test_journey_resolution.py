"""A written resolution that a member stops: asked, agreed to on the desk, objected to on the phone, on the next agenda."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitors

PROPOSAL = "Liu Jianhua sponsors warehouse control"
WORDS = "Liu Jianhua sponsors warehouse control from the first of the month. 自下月起由刘建华发起。"
REASON = "先定预算，再定发起人。"
SUBMIT = "main form.form button[type=submit]"


def test_an_objection_makes_a_written_resolution_an_item_of_the_next_meeting(visit: Visitors) -> None:
    secretary = visit("tang.xin", "/decisions?state=proposed")
    secretary.locator("a.row-link", has_text=PROPOSAL).click()
    secretary.locator("details.menu summary", has_text="More").first.click()
    secretary.locator("a[href$='/written-resolution']").first.click()
    secretary.locator("textarea[name=outcome]").fill(WORDS)
    secretary.locator("textarea[name=grounds]").fill("Nobody has led it since it began.")
    secretary.locator(SUBMIT).click()
    secretary.wait_for_url(re.compile(r"/resolutions/\d+$"))
    place = re.sub(r"^https?://[^/]+", "", secretary.url)
    expect(secretary.locator("main a[href$='/withdrawal']")).to_have_count(1)

    agreeing = visit("chen.wei", "/", phone=True)
    row = agreeing.locator("li.ask", has_text="from the first of the month")
    expect(row).to_contain_text("in 7 days")
    row.get_by_role("button", name="I agree").click()
    expect(agreeing.locator(".flashes .notice").first).to_be_visible()
    expect(agreeing.locator(f"form[action='{place}/agreement']")).to_have_count(0)
    secretary.reload()
    expect(secretary.locator("main a[href$='/withdrawal']")).to_have_count(0)

    objecting = visit("he.lao", "/", phone=True, language="zh-CN")
    objecting.locator("li.ask", has_text="自下月起由刘建华发起").locator("a[href$='/position']").click()
    objecting.locator("label", has=objecting.locator("input[value=object]")).click()
    objecting.locator("textarea[name=reason]").fill(REASON)
    objecting.locator(SUBMIT).click()
    objecting.wait_for_url(re.compile(r"/decisions/\d+$"))

    secretary.goto(place)
    expect(secretary.locator("main")).to_contain_text("A meeting decides")
    expect(secretary.locator("main")).to_contain_text(REASON)
    secretary.locator("aside a", has_text="Eleventh meeting").click()
    expect(secretary.locator("main")).to_contain_text(f"Not settled in writing: {PROPOSAL}")
    silent = visit("zhu.hong", "/")
    expect(silent.locator(f"form[action='{place}/agreement']")).to_have_count(0)
