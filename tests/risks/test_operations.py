"""What happens to a risk: its effect, the sentence in the register, the letters."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.facts import unpack
from portal.outbox.models import Letter
from portal.projects.models import Insider
from portal.register.queries import history_of
from portal.risks import operations
from portal.risks.matrix import SIZES, default_matrix
from portal.risks.models import Risk, RiskScore, RiskState
from portal.risks.queries import RiskFilters, count_places, matrix_in_force, scores_of
from tests.factories.accounts import World
from tests.factories.risks import make_matrix, make_risk
from tests.support.times import NOW, TODAY, days

Told = dict[str, Any]


def acting(by: Person) -> Told:
    return {"by": by, "now": NOW, "today": TODAY}


def enter(world: World, **values: Any) -> Risk:
    return operations.create_risk(
        world.project, **{"title": "Paper lists", **acting(world.manager), **values}
    )


def letters() -> list[tuple[str, str]]:
    session().flush()
    return [
        (letter.template, letter.name) for letter in session().scalars(select(Letter).order_by(Letter.id))
    ]


def sentences(risk: Risk) -> list[str]:
    session().commit()
    return [entry.sentence for entry in history_of(risk)]


def test_a_new_risk_gets_the_next_code_of_its_project_a_looked_up_level_and_a_first_score(
    world: World,
) -> None:
    risks = [enter(world, probability=4, impact=5, owner=world.member), enter(world)]
    other = operations.create_risk(world.secret, title="Leak", **acting(world.secret_manager))
    assert [risk.code for risk in risks] == ["STORE-R1", "STORE-R2"]
    assert other.code == "SECRET-R1"
    assert (risks[0].level, risks[0].rank, risks[0].state) == ("critical", 4, RiskState.OPEN)
    assert (risks[1].level, risks[1].rank) == (None, 0)
    assert [len(scores_of(risk)) for risk in risks] == [1, 0]
    assert sentences(risks[0]) == ["Mia Manager entered the risk STORE-R1 Paper lists."]
    assert letters() == [("risks/owner_named", "Max Member")]


def test_a_very_long_project_code_still_gives_a_code(world: World) -> None:
    world.project.code = "L" * 64
    risks = [enter(world), enter(world)]
    assert [risk.code[-3:] for risk in risks] == ["-R1", "-R2"]
    assert all(len(risk.code) <= 64 for risk in risks)


def test_the_owner_of_a_risk_may_see_its_confidential_project(world: World) -> None:
    operations.create_risk(world.secret, title="Leak", owner=world.employee, **acting(world.secret_manager))
    assert session().get(Insider, (world.secret.id, world.employee.id)) is not None


def test_a_review_date_that_has_passed_is_refused(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        enter(world, next_review_on=days(-1))
    assert "next_review_on" in refusal.value.errors


def edited(risk: Risk, **values: Any) -> None:
    names = ("title", "category", "cause", "event", "effect", "owner", "response", "response_note")
    operations.edit_risk(risk, **{**{name: getattr(risk, name) for name in names}, **values})


def test_an_edit_says_what_it_changed_and_keeps_the_rating(world: World) -> None:
    risk = enter(world, probability=2, impact=2)
    edited(risk, title="No paper", event="x", owner=world.head, by=world.manager, now=NOW)
    session().commit()
    newest = history_of(risk)[0]
    assert newest.sentence == "Mia Manager changed STORE-R1 No paper."
    assert newest.values["before"] == {"title": "Paper lists", "event_text": "", "owner": None}
    assert newest.values["after"] == {"title": "No paper", "event_text": "x", "owner": "He Lao 何老"}
    assert (risk.probability, risk.impact, len(scores_of(risk))) == (2, 2, 1)
    assert letters() == [("risks/owner_named", "He Lao 何老")]


def test_an_edit_that_changes_nothing_is_not_recorded(world: World) -> None:
    risk = enter(world)
    edited(risk, by=world.manager, now=NOW)
    assert len(sentences(risk)) == 1


def review(risk: Risk, by: Person, **values: Any) -> RiskScore:
    defaults: Told = {"verdict": "on_track", "comment": "Seen", "next_review_on": days(30)}
    return operations.review_risk(risk, **{**defaults, **acting(by), **values})


def test_a_review_adds_a_line_and_overwrites_none(world: World) -> None:
    risk = enter(world, probability=4, impact=5, residual_probability=2, residual_impact=2)
    review(risk, world.member, probability=3, impact=4, comment="Two shops have changed.")
    scores = scores_of(risk)
    assert [(score.probability, score.impact, score.level) for score in scores] == [
        (4, 5, "critical"),
        (3, 4, "high"),
    ]
    assert [(score.residual_level, score.verdict) for score in scores] == [("low", ""), (None, "on_track")]
    assert (risk.level, risk.rank, risk.reviewed_on, risk.next_review_on) == ("high", 3, TODAY, days(30))
    assert sentences(risk)[0] == "Max Member reviewed STORE-R1 Paper lists: 3×4 High."


def test_an_old_score_keeps_its_level_when_another_matrix_is_set(world: World) -> None:
    risk = enter(world, probability=4, impact=5)
    operations.set_matrix(default_matrix(3, 6), by=world.office, now=NOW)
    assert (risk.level, risk.scale) == ("critical", "5x5")
    with pytest.raises(Invalid):
        review(risk, world.member, probability=4, impact=5)
    review(risk, world.member, probability=2, impact=6)
    assert (risk.level, risk.scale) == (default_matrix(3, 6).level(2, 6), "3x6")
    assert [score.scale for score in scores_of(risk)] == ["5x5", "3x6"]


def test_the_newest_matrix_is_in_force_and_the_default_before_any(world: World) -> None:
    assert matrix_in_force() == default_matrix(5, 5)
    make_matrix(default_matrix(4, 4))
    make_matrix(default_matrix(6, 6))
    assert matrix_in_force() == default_matrix(6, 6)


def test_a_matrix_of_every_size_can_be_set_rated_on_and_counted(world: World) -> None:
    asker = actor_of(world.office, TODAY)
    for probabilities, impacts in itertools.product(SIZES, SIZES):
        operations.set_matrix(default_matrix(probabilities, impacts), by=world.office, now=NOW)
        matrix = matrix_in_force()
        assert (matrix.probabilities, matrix.impacts) == (probabilities, impacts)
        risk = enter(world, probability=probabilities, impact=impacts)
        assert (risk.level, risk.scale) == ("critical", matrix.scale)
        counted = count_places(RiskFilters(), asker, matrix)
        assert counted.places == {(probabilities, impacts): 1}


def test_the_same_matrix_is_not_set_twice(world: World) -> None:
    with pytest.raises(Refused, match="in force already"):
        operations.set_matrix(default_matrix(), by=world.office, now=NOW)


def test_an_action_begins_the_treatment_and_stands_on_the_risks_timeline(world: World) -> None:
    risk = enter(world, response="reduce")
    action = operations.add_action(
        risk, title="Show the figures", owner=world.head, due_on=days(7), **acting(world.manager)
    )
    assert (risk.state, action.risk_id, action.project_id) == (RiskState.TREATING, risk.id, world.project.id)
    assert sentences(risk)[:2] == [
        "Treatment of STORE-R1 Paper lists has begun.",
        f"Mia Manager gave {action.code} Show the figures to He Lao 何老.",
    ]
    operations.add_action(risk, title="Again", owner=world.head, due_on=days(7), **acting(world.manager))
    assert len(session().scalars(select(ActionItem)).all()) == 2
    assert letters() == [("actions/given", "He Lao 何老")] * 2


def test_treatment_needs_another_response_than_acceptance(world: World) -> None:
    risk = enter(world)
    with pytest.raises(Invalid) as refusal:
        operations.treat_risk(risk, response="accept", response_note="-", **acting(world.manager))
    assert "response" in refusal.value.errors
    operations.treat_risk(risk, response="share", response_note="With sales", **acting(world.manager))
    assert (risk.state, risk.response) == (RiskState.TREATING, "share")


def test_the_sponsor_is_asked_and_accepts_and_owner_and_asker_are_told(world: World) -> None:
    risk = enter(world, owner=world.member, probability=3, impact=3)
    operations.request_acceptance(risk, reason="Little is left.", **acting(world.manager))
    operations.accept_risk(risk, reason="Fine.", **acting(world.sponsor))
    assert (risk.state, risk.state_reason, risk.accepted_by) == (RiskState.ACCEPTED, "Fine.", world.sponsor)
    assert letters()[1:] == [
        ("risks/acceptance_requested", "Sun Li 孙丽"),
        ("risks/accepted", "Max Member"),
        ("risks/accepted", "Mia Manager"),
    ]
    assert sentences(risk)[0] == "Sun Li 孙丽 accepted STORE-R1 Paper lists."


def test_whoever_accepted_a_risk_cannot_become_its_owner(world: World) -> None:
    risk = enter(world, owner=world.member)
    operations.accept_risk(risk, reason="Fine.", **acting(world.cio))
    with pytest.raises(Invalid) as refusal:
        edited(risk, owner=world.cio, by=world.manager, now=NOW)
    assert "owner" in refusal.value.errors


def test_an_acceptance_ends_when_the_risk_is_rated_higher_than_what_was_accepted(world: World) -> None:
    risk = make_risk(world.project, at=(2, 2), owner=world.member)
    operations.accept_risk(risk, reason="Fine.", **acting(world.sponsor))
    review(risk, world.member, probability=1, impact=1)
    assert risk.state == RiskState.ACCEPTED
    review(risk, world.member, probability=5, impact=5)
    assert (risk.state, risk.accepted_by) == (RiskState.TREATING, None)
    assert "2×2" not in sentences(risk)[0]
    assert "it is rated higher now (5×5 Critical)" in sentences(risk)[0]
    assert ("risks/acceptance_ended", "Sun Li 孙丽") in letters()


def test_what_comes_true_is_told_to_those_who_answer_for_the_project(world: World) -> None:
    risk = enter(world, owner=world.member)
    with pytest.raises(Invalid):
        operations.materialise_risk(risk, what_happened="x", materialised_on=days(1), **acting(world.member))
    operations.materialise_risk(
        risk, what_happened="Shop 7 ran out", materialised_on=days(-2), **acting(world.member)
    )
    assert (risk.state, risk.state_since) == (RiskState.MATERIALISED, days(-2))
    assert sorted(letters()[1:]) == [
        ("risks/materialised", "Mia Manager"),
        ("risks/materialised", "Sun Li 孙丽"),
    ]


def test_closed_and_reopened_with_reasons_on_record(world: World) -> None:
    risk = enter(world)
    operations.close_risk(risk, reason="The pilot is over.", **acting(world.manager))
    with pytest.raises(Refused, match="closed"):
        review(risk, world.manager)
    operations.reopen_risk(risk, reason="A second pilot.", **acting(world.manager))
    assert (risk.state, risk.state_reason) == (RiskState.OPEN, "A second pilot.")
    assert sentences(risk)[:2] == [
        "Mia Manager reopened STORE-R1 Paper lists.",
        "Mia Manager closed STORE-R1 Paper lists.",
    ]


def test_a_risk_taken_over_keeps_the_level_that_it_was_given(world: World) -> None:
    risk = operations.take_over_risk(
        world.project,
        code="OLD-7",
        title="From the spreadsheet",
        estimate=operations.Estimate(1, 1, "critical"),
        state="materialised",
        owner=world.member,
        reviewed_on=days(-400),
        by=world.office,
        now=NOW,
        today=TODAY,
    )
    assert (risk.level, risk.probability, risk.state) == ("critical", 1, "materialised")
    assert [score.scored_on for score in scores_of(risk)] == [days(-400)]
    assert letters() == []
    looked_up = operations.take_over_risk(
        world.project,
        code="OLD-8",
        title="Without a level",
        estimate=operations.Estimate(5, 5),
        by=None,
        now=NOW,
        today=TODAY,
    )
    assert looked_up.level == "critical"


def test_every_letter_can_be_read_in_every_language(world: World) -> None:
    risk = enter(world, owner=world.member, probability=2, impact=2)
    operations.request_acceptance(risk, reason="Little is left.", **acting(world.manager))
    operations.accept_risk(risk, reason="Fine.", **acting(world.sponsor))
    review(risk, world.member, probability=5, impact=5)
    operations.accept_risk(risk, reason="Still fine.", **acting(world.sponsor))
    operations.reopen_risk(risk, reason="Not fine.", **acting(world.manager))
    operations.materialise_risk(risk, what_happened="x", materialised_on=TODAY, **acting(world.manager))
    session().flush()
    found = session().scalars(select(Letter)).all()
    assert {letter.template.removeprefix("risks/") for letter in found} == {
        "owner_named",
        "acceptance_requested",
        "accepted",
        "acceptance_ended",
        "materialised",
    }
    for language, letter in itertools.product(("en", "zh_Hans", "zh_Hant"), found):
        template = current_app.jinja_env.get_template(f"email/{letter.template}.txt")
        with force_locale(language):
            text = template.render(link="http://localhost/x", recipient="", **unpack(letter.facts))
        assert text.startswith("Subject: ")
        assert "Paper lists" in text
        assert "http://localhost/x" in text
