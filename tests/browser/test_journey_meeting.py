"""The journey of a meeting with three people at once: it loses its quorum in the middle, and the next one ratifies."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors

PROPOSAL = "Roll out to the north"
PRIMARY = "main form.form button[type=submit].btn-primary"
NOTE = "form[data-note] textarea"
#: What the browser itself notes while the connection is cut on purpose.
OFFLINE = "ERR_INTERNET_DISCONNECTED"
THERE = ("Sun Li", "Chen Wei", "Zhu Hong", "He Lao")


def test_three_people_run_a_meeting_that_loses_its_quorum_and_the_next_one_ratifies(visit: Visitors) -> None:
    secretary = visit("tang.xin", "/meetings?q=Eleventh")
    secretary.locator("a.row-link", has_text="Eleventh meeting").first.click()
    meeting = secretary.url
    _open(secretary, meeting)
    loose = secretary.locator(".desk-loose li", has_text=PROPOSAL)
    loose.get_by_role("button", name="Put on the agenda").click()
    secretary.locator(".desk-agenda a", has_text=PROPOSAL).last.click()
    secretary.wait_for_url(re.compile("item="))
    for name in THERE:
        _tap(secretary, name, "Here")

    member = visit("zhu.hong", f"{meeting}/room")
    chair = visit("sun.li", secretary.url)
    expect(member.locator(".quorum-met")).to_contain_text("Voting members here: 4, needed: 4")
    chair.get_by_role("button", name="Put it on the table").click()
    expect(chair.locator(NOTE)).to_be_visible()
    expect(member.locator(".room-title")).to_contain_text(PROPOSAL)
    expect(secretary.locator(".desk-kicker")).to_contain_text("on the table")
    _everybody_at_once(secretary, chair, member)
    visit.watch.complaints[:] = [each for each in visit.watch.complaints if OFFLINE not in each]

    _tap(secretary, "He Lao", "Leaves")
    expect(member.locator(".quorum-missing")).to_contain_text("Voting members here: 3, needed: 4")
    decision = _record_without_quorum(secretary)
    expect(member.locator(".room-outcome")).to_contain_text("Twelve stores")
    expect(member.locator(".room-state")).to_contain_text("Needs ratification")

    secretary.goto("/meetings?q=Twelfth")
    secretary.locator("a.row-link", has_text="Twelfth meeting").first.click()
    later = secretary.url
    secretary.goto(f"{later}/calling")
    secretary.locator("main form button[type=submit].btn-primary").click()
    secretary.wait_for_url(later)
    _open(secretary, later)
    secretary.locator(".desk-agenda a", has_text=PROPOSAL).click()
    secretary.wait_for_url(re.compile("item="))
    for name in THERE:
        _tap(secretary, name, "Here")
    secretary.get_by_role("button", name="Put it on the table").click()
    secretary.get_by_role("button", name="Ratify").click()
    expect(secretary.locator(".desk-decision")).to_contain_text("Holds")
    member.goto(decision)
    expect(member.locator(".lead-line")).to_contain_text("Decided")


def _open(page: Page, meeting: str) -> None:
    page.goto(meeting)
    page.get_by_role("button", name="Open the meeting").click()
    page.wait_for_url(meeting)
    page.goto(f"{meeting}/desk")


def _tap(page: Page, name: str, what: str) -> None:
    row = page.locator(".desk-people li", has_text=name)
    row.get_by_role("button", name=what).click()
    state = "place-left" if what == "Leaves" else "place-here"
    expect(row).to_have_class(re.compile(state))


def _everybody_at_once(secretary: Page, chair: Page, member: Page) -> None:
    """Two write notes beside each other, one of them without a connection for a while; a member speaks in person."""
    secretary.reload()
    secretary.context.set_offline(True)
    secretary.locator(NOTE).fill("He Lao wants real deliveries first.")
    secretary.get_by_role("button", name="Add the note").click()
    expect(secretary.locator(".desk-said-waiting")).to_contain_text("He Lao wants real deliveries")
    chair.locator(NOTE).fill("The chair sums up the pilot.")
    chair.get_by_role("button", name="Add the note").click()
    expect(chair.locator(".desk-notes")).to_contain_text("The chair sums up the pilot.")
    secretary.context.set_offline(False)
    notes = secretary.locator(".desk-notes li")
    expect(notes).to_have_count(2)
    expect(secretary.locator(".desk-said")).to_have_count(0)
    expect(chair.locator(".desk-notes li")).to_have_count(2)

    secretary.get_by_role("button", name=re.compile("^Sun Li.*: Agrees")).click()
    expect(member.locator(".room-positions")).to_contain_text("Sun Li")
    room = member.url
    member.keyboard.press("ArrowLeft")
    expect(member.locator(".room-title")).not_to_contain_text(PROPOSAL)
    member.keyboard.press(" ")
    expect(member.locator(".room-title")).to_contain_text(PROPOSAL)
    assert room.split("?")[0] == member.url.split("?")[0]


def _record_without_quorum(page: Page) -> str:
    """Whoever had said something keeps it; the rule is asked what comes of it. Gives the decision's address."""
    decision = page.locator(".desk-decision h3 a").get_attribute("href") or ""
    page.get_by_role("link", name="Record the outcome").click()
    page.locator("textarea[name=outcome]").fill("Twelve stores in the north, from March.")
    page.locator("textarea[name=grounds]").fill("The pilot held for three weeks.")
    page.once("dialog", lambda question: question.accept())  # “leave without sending?”
    page.reload()
    expect(page.locator("textarea[name=outcome]")).to_have_value("Twelve stores in the north, from March.")
    page.locator(PRIMARY).click()
    page.wait_for_url(re.compile("/desk"))
    expect(page.locator(".desk-decision").first).to_contain_text("Needs ratification")
    return decision
