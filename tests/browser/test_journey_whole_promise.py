"""One promise from the ask to the evaluation, by three people on phones, in Chinese."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors

SUBMIT = "main form.form button[type=submit].btn-primary"
THIS_WEEK = dt.date.today() - dt.timedelta(days=dt.date.today().weekday())
WEEKS = [THIS_WEEK - dt.timedelta(weeks=number) for number in (4, 3, 2, 1)]


def on_phone(visit: Visitors, who: str) -> Page:
    page = visit(who, "/", phone=True, language="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("zh"))
    return page


def send(page: Page) -> None:
    """Send the form, and be somewhere else without an error on the page."""
    before = page.url
    page.locator(SUBMIT).first.click()
    page.wait_for_url(lambda url: url != before)
    expect(page.locator("main [aria-invalid=true]")).to_have_count(0)


def ask(manager: Page) -> str:
    manager.goto("/projects/STORE/commitments/new")
    manager.locator("select[name=department]").select_option(label="Logistics 物流部")
    manager.locator("[name=person]").fill("xie.bin@greenmart.example")
    manager.locator("[name=share_percent]").fill("50")
    manager.locator("[name=valid_from]").fill(WEEKS[0].isoformat())
    manager.locator("[name=valid_to]").fill((THIS_WEEK + dt.timedelta(weeks=4)).isoformat())
    manager.locator("[name=statement]").fill("把收货流程画下来，并在试点仓库试一遍。")
    send(manager)
    found = re.search(r"/commitments/\d+", manager.url)
    assert found
    return found.group()


def counter(head: Page, place: str) -> None:
    head.goto(f"{place}/answer")
    expect(head.locator("details.answer[open]")).to_have_count(0)
    offer = head.locator("details.answer", has=head.locator("[name=share_percent]"))
    offer.locator("summary").first.click()
    offer.locator("[name=share_percent]").first.fill("40")
    offer.locator("[name=note]").fill("盘点期间只能给四成。")
    offer.locator("button[type=submit].btn-primary").click()
    head.wait_for_url(re.compile(f"{place}$"))


def enter_four_weeks(manager: Page, place: str) -> None:
    number = place.rsplit("/", 1)[1]
    for monday, hours in zip(WEEKS, ("16", "16", "4", "15.5"), strict=True):
        manager.goto(f"/projects/STORE/given?week={monday.isoformat()}")
        manager.locator(f"[name=hours_{number}]").fill(hours)
        manager.locator("main form button[type=submit].btn-primary").last.click()
        expect(manager.locator(".flashes .notice").first).to_be_visible()


def dispute(head: Page, manager: Page, place: str) -> None:
    """The head says that a missed week was given; the project lets both figures stand."""
    week = f"{place}/weeks/{WEEKS[2].isoformat()}"
    head.goto(f"{week}/objection")
    head.locator("[name=hours]").fill("14")
    head.locator("[name=reason]").fill("他整周都在等你们的测试数据。")
    send(head)
    manager.goto(f"{week}/settlement")
    expect(manager.locator("main")).to_contain_text("他整周都在等你们的测试数据。")
    manager.locator("label", has=manager.locator("input[value=both_stand]")).click()
    manager.locator("[name=note]").fill("数据周二已经给了。")
    send(manager)
    manager.goto(week)
    for figure in ("4", "14"):
        expect(manager.locator("main")).to_contain_text(figure)


def amend(head: Page, manager: Page, place: str) -> None:
    head.goto(f"{place}/amendments/new")
    head.locator("[name=share_percent]").fill("20")
    head.locator("[name=note]").fill("旺季提前了。")
    send(head)
    manager.goto(place)
    expect(manager.locator("main")).to_contain_text("40%")
    manager.goto(f"{place}/amendment/acceptance")
    send(manager)
    manager.goto(place)
    expect(manager.locator("main")).to_contain_text("20%")


def evaluate(manager: Page, head: Page, person: Page, place: str) -> None:
    manager.goto(f"{place}/fulfilment")
    send(manager)
    manager.goto(f"{place}/evaluation/edit")
    manager.locator("[name=text]").fill("收货流程画得清楚，仓库的人看得懂。")
    send(manager)
    for page in (manager, head):
        page.goto(f"{place}/evaluation")
        page.locator("main form[action$='/evaluation/confirmation'] button").click()
        expect(page.locator(".flashes .notice").first).to_be_visible()
    person.goto(f"{place}/evaluation")
    expect(person.locator("#text, section:has(#text)").first).to_contain_text("收货流程画得清楚")
    person.goto(f"{place}/evaluation/words")
    person.locator("[name=own_words]").fill("谢谢，下次早点给测试数据。")
    send(person)
    head.goto(f"{place}/evaluation")
    expect(head.locator("main")).to_contain_text("谢谢，下次早点给测试数据。")


def test_from_the_ask_to_the_evaluation(visit: Visitors) -> None:
    manager, head, person = (on_phone(visit, who) for who in ("zhang.min", "he.lao", "xie.bin"))
    place = ask(manager)
    counter(head, place)
    manager.goto(f"{place}/acceptance")
    send(manager)
    expect(manager.locator("main .status").first).to_have_text("已确认")
    enter_four_weeks(manager, place)
    dispute(head, manager, place)
    amend(head, manager, place)
    evaluate(manager, head, person, place)
    outsider = visit("zhu.hong", "/", phone=True, language="zh-CN")
    answer = outsider.goto(f"{place}/evaluation")
    assert answer
    assert answer.status == 404
