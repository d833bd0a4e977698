"""Readiness: both sides answer, gaps and disagreement have names, going on is decided and conditions return."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.errors import Invalid, Refused
from portal.database import db, session
from portal.escalation.waiting import all_that_waits
from portal.readiness import operations, queries
from portal.readiness.assessment import assess
from portal.readiness.models import ReadinessAnswer, Term
from portal.register.queries import history_of
from portal.steering.models import DecisionState
from portal.steering.suggestions import Scope, all_suggestions
from tests.factories.accounts import World, make_project
from tests.factories.readiness import make_gaps, make_holding, make_proceeding, say
from tests.factories.steering import make_decision, make_group
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def sentences(world: World) -> dict[str, list[str]]:
    found = assess(queries.answers_of(world.project)).findings
    return {each.code: each.sentences() for each in found}


def test_gaps_disagreement_and_silence_have_names(world: World) -> None:
    assert not assess(queries.answers_of(world.project)).is_begun
    make_gaps(world)
    said = sentences(world)
    assert said["ownership"] == []
    assert said["staff"] == [
        "Logistics 物流部 says that it is not given.",
        "They disagree. The lead: Yes, Logistics 物流部: No.",
    ]
    assert said["trust"][0] == "Logistics 物流部 says that it is given in part."
    say(world.secret, world.secret_manager, "lead", {})
    (finding, *_others) = assess(queries.answers_of(world.secret)).findings
    assert finding.sentences() == ["Neither the sponsor nor a department has answered."]


def test_a_new_answer_stands_beside_the_old_one(world: World) -> None:
    make_gaps(world)
    before = len(queries.answers_of(world.project))
    later = NOW + dt.timedelta(days=1)
    say(world.project, world.head, "department", {"trust": "partly"}, department=world.logistics, now=later)
    answers = queries.answers_of(world.project)
    assert len(answers) == before + 1, "only what changed is a new answer"
    assert [each.answer for each in answers if each.precondition == "staff"] == ["yes", "no", "yes"]
    assert sentences(world)["staff"] == []
    db.session.commit()
    assert "Qualified staff – Yes" in history_of(answers[-1])[0].sentence
    answers[-1].evidence = "Something else"
    with pytest.raises(RuntimeError):
        session().flush()
    session().rollback()


def test_both_sides_answer_on_the_page_and_the_mandate_shows_it(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/mandates")
    assert page.has("Nobody has answered yet")
    page = browser.get("/projects/STORE/readiness")
    page = browser.get(page.link("Answer for your side"))
    assert page.has("You answer for: The lead")
    page = browser.submit(page, {"answer_staff": "yes"})
    assert "rests on" in page.errors["evidence_staff"]
    page = browser.submit(page, {"answer_staff": "yes", "evidence_staff": "Six people, by name"})
    assert page.has("Six people, by name")
    browser.as_(world.head)
    page = browser.get("/projects/STORE/readiness/answers")
    assert page.has("You answer for: Logistics")
    page = browser.submit(page, {"answer_staff": "no", "evidence_staff": "Two of the six have left"})
    assert page.has("They disagree. The lead: Yes, Logistics 物流部: No.")
    assert browser.get("/projects/STORE/mandates").has("1 precondition has a gap.")
    assert browser.as_(world.employee).get("/projects/STORE/readiness/answers").status == 403


def test_nobody_answers_for_both_sides_or_for_others(world: World, api: Api) -> None:
    sent = {"answers": [{"precondition": "staff", "answer": "yes", "evidence": "Seen"}]}
    assert api.as_(world.office).post("/projects/STORE/readiness/answers", sent).status_code == 403
    refused = api.as_(world.head).post("/projects/STORE/readiness/answers", {**sent, "department": "SAL"})
    assert refused.status_code == 422
    said = api.as_(world.other_head).post("/projects/STORE/readiness/answers", sent)
    assert said.json["earlier"][0]["voice"] == "lead", "the head of the department that leads"
    said = api.as_(world.sponsor).post("/projects/STORE/readiness/answers", sent)
    assert said.json["earlier"][0]["voice"] == "sponsor"


def test_going_on_needs_gaps_and_a_decision_about_this_project_that_holds(world: World) -> None:
    make_gaps(world)
    other = make_holding(make_project(code="OTHER"))
    proposed = make_decision(group=make_group(world.project), state=DecisionState.PROPOSED)
    for decision in (None, other, proposed):
        with pytest.raises(Invalid) as refused:
            make_proceeding(world, decision=decision)
        assert "decision" in refused.value.errors
    made = make_proceeding(world)
    assert made.gaps == ["trust", "staff"]
    with pytest.raises(Invalid):
        make_proceeding(world, due_on=days(-1))
    say(world.project, world.head, "department", {}, department=world.logistics)
    with pytest.raises(Refused):
        make_proceeding(world)


def test_a_condition_returns_on_its_day_until_it_is_reported_as_met(world: World, browser: Browser) -> None:
    make_gaps(world)
    made = make_proceeding(world)
    term = made.terms[0]
    db.session.commit()

    def returned(day: dt.date) -> list[str]:
        scope = Scope(made.decision.group, (world.project.id,), day)
        return [each.title for each in all_suggestions(scope) if each.kind == "proceeding_term"]

    def letters(day: dt.date) -> list[Any]:
        return [rows["terms"] for who, rows in all_that_waits(day, []) if who == world.head.id]

    assert returned(days(13)) == []
    assert returned(days(14)) == ["STORE Logistics names two people."]
    assert [row["title"] for rows in letters(days(20)) for row in rows] == returned(days(14))
    page = browser.as_(world.head).get("/projects/STORE/readiness")
    page = browser.submit(
        browser.get(page.link("Report it as met")), {"evidence": "Wang and Li, from Monday"}
    )
    assert page.has("Reported as met")
    session().expire_all()
    assert returned(days(20)) == []
    assert not any(letters(days(20)))
    assert browser.as_(world.employee).get(f"/readiness/conditions/{term.id}/report").status == 403
    with pytest.raises(Refused):
        operations.report_met(
            session().get_one(Term, term.id), evidence="Again", by=world.head, now=NOW, today=TODAY
        )


def test_the_owner_of_a_condition_gets_to_see_a_confidential_project(world: World, browser: Browser) -> None:
    make_proceeding(world, world.secret)
    db.session.commit()
    assert browser.as_(world.head).get("/projects/SECRET/readiness").has("Logistics names two people.")
    assert browser.as_(world.member).get("/projects/SECRET/readiness").status == 404


def test_pages_cost_the_same_with_many_answers(world: World, browser: Browser) -> None:
    make_gaps(world)
    made = make_proceeding(world)
    db.session.commit()
    browser.as_(world.cio).get("/projects/STORE/readiness")
    with statements() as few:
        browser.get("/projects/STORE/readiness")
    for number in range(10):
        say(world.project, world.sponsor, "sponsor", {"staff": "no" if number % 2 else "yes"})
        values: dict[str, Any] = {"owner": world.member, "due_on": days(3), "by": world.office, "now": NOW}
        operations.set_term(made, text=f"Another {number}", today=TODAY, **values)
    db.session.commit()
    with statements() as many:
        browser.get("/projects/STORE/readiness")
    assert len(many) <= len(few) + 1, "one more: who said it"
    assert session().scalar(select(ReadinessAnswer.id).limit(1))
