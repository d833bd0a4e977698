"""Answers on the row: confirmed in place with the words that were shown, many at once, for somebody who is away."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.agreements.models import AgreementAnswer
from portal.commitments import operations
from portal.commitments.models import Commitment, Kind, State
from portal.database import session
from tests.factories.absences import make_absence
from tests.factories.accounts import World, make_person
from tests.factories.agreements import put
from tests.factories.commitments import by_day, make_commitment, make_delivery, terms
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def ask(world: World, **values: Any) -> Commitment:
    kind = values.pop("kind", Kind.DECISION)
    wanted = values.pop("wanted", None) or by_day(statement="Say which counting software is used")
    made = operations.ask_department(
        world.project,
        kind=kind,
        department=world.logistics,
        terms=wanted,
        answer_due_on=days(7),
        by=world.manager,
        now=NOW,
        **values,
    )
    session().commit()
    return made


def part(page: Page, place: str) -> str:
    found = page.soup.find(id=place)
    return " ".join(found.get_text(" ").split()) if found else ""


def confirmations(page: Page) -> list[dict[str, str]]:
    """What each button on a row sends."""
    forms = page.soup.select(".ask-answers form")
    return [
        {str(i["name"]): str(i["value"]) for i in form.find_all("input") if i["name"] != "csrf_token"}
        for form in forms
    ]


def test_a_simple_ask_is_confirmed_on_the_row_with_the_words_that_stood_there(
    world: World, browser: Browser
) -> None:
    asked = ask(world, kind=Kind.STAFFING, wanted=terms(person=world.member, skill="", share_percent=40))
    page = browser.as_(world.head).get("/")
    (sent,) = confirmations(page)
    page = browser.post("/desk/answers", sent, follow=True)
    assert page.has("1 ask confirmed.")
    assert session().get_one(Commitment, asked.id).state == State.CONFIRMED
    answer = session().scalars(select(AgreementAnswer)).one()
    assert answer.by_id == world.head.id
    assert "Max Member" in answer.text_seen


def test_what_was_confirmed_already_is_refused_with_a_sentence(world: World, browser: Browser) -> None:
    ask(world)
    (sent,) = confirmations(browser.as_(world.head).get("/"))
    assert browser.post("/desk/answers", sent).status == 303
    assert browser.post("/desk/answers", sent).status == 303, "the same click again is the same answer"
    again = browser.post("/desk/answers", {**sent, "once": "another"})
    assert again.status == 409
    assert len(session().scalars(select(AgreementAnswer)).all()) == 1


def test_an_overload_or_a_skill_needs_a_closer_look(world: World, browser: Browser) -> None:
    make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, share_percent=90),
    )
    ask(world, kind=Kind.STAFFING, wanted=terms(person=world.member, skill="", share_percent=40))
    ask(world, kind=Kind.STAFFING, wanted=terms())
    page = browser.as_(world.head).get("/")
    assert confirmations(page) == []
    assert page.link("Confirm").endswith("/confirmation")


def test_several_asks_are_confirmed_together_each_on_its_own(world: World, browser: Browser) -> None:
    for _n in range(3):
        ask(world)
    rows = confirmations(browser.as_(world.head).get("/"))
    together = {name: value for row in rows[:2] for name, value in row.items() if name != "once"}
    unknown = {
        "answer-4711": "accept",
        "seen-4711": "x",
        "answer-99999999999": "accept",
        "answer-7": "decline",
    }
    page = browser.post("/desk/answers", {**together, **unknown}, follow=True)
    assert page.has("2 asks confirmed.")
    assert page.has("This does not exist.")
    assert len(session().scalars(select(AgreementAnswer)).all()) == 2
    assert len(page.soup.select(".ask")) == 1


def test_a_form_without_a_choice_changes_nothing(world: World, browser: Browser) -> None:
    ask(world)
    browser.as_(world.head)
    for values in ({}, {"answer-1": "counter"}, {"answer-x": "accept"}, {"answer-0": "accept"}):
        assert browser.post("/desk/answers", values).status == 409
    assert session().scalars(select(AgreementAnswer)).all() == []


def test_whoever_is_not_asked_confirms_nothing(world: World, browser: Browser) -> None:
    ask(world)
    (sent,) = confirmations(browser.as_(world.head).get("/"))
    for person in (world.employee, world.manager, world.other_head, world.auditor):
        assert browser.as_(person).post("/desk/answers", {**sent, "once": person.name}).status == 409
    assert session().scalars(select(AgreementAnswer)).all() == []


def test_the_substitute_has_the_asks_on_the_desk_while_the_head_is_away(
    world: World, browser: Browser
) -> None:
    substitute = make_person("Wu Min", department=world.logistics)
    make_absence(world.head, TODAY, days(5), substitute=substitute)
    ask(world)
    page = browser.as_(substitute).get("/")
    assert page.has("You stand in for He Lao 何老 until 8 Mar 2026")
    (sent,) = confirmations(page)
    assert browser.post("/desk/answers", sent).status == 303
    answer = session().scalars(select(AgreementAnswer)).one()
    assert (answer.by_id, answer.on_behalf_of_id) == (substitute.id, world.head.id)


def test_the_api_says_for_whom_one_stands_in_and_who_is_away(world: World, api: Api) -> None:
    make_absence(world.other_head, TODAY, days(5), substitute=world.head)
    make_absence(world.member, days(1), days(2))
    session().commit()
    desk = api.as_(world.head).get("/desk").json
    assert [each["name"] for each in desk["stands_in_for"]] == ["Sal Sales"]
    assert [(each["name"], each["starts_on"]) for each in desk["people_away"]] == [
        ("Max Member", "2026-03-04")
    ]
    assert desk["figures_to_enter"] == []


def test_after_the_absence_the_desk_of_the_substitute_is_their_own_again(
    world: World, browser: Browser
) -> None:
    substitute = make_person("Wu Min", department=world.logistics)
    make_absence(world.head, days(-9), days(-1), substitute=substitute)
    ask(world)
    page = browser.as_(substitute).get("/")
    assert not page.has("You stand in for")
    assert part(page, "asked") == ""


def test_this_week_names_what_is_to_enter_and_who_is_away(world: World, browser: Browser) -> None:
    make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, skill="", valid_from=days(-8), valid_to=days(30)),
    )
    make_absence(world.member, days(2), days(4), substitute=world.employee, kind="illness")
    session().commit()
    assert "Enter what 1 person gave STORE" in part(browser.as_(world.manager).get("/"), "week")
    assert "Enter what you gave for" in part(browser.as_(world.member).get("/"), "week")
    words = part(browser.as_(world.head).get("/"), "week")
    assert "Max Member is away from 5 Mar 2026 to 7 Mar 2026" in words
    assert "llness" not in words
    assert part(browser.as_(world.employee).get("/"), "week") == ""


def test_the_head_is_reminded_of_figures_to_look_at(world: World, browser: Browser) -> None:
    made = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, skill="", valid_from=days(-8), valid_to=days(30)),
    )
    delivery = make_delivery(made, days(-8), "5", by=world.manager)
    delivery.entered_at = NOW
    session().commit()
    assert f"Look at the figure of {made.code}" in part(browser.as_(world.head).get("/"), "week")


@pytest.mark.parametrize("role", ["head", "manager", "employee"])
def test_the_desk_costs_the_same_however_full_it_is(role: str, world: World, browser: Browser) -> None:
    def fill(count: int) -> None:
        for _n in range(count):
            ask(world)
            ask(world, kind=Kind.STAFFING, wanted=terms(person=world.member, skill="", share_percent=5))
            make_absence(make_person("Somebody", department=world.logistics), days(1), days(2))
        session().commit()

    browser.as_(getattr(world, role))
    fill(3)
    with statements() as few:
        browser.get("/")
    fill(12)
    with statements() as many:
        browser.get("/")
    assert len(many) == len(few)


def test_texts_are_not_crowded_out_by_asks_and_the_whole_list_is_one_link_away(
    world: World, browser: Browser
) -> None:
    for number in range(26):
        ask(world)
        put(world, purpose=f"text-{number}", due_on=days(30))
    session().commit()
    page = browser.as_(world.head).get("/")
    texts = [link for link in page.soup.select(".ask-sentence a") if "/agreements/" in str(link["href"])]
    assert (len(page.soup.select(".ask")), len(texts)) == (50, 25)
    assert browser.get(page.link("Every text that waits for your answer")).status == 200


def test_the_desk_in_another_language_costs_one_statement_more_however_full(
    world: World, browser: Browser
) -> None:
    world.head.language = "zh_Hans"
    counts = []
    for more in (2, 10):
        for _turn in range(more):
            ask(world)
        with statements() as seen:
            assert browser.as_(world.head).get("/").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
