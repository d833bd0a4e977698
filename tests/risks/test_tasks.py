"""Letters about reviews that are overdue: one per owner, and another only when a further date has passed."""

from __future__ import annotations

import datetime as dt

from flask import current_app
from sqlalchemy import select

from portal.database import session
from portal.outbox.facts import unpack
from portal.outbox.models import Letter
from portal.risks.tasks import remind_of_overdue_reviews
from tests.factories.accounts import World, make_person
from tests.factories.risks import make_risk
from tests.support.times import NOW, TODAY, days


def codes_in(letter: Letter) -> list[str]:
    return [risk["code"] for risk in unpack(letter.facts)["risks"]]


def letters() -> list[Letter]:
    return list(session().scalars(select(Letter).order_by(Letter.id)))


def test_each_owner_gets_one_letter_with_all_that_is_overdue(world: World) -> None:
    for code, day in (("B", -1), ("A", -9), ("C", 0), ("D", 5)):
        make_risk(world.project, code=code, owner=world.member, next_review_on=days(day))
    make_risk(world.project, code="E", owner=world.head, next_review_on=days(-2))
    assert remind_of_overdue_reviews(NOW) == 2
    found = {letter.name: codes_in(letter) for letter in letters()}
    assert found == {"Max Member": ["A", "B"], "He Lao 何老": ["E"]}


def test_any_number_of_runs_writes_once_and_a_further_date_writes_again(world: World) -> None:
    make_risk(world.project, code="A", owner=world.member, next_review_on=days(-1))
    make_risk(world.project, code="B", owner=world.member, next_review_on=TODAY)
    assert [remind_of_overdue_reviews(NOW) for _ in range(3)] == [1, 0, 0]
    later = NOW + dt.timedelta(days=1)
    assert [remind_of_overdue_reviews(later) for _ in range(2)] == [1, 0]
    assert [codes_in(letter) for letter in letters()] == [["A"], ["A", "B"]]


def test_what_is_over_nobody_owns_or_may_no_longer_be_seen_is_not_written_about(world: World) -> None:
    late = days(-1)
    make_risk(world.project, owner=world.member, next_review_on=late, state="closed")
    make_risk(world.project, owner=None, next_review_on=late)
    make_risk(world.project, owner=make_person("Without an address", email=""), next_review_on=late)
    make_risk(world.secret, owner=world.employee, next_review_on=late)
    assert remind_of_overdue_reviews(NOW) == 0
    make_risk(world.secret, owner=world.secret_manager, next_review_on=late)
    assert remind_of_overdue_reviews(NOW) == 1


def test_the_letter_says_which_risks_since_when(world: World) -> None:
    make_risk(world.project, "Paper lists", code="A", owner=world.member, next_review_on=days(-1))
    remind_of_overdue_reviews(NOW)
    letter = letters()[0]
    template = current_app.jinja_env.get_template(f"email/{letter.template}.txt")
    text = template.render(link="http://localhost/risks", **unpack(letter.facts))
    assert text.startswith("Subject: 1 risk of yours waits for its review")
    assert "2 Mar 2026: A Paper lists" in text
