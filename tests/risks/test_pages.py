"""The pages: what they show, what they do, what they refuse, in words."""

from __future__ import annotations

import pytest

from portal.database import session
from portal.risks.matrix import default_matrix
from portal.risks.models import Risk, RiskMatrix
from portal.risks.queries import matrix_in_force, risk_by_code, scores_of
from tests.factories.accounts import World
from tests.factories.risks import make_matrix, make_risk
from tests.support.browser import Browser, Page
from tests.support.statements import statements
from tests.support.times import TODAY, days


@pytest.fixture
def risk(world: World) -> Risk:
    made = make_risk(world.project, code="STORE-R7", owner=world.member, residual=(2, 2))
    session().commit()
    return made


def test_a_manager_enters_a_risk_and_reads_it_as_a_sentence(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/risks/new")
    page = browser.get(page.link("Store system"))
    assert page.has("Experience beats the software")
    values = {
        "title": "Paper lists",
        "category": "front_line_habits",
        "cause": "the shops gain nothing",
        "event": "paper goes on",
        "effect": "make the figures wrong",
        "probability": "4",
        "impact": "5",
        "residual_probability": "2",
        "residual_impact": "2",
        "owner": "member@example.org",
        "response": "reduce",
        "next_review_on": days(14).isoformat(),
    }
    page = browser.submit(page, values)
    assert page.heading == "Paper lists"
    for words in (
        "Because of the shops gain nothing there is a risk that paper goes on",
        "which would make the figures wrong",
        "P3 Fixed habits in the front line",
        "Critical 4×5",
        "Low 2×2",
        "Max Member",
        "Nothing is being done against it yet",
        "First rating",
        "entered the risk STORE-R1",
    ):
        assert page.has(words), words


def test_half_a_place_is_complained_about_at_the_field(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/risks/new")
    page = browser.submit(page, {"title": "x", "category": "cost", "probability": "4"})
    assert page.status == 422
    assert "Give both probability and impact" in page.errors["impact"]
    assert risk_by_code("STORE-R1") is None


def test_title_and_category_are_needed(world: World, browser: Browser) -> None:
    page = browser.submit(browser.as_(world.manager).get("/projects/STORE/risks/new"), {})
    assert (page.status, set(page.errors)) == (422, {"title", "category"})


def test_a_review_is_added_and_the_course_of_ratings_is_shown(
    risk: Risk, world: World, browser: Browser
) -> None:
    page = browser.as_(world.member).get(f"/risks/{risk.id}/reviews/new")
    values = {"verdict": "on_track", "comment": "Half the shops.", "probability": "3", "impact": "2"}
    page = browser.submit(page, values)
    assert page.has("High 4×4 3 Mar 2026 Moderate 3×2 3 Mar 2026")
    assert page.has("The response works as planned Half the shops.")
    assert len(scores_of(risk)) == 2


def test_two_reviewers_at_once_the_second_sees_both_texts(risk: Risk, world: World, browser: Browser) -> None:
    address = f"/risks/{risk.id}/reviews/new"
    other = Browser(browser.app).as_(world.manager)
    mine, theirs = browser.as_(world.member).get(address), other.get(address)
    values = {"verdict": "on_track", "comment": "First.", "probability": "1", "impact": "1"}
    residual = {"residual_probability": "1", "residual_impact": "1"}
    browser.submit(mine, {**values, **residual})
    page = other.submit(theirs, {"verdict": "not_enough", "comment": "Second."})
    assert page.status == 409
    assert page.has("Somebody else changed this meanwhile")
    assert page.has("Stored now 1 · Very unlikely What you wrote 4 · Likely")
    assert len(scores_of(risk)) == 2


def test_two_editors_the_second_sees_both_texts_and_nothing_is_lost(
    risk: Risk, world: World, browser: Browser
) -> None:
    address = f"/risks/{risk.id}/edit"
    other = Browser(browser.app).as_(world.manager)
    mine, theirs = browser.as_(world.member).get(address), other.get(address)
    assert browser.submit(mine, {"title": "Mine"}).status == 200
    page = other.submit(theirs, {"title": "Theirs"})
    assert page.status == 409
    assert page.has("Stored now Mine What you wrote Theirs")
    session().refresh(risk)
    assert risk.title == "Mine"


def test_an_action_is_given_on_the_page_of_the_risk(risk: Risk, world: World, browser: Browser) -> None:
    page = browser.as_(world.member).get(f"/risks/{risk.id}")
    page = browser.get(page.link("Give an action"))
    values = {"title": "Show the figures", "owner": "head@example.org", "due_on": days(7).isoformat()}
    page = browser.submit(page, values)
    assert page.link("Show the figures").startswith("/actions/")
    assert page.has("Being treated")
    late = browser.get(f"/risks/{risk.id}/actions/new")
    page = browser.submit(late, {**values, "due_on": days(-1).isoformat()})
    assert "passed already" in page.errors["due_on"]


def answered(browser: Browser, risk: Risk, place: str, **values: str) -> Page:
    return browser.submit(browser.get(f"/risks/{risk.id}/{place}"), values)


def test_asked_for_and_accepted_by_somebody_else(risk: Risk, world: World, browser: Browser) -> None:
    browser.as_(world.member)
    page = answered(browser, risk, "acceptance-request", reason="Little is left.")
    assert page.has("Max Member has asked that it be accepted.")
    assert browser.get(f"/risks/{risk.id}/acceptance").status == 403
    page = browser.as_(world.sponsor).get(f"/risks/{risk.id}")
    page = browser.submit(browser.get(page.link("Accept")), {"reason": "We can live with it."})
    assert page.has("Sun Li 孙丽 accepted it on 3 Mar 2026.")
    assert page.has("We can live with it.")
    assert browser.get(f"/risks/{risk.id}/acceptance").status == 409


def test_treated_closed_reopened_come_true(risk: Risk, world: World, browser: Browser) -> None:
    browser.as_(world.manager)
    assert answered(browser, risk, "treatment", response="share", response_note="With sales").has(
        "Being treated"
    )
    assert answered(browser, risk, "closure", reason="It has passed.").has("It has passed.")
    assert browser.get(f"/risks/{risk.id}/edit").status == 409
    assert answered(browser, risk, "reopening", reason="It is back.").has("Open")
    page = answered(
        browser, risk, "materialisation", what_happened="Shop 7 ran out", materialised_on=TODAY.isoformat()
    )
    assert page.has("It came true on 3 Mar 2026.")
    assert page.has("What happened Shop 7 ran out")


@pytest.mark.parametrize(
    "place", ["treatment", "acceptance-request", "closure", "materialisation", "actions/new"]
)
def test_an_empty_answer_is_complained_about(risk: Risk, world: World, browser: Browser, place: str) -> None:
    browser.as_(world.manager)
    page = answered(browser, risk, place)
    assert page.status == 422
    assert page.errors


def test_a_cell_filters_the_register_and_the_chosen_one_is_marked(world: World, browser: Browser) -> None:
    make_risk(world.project, "In the cell", at=(4, 5))
    make_risk(world.project, "Elsewhere", at=(1, 1))
    make_risk(world.project, "Nowhere", at=None)
    page = browser.as_(world.employee).get("/risks")
    assert page.has("3 risks fit the filters")
    assert page.has("1 has no place on this matrix")
    cell = page.soup.select_one("td.matrix-cell a[href*='impact=5']")
    assert cell is not None
    page = browser.get(str(cell["href"]))
    assert page.has("In the cell")
    assert not page.has("Elsewhere")
    marked = page.soup.select("td.matrix-cell.is-current a[aria-current]")
    assert [link.get_text(" ", strip=True) for link in marked] == ["1 Critical"]
    assert "probability" not in marked[0]["href"]
    page = browser.get(page.link("has no place"))
    assert page.has("Nowhere")
    assert not page.has("In the cell")


def test_the_filter_bar_keeps_the_chosen_cell(world: World, browser: Browser) -> None:
    make_risk(world.project, at=(4, 5))
    page = browser.as_(world.employee).get("/risks?probability=4&impact=5")
    kept = {field["name"]: field["value"] for field in page.soup.select("form.filters input[type=hidden]")}
    assert kept == {"probability": "4", "impact": "5"}


def test_a_list_without_rows_says_what_to_do(world: World, browser: Browser) -> None:
    assert browser.as_(world.manager).get("/projects/STORE/risks").has("Enter the first risk")
    assert browser.get("/risks?q=nothing").has("No risk fits these filters")
    assert not browser.as_(world.employee).get("/projects/STORE/risks").has("Enter the first risk")
    assert browser.get("/risks/new").has("You keep no project")


def test_the_project_shows_its_worst_risks_and_how_many_there_are(
    risk: Risk, world: World, browser: Browser
) -> None:
    page = browser.as_(world.employee).get("/projects/STORE")
    assert page.has("What could go wrong High 1 High 4×4 Front line goes on with paper Max Member")
    assert page.link("All risks of this project") == "/projects/STORE/risks"
    assert browser.get("/projects/STORE/risks").has("Risks 1")


def test_a_risk_of_a_confidential_project_does_not_exist_for_others(world: World, browser: Browser) -> None:
    hidden = make_risk(world.secret, "Leak")
    session().commit()
    browser.as_(world.employee)
    for place in ("", "/edit", "/reviews/new", "/acceptance", "/closure"):
        assert browser.get(f"/risks/{hidden.id}{place}").status == 404
    assert not browser.get("/risks?q=leak").has("Leak")
    assert browser.get("/risks/999999").status == browser.get("/risks/99999999999999").status == 404


def test_filters_that_make_no_sense_are_left_out(world: World, browser: Browser) -> None:
    make_risk(world.project)
    browser.as_(world.employee)
    for nonsense in (
        "level=huge",
        "state=gone",
        "probability=abc",
        "impact=99999999999",
        "sort=x",
        "after=%00",
    ):
        assert browser.get(f"/risks?{nonsense}").status == 200


def test_the_register_costs_the_same_for_3_and_for_30_risks(world: World, browser: Browser) -> None:
    costs = []
    for total in (3, 27):
        for _ in range(total):
            make_risk(world.project, owner=world.member)
        browser.as_(world.manager)
        for address in ("/risks?q=paper", "/projects/STORE/risks", "/projects/STORE"):
            browser.get(address)
            with statements() as seen:
                browser.get(address)
            costs.append(len(seen))
    assert costs[:3] == costs[3:]
    assert costs[0] <= 6


def test_a_page_of_a_risk_costs_the_same_with_many_scores_and_actions(
    risk: Risk, world: World, browser: Browser
) -> None:
    from tests.factories.actions import make_action
    from tests.factories.risks import make_score

    costs = []
    for total in (3, 27):
        for _ in range(total):
            make_score(risk, scored_by=world.head)
            make_action(owner=world.head, project=world.project, risk_id=risk.id)
        address = f"/risks/{risk.id}"
        browser.as_(world.manager).get(address)
        with statements() as seen:
            browser.get(address)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_an_old_rating_is_shown_on_the_matrix_of_its_day(risk: Risk, world: World, browser: Browser) -> None:
    make_matrix(default_matrix(3, 3))
    page = browser.as_(world.employee).get(f"/risks/{risk.id}")
    assert page.has("Read off a matrix that is no longer in force.")
    assert len(page.soup.select("table.matrix-small tbody tr")) == 5
    page = browser.as_(world.member).get(f"/risks/{risk.id}/reviews/new")
    assert page.has("The matrix has another size now")
    assert len(page.soup.select("select[name=probability] option")) == 4


def test_the_office_sets_a_matrix_of_the_size_it_chooses(world: World, browser: Browser) -> None:
    browser.as_(world.office)
    for probabilities, impacts in ((3, 3), (3, 6), (6, 3), (4, 5), (6, 6)):
        page = browser.get(f"/risks/matrix/new?probabilities={probabilities}&impacts={impacts}")
        assert len(page.soup.select("table.matrix-edit select")) == probabilities * impacts
        page = browser.submit(page, {}, action="matrix/new", follow=False)
        assert page.status == 303
        assert matrix_in_force() == default_matrix(probabilities, impacts)
    assert session().query(RiskMatrix).count() == 5


def test_a_matrix_that_falls_is_refused_at_the_cell(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get("/risks/matrix/new")
    page = browser.submit(page, {"level_3_3": "low"})
    assert page.status == 422
    assert list(page.errors) == ["level_3_3"]
    assert "cannot be lower" in page.errors["level_3_3"]
    assert session().query(RiskMatrix).count() == 0


def test_two_administrators_at_once_the_second_sees_both_matrices(world: World, browser: Browser) -> None:
    other = Browser(browser.app).as_(world.administrator)
    mine = browser.as_(world.office).get("/risks/matrix/new?probabilities=3&impacts=3")
    theirs = other.get("/risks/matrix/new?probabilities=4&impacts=4")
    assert browser.submit(mine, {}).has("The matrix is in force")
    page = other.submit(theirs, {})
    assert page.status == 409
    assert page.has("Stored now Moderate, High, Critical")
    assert matrix_in_force() == default_matrix(3, 3)


def test_the_matrix_page_shows_what_is_in_force_and_what_was_before(world: World, browser: Browser) -> None:
    assert browser.as_(world.employee).get("/risks/matrix").has("your organization has not set its own")
    browser.as_(world.office)
    for size in (3, 4):
        browser.submit(browser.get(f"/risks/matrix/new?probabilities={size}&impacts={size}"), {})
    page = browser.as_(world.employee).get("/risks/matrix")
    assert page.has("set by Otto Office")
    assert page.has("3×3, set on 3 Mar 2026")
    assert page.has("Otto Office set the risk matrix 4×4.")
    assert browser.get("/risks/matrix/new").status == 403


def test_the_same_form_sent_twice_enters_one_risk(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/risks/new")
    for _ in range(2):
        assert browser.submit(page, {"title": "Once", "category": "cost"}).heading == "Once"
    assert risk_by_code("STORE-R1") is not None
    assert risk_by_code("STORE-R2") is None


def test_the_pages_open_in_chinese(risk: Risk, world: World, browser: Browser) -> None:
    browser.as_(world.manager)
    for language in ("zh-CN", "zh-TW"):
        browser.in_language(language)
        for address in ("/risks", f"/risks/{risk.id}", f"/risks/{risk.id}/reviews/new", "/risks/matrix"):
            assert browser.get(address).status == 200


def test_a_field_that_was_not_sent_keeps_what_is_stored(risk: Risk, world: World, browser: Browser) -> None:
    assert browser.as_(world.manager).post(f"/risks/{risk.id}/edit", {"title": "New words"}).status == 303
    session().refresh(risk)
    assert (risk.title, risk.owner_id, risk.category) == ("New words", world.member.id, "front_line_habits")
