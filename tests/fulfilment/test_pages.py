"""The pages of weeks, of a project's grid, of objectives and of the evaluation."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.commitments.models import Commitment, Delivery, State
from portal.database import session
from portal.fulfilment.models import Evaluation, WeekReview
from portal.register.queries import history_of, history_of_project
from tests.factories.accounts import World, appoint, make_person
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.factories.fulfilment import make_evaluation, make_objectives, make_review
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

MONDAY = dt.date(2026, 2, 23)


def lend(world: World, person: Person | None = None, **values: object) -> Commitment:
    """Twenty hours a week, since three weeks."""
    wanted = terms(person=person or world.member, valid_from=days(-22))
    commitment = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        wanted=wanted,
        **{"state": State.CONFIRMED, **values},
    )
    session().commit()
    return commitment


def entered(commitment: Commitment, hours: str, by: Person) -> Delivery:
    delivery = make_delivery(commitment, MONDAY, hours, by)
    delivery.entered_at = NOW
    session().commit()
    return delivery


def place(commitment: Commitment) -> str:
    return f"/commitments/{commitment.id}/weeks/{MONDAY.isoformat()}"


def test_what_was_given_is_entered_by_the_lent_person_and_shown_beside_what_was_promised(
    world: World, browser: Browser
) -> None:
    promised = lend(world)
    address = f"/commitments/{promised.id}/deliveries"
    page = browser.as_(world.member).get(address)
    page = browser.submit(page, {"week_on": MONDAY.isoformat(), "hours": "15.5"})
    assert page.has("The hours are entered.")
    assert page.has("15.5 of 20 h")
    assert page.has("Partly kept")
    assert browser.as_(world.head).get(f"/commitments/{promised.id}").has("15.5 of 20 h")
    page = browser.as_(world.member).get(address)
    wrong = browser.submit(page, {"week_on": days(9).isoformat(), "hours": "8"})
    assert "not begun" in wrong.errors["week_on"]
    assert "such as 40 %" in browser.submit(page, {"hours": "some"}).errors["hours"]
    assert browser.submit(page, {"week_on": MONDAY.isoformat(), "hours": "50 %"}).has("20 of 20 h")


def test_a_week_of_a_whole_project_is_entered_on_one_page(world: World, browser: Browser) -> None:
    people = [make_person(name, department=world.logistics) for name in ("Anna", "Bo", "Carl")]
    first, second, third = (lend(world, person) for person in people)
    page = browser.as_(world.manager).get(f"/projects/STORE/given?week={MONDAY}")
    page = browser.submit(page, {f"hours_{first.id}": "20", f"hours_{second.id}": "25 %"}, action="given")
    assert page.has("2 weeks are entered.")
    assert page.has("Kept")
    stored = {each.commitment_id: each.hours for each in session().scalars(select(Delivery))}
    assert stored == {first.id: 20, second.id: 10}
    session().expire_all()
    session().commit()
    assert [entry.event for entry in history_of(first)] == ["commitments.delivered"]
    assert [entry.event for entry in history_of(second)] == ["commitments.delivered"]
    assert history_of(third) == []


def test_a_row_that_cannot_be_recorded_leaves_the_others_in_peace(world: World, browser: Browser) -> None:
    first, second = lend(world), lend(world, make_person("Anna", department=world.logistics))
    page = browser.as_(world.manager).get(f"/projects/STORE/given?week={MONDAY}")
    values = {f"hours_{first.id}": "a lot", f"hours_{second.id}": "8"}
    page = browser.submit(page, values, action="given")
    assert page.status == 200
    assert page.has("1 week is entered.")
    assert "Enter hours" in page.errors[f"hours_{first.id}"]
    assert page.soup.find("input", {"name": f"hours_{first.id}"})["value"] == "a lot"  # type: ignore[index]
    assert [each.commitment_id for each in session().scalars(select(Delivery))] == [second.id]
    page = browser.submit(page, {f"hours_{first.id}": "-1"}, action="given")
    assert page.status == 422


def test_who_comes_second_to_the_same_page_is_told_what_the_first_entered(
    world: World, browser: Browser
) -> None:
    promised = lend(world)
    old = browser.as_(world.manager).get(f"/projects/STORE/given?week={MONDAY}")
    entered(promised, "12", world.member)
    page = browser.submit(old, {f"hours_{promised.id}": "8"}, action="given")
    assert page.status == 422
    assert "Max Member has entered 12 hours meanwhile." in page.errors[f"hours_{promised.id}"]


def test_an_untouched_page_changes_nothing(world: World, browser: Browser) -> None:
    entered(lend(world), "12", world.member)
    page = browser.as_(world.manager).get(f"/projects/STORE/given?week={MONDAY}")
    assert browser.submit(page, action="given").has("Nothing was changed.")


def test_others_read_the_week_without_fields(world: World, browser: Browser) -> None:
    entered(lend(world), "12", world.member)
    page = browser.as_(world.employee).get(f"/projects/STORE/given?week={MONDAY}")
    assert page.has("12 h")
    assert not page.soup.select("main input[type=text]")
    assert browser.get("/projects/STORE/given?week=nonsense").status == 200
    assert browser.get("/projects/STORE/given?week=9999-12-31").has("23 Feb 2026") is False


def test_the_grid_costs_the_same_statements_for_thirty_people(world: World, browser: Browser) -> None:
    def cost() -> int:
        browser.as_(world.manager)
        with statements() as seen:
            assert browser.get(f"/projects/STORE/given?week={MONDAY}").status == 200
        return len(seen)

    for number in range(3):
        lend(world, make_person(f"P{number}", department=world.logistics))
    few = cost()
    for number in range(27):
        entered(lend(world, make_person(f"Q{number}", department=world.logistics)), "8", world.manager)
    assert cost() == few


def test_the_commitments_page_costs_the_same_for_thirty_weeks(world: World, browser: Browser) -> None:
    def cost(weeks: int) -> int:
        wanted = terms(person=world.member, valid_from=TODAY - dt.timedelta(weeks=weeks))
        commitment = make_commitment(
            world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, wanted=wanted
        )
        for number in range(1, weeks):
            make_review(
                make_delivery(commitment, MONDAY - dt.timedelta(weeks=number - 1), "4", world.manager),
                world.head,
            )
        session().commit()
        browser.as_(world.manager)
        with statements() as seen:
            assert browser.get(f"/commitments/{commitment.id}").status == 200
        return len(seen)

    cost(3)
    assert cost(3) == cost(30)


def test_the_head_disagrees_and_both_figures_stand(world: World, browser: Browser) -> None:
    promised = lend(world)
    entered(promised, "4", world.manager)
    page = browser.as_(world.head).get(place(promised))
    assert page.has("Mia Manager entered 4 hours. If you say nothing until 10 Mar 2026, the figure stands.")
    form = browser.get(page.link("I disagree"))
    page = browser.submit(form, {"hours": "20", "reason": "He sat in your office all week."})
    assert page.has("Disputed")
    assert page.has("He sat in your office all week.")
    assert browser.as_(world.employee).get(place(promised)).has("The department says")
    page = browser.as_(world.manager).get(place(promised))
    page = browser.submit(
        browser.get(page.link("Answer")), {"settlement": "both_stand", "note": "Not with us"}
    )
    assert page.has("The project says 4 hours were given, the department says 20. Both figures stand.")
    assert page.has("Not with us")
    assert browser.get(f"/commitments/{promised.id}").has("The department says 20 h")
    assert browser.get(f"{place(promised)}/settlement").status == 200
    again = browser.submit(browser.get(f"{place(promised)}/settlement"), {"settlement": "corrected"})
    assert again.status == 409


def test_one_click_agrees_with_what_was_seen(world: World, browser: Browser) -> None:
    promised = lend(world)
    delivery = entered(promised, "4", world.manager)
    page = browser.as_(world.head).get(place(promised))
    delivery.hours = 5  # type: ignore[assignment]
    session().commit()
    assert browser.submit(page, action="agreement").status == 409
    page = browser.submit(browser.get(place(promised)), action="agreement")
    assert page.has("He Lao 何老 has looked and agrees.")
    assert not page.soup.select('form[action$="agreement"]')


def test_either_side_says_why(world: World, browser: Browser) -> None:
    promised = lend(world)
    entered(promised, "4", world.manager)
    for person, reason in ((world.manager, "pulled_off"), (world.member, "not_ready")):
        page = browser.as_(person).get(place(promised))
        page = browser.submit(browser.get(page.link("Say why")), {"reason": reason, "note": "So it was"})
        assert page.has("both stand")
    page = browser.get(place(promised))
    assert page.has("Pulled off for daily business")
    assert page.has("The project was not ready")
    assert browser.get(f"/commitments/{promised.id}").has("The department says: The project was not ready")
    assert "Choose one" in browser.submit(browser.get(f"{place(promised)}/reason"), {"reason": ""}).text


@pytest.mark.parametrize("week", ["2026-02-24", "2026-02-30", "x", "2019-01-07", "20260223", "9999-12-27"])
def test_weeks_that_do_not_exist(world: World, browser: Browser, week: str) -> None:
    promised = lend(world)
    assert browser.as_(world.manager).get(f"/commitments/{promised.id}/weeks/{week}").status == 404


def test_objectives_become_part_of_the_promise_when_the_head_accepts_them(
    world: World, browser: Browser
) -> None:
    promised = lend(world)
    page = browser.as_(world.manager).get(f"/commitments/{promised.id}")
    form = browser.get(page.link("Propose objectives"))
    page = browser.submit(form, {"texts": "All shelves are counted\n\nTwo colleagues can do it alone"})
    assert page.has("waits for the head’s answer")
    assert browser.get(f"/commitments/{promised.id}/objectives/answer").status == 403
    page = browser.as_(world.head).get(f"/commitments/{promised.id}/objectives/answer")
    assert "Say why" in browser.submit(page, {"answer": "declined"}).errors["reason"]
    page = browser.submit(page, {"answer": "accepted"})
    assert page.has("The objectives are part of the promise.")
    assert page.has("Agreed by He Lao 何老")
    assert browser.get(f"/commitments/{promised.id}/objectives/answer").has("No objectives wait")


def test_other_objectives_ask_the_head_again_and_the_agreed_ones_stay(world: World, browser: Browser) -> None:
    promised = lend(world)
    make_objectives(promised, "Count the shelves", by=world.manager, accepted_by=world.head)
    session().commit()
    old = browser.as_(world.manager).get(f"/commitments/{promised.id}/objectives")
    browser.submit(old, {"texts": "Count the cellar"})
    page = browser.as_(world.head).get(f"/commitments/{promised.id}")
    assert page.has("Count the shelves")
    assert page.has("Count the cellar")
    form = browser.get(f"/commitments/{promised.id}/objectives/answer")
    page = browser.submit(form, {"answer": "declined", "reason": "Not our cellar"})
    assert page.has("Not our cellar")
    assert page.has("Count the shelves")


def test_head_and_manager_evaluate_together_and_the_person_reads_it(world: World, browser: Browser) -> None:
    promised = lend(world, state=State.FULFILLED)
    make_objectives(promised, "Count the shelves", by=world.manager, accepted_by=world.head)
    session().commit()
    address = f"/commitments/{promised.id}/evaluation"
    page = browser.as_(world.manager).get(f"/commitments/{promised.id}")
    page = browser.get(page.link("Open the evaluation"))
    form = browser.get(page.link("Write the evaluation"))
    page = browser.submit(form, {"text": "Knew every shelf.", "outcome_1": "met", "note_1": "Twice"})
    assert page.has("Knew every shelf.")
    browser.submit(page, action="confirmation")
    assert browser.as_(world.member).get(address).status == 404
    assert not browser.get(f"/commitments/{promised.id}").has("Open the evaluation")
    seen = browser.as_(world.head).get(address)
    page = browser.submit(browser.get(f"{address}/edit"), {"text": "Knew every shelf. Asks late."})
    assert page.has("not confirmed yet")
    assert browser.submit(seen, action="confirmation").status == 409, "what was seen is what is confirmed"
    browser.submit(page, action="confirmation")
    page = browser.as_(world.manager).get(address)
    browser.submit(page, action="confirmation")
    assert browser.get(f"{address}/edit").status == 200
    late = browser.submit(browser.get(f"{address}/edit"), {"text": "Other words"})
    assert late.status == 409
    page = browser.as_(world.member).get(address)
    assert page.has("Asks late.")
    assert page.has("Met")
    form = browser.get(page.link("Add my own words"))
    page = browser.submit(form, {"own_words": "I asked in May."})
    assert page.has("I asked in May.")
    export = browser.as_(world.head).get(f"{address}/record.txt")
    assert "attachment" in export.response.headers["Content-Disposition"]
    assert "I asked in May." in export.html
    assert "1. Count the shelves: Met – Twice" in export.html


def test_nobody_else_learns_anything_from_an_evaluation(world: World, browser: Browser) -> None:
    promised = lend(world, state=State.FULFILLED)
    page = browser.as_(world.manager).get(f"/commitments/{promised.id}/evaluation/edit")
    page = browser.submit(page, {"text": "Zanzibar"})
    browser.submit(page, action="confirmation")
    browser.as_(world.head)
    browser.submit(browser.get(f"/commitments/{promised.id}/evaluation"), action="confirmation")
    evaluation = session().scalars(select(Evaluation)).one()
    assert evaluation.is_confirmed
    for person in (world.cio, world.auditor, world.administrator, world.office, world.other_head):
        browser.as_(person)
        assert browser.get(f"/commitments/{promised.id}/evaluation").status == 404
        assert not browser.get(f"/commitments/{promised.id}").has("Evaluation")
        assert not browser.get("/search?q=Zanzibar").soup.select("main a[href*=evaluation]")
    for told in (history_of(promised), history_of_project(world.project), history_of(evaluation)):
        assert not [entry for entry in told if "evaluation" in entry.event]


def test_who_evaluates_is_not_evaluated(world: World, browser: Browser) -> None:
    own = lend(world, world.head, state=State.FULFILLED)
    assert browser.as_(world.head).get(f"/commitments/{own.id}/evaluation").status == 404
    assert browser.as_(world.manager).get(f"/commitments/{own.id}/evaluation").status == 200


def test_two_people_confirm(world: World, browser: Browser) -> None:
    promised = lend(world, state=State.FULFILLED)
    appoint(world.project, world.head)
    make_evaluation(promised, head=world.head)
    session().commit()
    address = f"/commitments/{promised.id}/evaluation"
    page = browser.as_(world.head).get(address)
    assert page.status == 200
    assert not page.soup.select('form[action$="confirmation"]'), "whoever heads the department is its head"
    assert browser.as_(world.manager).get(address).soup.select('form[action$="confirmation"]')


def test_before_the_end_there_is_nothing_to_evaluate(world: World, browser: Browser) -> None:
    promised = lend(world)
    page = browser.as_(world.head).get(f"/commitments/{promised.id}/evaluation")
    assert page.has("The promise has not ended")
    form = browser.get(f"/commitments/{promised.id}/evaluation/edit")
    assert browser.submit(form, {"text": "Too early"}).status == 409


def test_departments_show_both_sides(world: World, browser: Browser) -> None:
    entered(lend(world), "20", world.manager)
    page = browser.as_(world.employee).get(f"/departments/{world.logistics.id}")
    assert page.has("The department gave what it promised")
    assert page.has("100% 1 of 1 week")
    assert page.has("Nobody is ranked by this")


def test_given_stands_below_the_commitments_of_a_project(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/given")
    first, second = page.soup.select("nav.tabs")
    assert first.select_one("[aria-current=true]").text.startswith("Commitments")  # type: ignore[union-attr]
    assert [each.text for each in second.select("[aria-current=page]")] == ["Given"]
    assert "Given" not in first.text


def test_the_pages_in_chinese(world: World, browser: Browser) -> None:
    promised = lend(world)
    entered(promised, "4", world.manager)
    browser.as_(world.head).in_language("zh-CN")
    for address in (place(promised), f"/commitments/{promised.id}", f"/projects/STORE/given?week={MONDAY}"):
        assert browser.get(address).status == 200
    assert session().scalars(select(WeekReview)).all() == []
