"""The pages, as people use them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal.absences.models import Absence
from portal.commitments.models import Commitment, Kind, State
from portal.database import session
from tests.factories.accounts import World, make_department, make_head
from tests.factories.commitments import by_day, in_parts, make_commitment, make_counter, terms
from tests.factories.projects import make_milestone
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def only_commitment() -> Commitment:
    session().expire_all()
    return session().scalars(select(Commitment)).one()


ASK = {
    "person": "Max Member",
    "share_percent": "50",
    "valid_from": TODAY.isoformat(),
    "valid_to": days(60).isoformat(),
    "statement": "Map the warehouse processes",
    "note": "Without it the pilot slips",
}


def test_from_the_ask_to_the_accepted_counter_offer(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/commitments/new", follow=True)
    page = browser.submit(page, {**ASK, "department": str(world.logistics.id)})
    assert page.has("He Lao 何老 has been asked.")
    commitment = only_commitment()

    desk = browser.as_(world.head).get("/")
    assert desk.has("Mia Manager (STORE) asks Logistics 物流部 for Max Member, 50% of the week")
    answer = browser.get(f"/commitments/{commitment.id}/answer")
    assert answer.has("Without it the pilot slips")
    assert answer.has("In this time Max Member is promised to nobody else.")
    page = browser.submit(
        answer, {"share_percent": "30", "note": "Fridays are full"}, action="/counter-offer"
    )
    assert page.has("Your counter-offer is with the project.")

    desk = browser.as_(world.manager).get("/")
    assert desk.has("Share of the week: 30% instead of 50%")
    page = browser.submit(browser.get(desk.link("Accept")))
    assert page.has("it is confirmed")
    assert [tag.get_text() for tag in page.soup.select(".compare-title")] == ["1. Asked", "2. Counter-offer"]
    assert page.has("changed")
    assert only_commitment().state == State.CONFIRMED


def test_the_overload_is_said_before_it_is_confirmed(world: World, browser: Browser) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    make_commitment(
        world.secret, **both, state=State.CONFIRMED, wanted=terms(person=world.member, share_percent=60)
    )
    asked = make_commitment(world.project, **both, wanted=terms(person=world.member, valid_to=days(20)))
    session().commit()
    sentence = "With this, Max Member is promised 110% of the week from 3 Mar 2026 to 23 Mar 2026"
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/answer")
    assert page.has(sentence)
    assert page.has("Max Member is promised 60% to SECRET until 2 May 2026.")
    page = browser.get(f"/commitments/{asked.id}/confirmation")
    assert page.has(sentence)
    assert page.has("Confirm, knowing the overload")
    page = browser.submit(page)
    assert page.has("You have confirmed.")
    assert page.has("Known overload")


def test_three_equal_answers_none_chosen_beforehand(world: World, browser: Browser) -> None:
    asked = make_commitment(world.project, requester=world.manager, head=world.head)
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/answer")
    choices = page.soup.select("details.answer > summary.choice")
    assert not page.soup.select("details.answer[open]")
    assert [choice.select(".choice-label")[0].get_text() for choice in choices] == [
        "Confirm",
        "Counter",
        "Refuse",
    ]
    assert len({tuple(choice["class"]) for choice in choices}) == 1
    assert not page.soup.select("main input[checked]")


def test_for_a_skill_the_head_chooses_among_people_with_what_they_have_on(
    world: World, browser: Browser
) -> None:
    asked = make_commitment(world.project, requester=world.manager, head=world.head)
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/confirmation")
    options = [option.get_text() for option in page.soup.select("select[name=person] option")]
    assert options == [
        "—",
        "He Lao 何老: nothing promised in this time",
        "Max Member: nothing promised in this time",
    ]
    refused = browser.submit(page)
    assert refused.status == 422
    assert "Choose one." in refused.errors["person"]
    page = browser.submit(page, {"person": str(world.member.id)})
    assert page.has("2. Promised")
    assert only_commitment().person == world.member


def test_a_refusal_needs_its_reason(world: World, browser: Browser) -> None:
    asked = make_commitment(world.project, requester=world.manager, head=world.head)
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/refusal")
    assert "This field is needed." in browser.submit(page).errors["reason"]
    page = browser.submit(page, {"reason": "Stock-taking in April"})
    assert page.has("Refused by He Lao 何老 on 3 Mar 2026.")
    assert page.has("Stock-taking in April")


def errors_of_asking(browser: Browser, world: World, **changed: str) -> dict[str, str]:
    page = browser.as_(world.manager).get("/projects/STORE/commitments/new")
    return browser.submit(page, {**ASK, "department": str(world.logistics.id), **changed}).errors


def test_what_is_wrong_with_an_ask_stands_at_its_field(world: World, browser: Browser) -> None:
    wrong = errors_of_asking(browser, world, person="Emil Employee")
    assert "belongs to Sales 销售部, not to Logistics 物流部" in wrong["person"]
    wrong = errors_of_asking(browser, world, hours_per_week="8")
    assert "not both" in wrong["hours_per_week"]
    wrong = errors_of_asking(browser, world, valid_to=days(-1).isoformat(), department="")
    assert set(wrong) == {"department"}
    assert session().scalars(select(Commitment)).all() == []


@pytest.mark.parametrize("kind", [Kind.DELIVERABLE, Kind.DECISION, Kind.ATTENDANCE])
def test_every_kind_can_be_asked_countered_and_accepted(world: World, browser: Browser, kind: Kind) -> None:
    page = browser.as_(world.manager).get(f"/projects/STORE/commitments/new?kind={kind}")
    given = {
        "department": str(world.logistics.id),
        "statement": "Two deliveries a day",
        "valid_to": days(9).isoformat(),
    }
    if kind == Kind.ATTENDANCE:
        given |= {"valid_from": days(9).isoformat(), "skill": "two shift leaders"}
    assert browser.submit(page, given).has("He Lao 何老 has been asked.")
    commitment = only_commitment()
    page = browser.as_(world.head).get(f"/commitments/{commitment.id}/counter-offer")
    assert browser.submit(page, {"statement": "One delivery a day"}).status == 200
    page = browser.as_(world.manager).get(f"/commitments/{commitment.id}/acceptance")
    assert browser.submit(page).has("it is confirmed")


def test_a_draft_is_saved_changed_and_asked(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/commitments/new")
    given = {**ASK, "department": str(world.logistics.id)}
    page = browser.submit(page, given, button=("draft", "1"))
    assert page.has("Nobody has been asked yet.")
    draft = only_commitment()
    assert browser.as_(world.head).get(f"/commitments/{draft.id}").status == 404
    edit = browser.as_(world.manager).get(f"/commitments/{draft.id}/edit")
    page = browser.submit(edit, {"share_percent": "20"})
    assert page.has("20%")
    page = browser.submit(page, action="/request")
    assert page.has("He Lao 何老 has been asked.")
    assert browser.get(f"/commitments/{draft.id}/edit").status == 409


def test_who_edits_an_older_draft_sees_both_texts(world: World, browser: Browser) -> None:
    draft = make_commitment(
        world.project, requester=world.manager, department=world.logistics, state=State.DRAFT
    )
    session().commit()
    one_tab, other_tab = [browser.as_(world.manager).get(f"/commitments/{draft.id}/edit")] * 2
    assert browser.submit(other_tab, {"statement": "Theirs"}).status == 200
    page = browser.submit(one_tab, {"statement": "Mine", "once": "another"})
    assert page.status == 409
    assert page.has("Theirs")
    assert page.has("Mine")


def test_the_second_answer_is_told_what_the_first_was(world: World, browser: Browser) -> None:
    asked = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    session().commit()
    browser.as_(world.head)
    pages: list[Page] = [
        browser.get(f"/commitments/{asked.id}/{answer}") for answer in ("confirmation", "refusal")
    ]
    assert browser.submit(pages[0]).status == 200
    late = browser.submit(pages[1], {"reason": "No"})
    assert late.status == 409
    assert late.has("Already confirmed by He Lao 何老 on 3 Mar 2026.")
    assert browser.get(f"/commitments/{asked.id}/answer").location == f"/commitments/{asked.id}"


def test_the_page_says_who_waits_for_whom_and_shows_a_vacancy(world: World, browser: Browser) -> None:
    finance = make_department("Finance")
    vacant = make_commitment(world.project, requester=world.manager, department=finance)
    asked = make_commitment(world.project, requester=world.manager, head=world.head)
    session().commit()
    browser.as_(world.manager)
    assert browser.get(f"/commitments/{vacant.id}").has("This waits for a vacancy: nobody heads Finance.")
    waits = "This waits for He Lao 何老, head of Logistics 物流部, since 3 Mar 2026."
    assert browser.get(f"/commitments/{asked.id}").has(waits)
    assert browser.get("/commitments?vacancy=1").has("Nobody heads it")
    make_head(finance, world.employee)
    session().commit()
    assert browser.as_(world.employee).get(f"/commitments/{vacant.id}").has("Answer")


@pytest.mark.parametrize(
    ("ending", "field", "said"),
    [
        ("release", "reason", "Released early by Mia Manager"),
        ("fulfilment", "note", "Marked as fulfilled by Mia Manager"),
        ("miss", "reason", "Marked as missed by Mia Manager"),
    ],
)
def test_a_promise_ends_with_a_word(
    world: World, browser: Browser, ending: str, field: str, said: str
) -> None:
    promised = make_commitment(world.project, requester=world.manager, head=world.head, state=State.CONFIRMED)
    session().commit()
    page = browser.as_(world.manager).get(f"/commitments/{promised.id}/{ending}")
    page = browser.submit(page, {field: "It went live"})
    assert page.has(said)
    assert page.has("It went live")
    assert browser.get(f"/commitments/{promised.id}/{ending}").status == 409


def test_asking_again_and_withdrawing_a_counter_offer(world: World, browser: Browser) -> None:
    first, second = (
        make_commitment(world.project, requester=world.manager, head=world.head) for _turn in range(2)
    )
    for commitment in (first, second):
        make_counter(commitment, world.head, terms(person=world.member, share_percent=20))
    session().commit()
    browser.as_(world.manager)
    again = browser.get(f"/commitments/{first.id}/request-again")
    page = browser.submit(again)
    assert page.has("Accept it instead")
    page = browser.submit(again, {"share_percent": "30"})
    assert page.has("3. Asked again")
    page = browser.submit(browser.get(f"/commitments/{second.id}/withdrawal"), {"reason": "Found somebody"})
    assert page.has("Withdrawn by Mia Manager")


def test_the_lists_explain_themselves(world: World, browser: Browser) -> None:
    make_commitment(world.project, requester=world.manager, head=world.head, answer_due_on=days(-1))
    make_commitment(
        world.project, requester=world.manager, head=world.head, kind=Kind.DECISION, wanted=by_day()
    )
    session().commit()
    browser.as_(world.employee)
    assert browser.get("/commitments").has("Overdue")
    assert browser.get("/commitments?state=missed").has("Nothing matches these filters")
    blank = "mine=&state=&kind=&department=&project=&person=&head="
    assert browser.get(f"/commitments?{blank}").has("Map the warehouse processes")
    page = browser.get(f"/departments/{world.logistics.id}/commitments")
    assert page.has("Why is there no ranking of departments?")
    assert browser.get("/projects/STORE/commitments").has("0.5 full-time people")
    assert browser.get(f"/departments/{world.sales.id}/commitments").has(
        "Nothing is asked of this department"
    )


def test_people_see_their_commitments_where_they_look_for_them(world: World, browser: Browser) -> None:
    both: dict[str, Any] = {
        "requester": world.manager,
        "head": world.head,
        "wanted": terms(person=world.member),
    }
    make_commitment(world.project, **both)
    make_commitment(world.project, **both, state=State.CONFIRMED)
    session().commit()
    browser.as_(world.employee)
    assert browser.get("/projects/STORE").has("0.5 of 1 full-time people promised")
    assert browser.get(f"/departments/{world.logistics.id}").has("What this department is asked and promised")
    assert browser.get(f"/people/{world.member.id}").has(
        "Max Member is promised 50% to STORE until 2 May 2026."
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_asked_and_answered_on_one_page(world: World, browser: Browser, kind: str) -> None:
    milestone = make_milestone(world.project, "First store opens", baseline_on=days(40))
    session().commit()
    has_period = kind in (Kind.STAFFING, Kind.ATTENDANCE)
    said = {
        **({"person": "Max Member", "valid_from": TODAY.isoformat()} if has_period else {}),
        **({"share_percent": "50"} if kind == Kind.STAFFING else {}),
        **({"done_means": "Every supplier has one number"} if kind == Kind.DELIVERABLE else {}),
    }
    page = browser.as_(world.manager).get(f"/projects/STORE/commitments/new?kind={kind}")
    common = {"valid_to": days(30).isoformat(), "statement": "Clean master data", "note": "The pilot"}
    said |= {"department": str(world.logistics.id), "milestones": str(milestone.id)}
    page = browser.submit(page, {**common, **said})
    assert page.has("He Lao 何老 has been asked.")
    assert page.has("First store opens")
    asked = only_commitment()
    assert [each.name for each in asked.milestones] == ["First store opens"]

    page = browser.as_(world.head).get(f"/commitments/{asked.id}/answer")
    assert page.has("What moves if the answer is no, or later")
    assert page.has("First store opens, expected on")
    if kind == Kind.DELIVERABLE:
        assert page.has("Every supplier has one number")
    page = browser.submit(page, {}, action="/confirmation")
    assert page.has("You have confirmed.")


def test_a_decision_that_hangs_on_the_same_milestone_is_named(world: World, browser: Browser) -> None:
    milestone = make_milestone(world.project, "Pilot", baseline_on=days(40))
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    asked = make_commitment(world.project, **both, wanted=terms(person=world.member))
    decision = make_commitment(
        world.project, **both, kind=Kind.DECISION, wanted=by_day(statement="Which scanner?")
    )
    asked.milestones, decision.milestones = [milestone], [milestone]
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/answer")
    assert page.has("Decision asked of Logistics 物流部: Which scanner?")


def test_absences_leave_less_of_a_week_and_are_said_in_words(world: World, browser: Browser) -> None:
    monday = TODAY + dt.timedelta(days=13)
    session().add(
        Absence(
            person_id=world.member.id,
            starts_on=monday,
            ends_on=monday + dt.timedelta(days=3),
            kind="illness",
            created_at=NOW,
        )
    )
    asked = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{asked.id}/answer")
    assert page.has("Max Member is away in week of 16 Mar 2026: 20% of that week is left")
    assert not page.has("illness")
    assert page.soup.select("svg.weeks-chart[role=img][aria-label]")


def test_the_answer_costs_the_same_number_of_statements_however_much_is_promised(
    world: World, browser: Browser
) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    asked = make_commitment(world.project, **both, wanted=terms(person=world.member))
    counts = []
    for number in (3, 30):
        for turn in range(number):
            wanted = in_parts(5, 10, person=world.member, statement=f"{number} {turn}")
            make_commitment(world.project, **both, state=State.CONFIRMED, wanted=wanted)
        session().commit()
        browser.as_(world.head)
        with statements() as seen:
            assert browser.get(f"/commitments/{asked.id}/answer").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_only_milestones_of_the_project_hang_on_its_asks(world: World, browser: Browser, api: Api) -> None:
    make_milestone(world.project, "Pilot", code="M1", baseline_on=days(40))
    foreign = make_milestone(world.secret, "Secret", code="M9", baseline_on=days(40))
    session().commit()
    sent = {**ASK, "department": str(world.logistics.id), "milestones": [str(foreign.id), "x"]}
    page = browser.as_(world.manager).post("/projects/STORE/commitments/new", sent)
    assert page.status == 422
    assert page.has("Choose milestones of this project.")
    body = {"project": "STORE", "department": "LOG", "statement": "Map", "person": world.member.key}
    body |= {"valid_from": TODAY.isoformat(), "valid_to": days(9).isoformat()}
    api.as_(world.manager)
    refused = api.post("/commitments", {**body, "share_percent": 20, "milestones": ["M9"]})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == "milestones"
    made = api.post("/commitments", {**body, "share_percent": 20, "milestones": ["M1"]})
    assert made.json["milestones"] == ["M1"]
