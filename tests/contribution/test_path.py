"""Shared out at the start, accepted by all, changed only with everybody, confirmed at milestones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from portal.accounts.actors import actor_of
from portal.agreements.queries import owed_by
from portal.contribution import operations, queries, tasks
from portal.contribution.kinds import Kind
from portal.contribution.models import Confirmation, Share
from portal.contribution.shares import Unreadable, Wanted, faults, read_cell
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter, LetterState
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.agreements import make_absence
from tests.factories.contribution import (
    LATER,
    answer,
    confirm,
    make_agreed,
    make_asked,
    make_proposed,
    usual_shares,
)
from tests.factories.projects import make_milestone
from tests.support.times import NOW, TODAY, days


def letters(template: str) -> set[str]:
    found = session().scalars(select(Letter).where(Letter.template == f"contribution/{template}")).all()
    assert {each.state for each in found} <= {LetterState.GATHERED}, "lines of the daily letter"
    return {each.name for each in found}


def told(record: Any) -> list[str]:
    session().commit()
    return [each.sentence for each in history_of(record)]


def test_accepted_by_all_is_agreed(world: World) -> None:
    sharing = make_proposed(world)
    assert letters("proposed") == {world.head.name, world.other_head.name}
    owed = owed_by(actor_of(world.head, TODAY))
    assert [party.agreement.subject_kind for party in owed] == ["contribution_sharing"], "stands on the desk"
    answer(sharing, world.logistics, world.head)
    assert queries.agreed_on(world.project, TODAY) is None, "one department has not answered"
    answer(sharing, world.sales, world.other_head)
    assert queries.agreed_on(world.project, TODAY) is sharing
    assert queries.agreed_on(world.project, days(-1)) is None
    assert letters("agreed") == {world.office.name, world.head.name, world.other_head.name}
    version = queries.version_of(sharing)
    assert version is not None
    assert "Testing: Logistics 物流部 60%; Sales 销售部 40%" in version.text
    assert "Idea: Logistics 物流部 leads; Sales 销售部 is consulted" in version.text
    assert told(sharing)[0].startswith("Every department has accepted")


def test_a_decline_is_seen_with_its_reason_and_the_agreed_one_stands(world: World) -> None:
    first = make_agreed(world)
    with pytest.raises(Invalid, match="Say why"):
        make_proposed(world, shares=usual_shares(world, 90))
    second = make_proposed(world, shares=usual_shares(world, 90), reason="Logistics tests more.")
    assert queries.agreed_on(world.project, TODAY) is first
    with pytest.raises(Invalid, match="Say why"):
        answer(second, world.logistics, world.head, "decline")
    answer(second, world.logistics, world.head, "decline", "Nine tenths is not what we did.")
    assert (second.state, second.end_reason) == ("declined", "Nine tenths is not what we did.")
    assert queries.agreed_on(world.project, TODAY) is first
    assert letters("declined") == {world.office.name}
    with pytest.raises(Refused, match="cannot happen now"):
        answer(second, world.sales, world.other_head)


def test_a_newer_version_takes_the_place_once_all_have_accepted(world: World) -> None:
    first = make_agreed(world)
    waiting = make_proposed(world, shares=usual_shares(world, 80), reason="First thought.")
    third = make_proposed(world, shares=usual_shares(world, 70), reason="Second thought.", base=2)
    assert waiting.state == "replaced"
    assert [party.agreement.subject_id for party in owed_by(actor_of(world.head, TODAY))] == [third.id]
    with pytest.raises(Refused, match="Meanwhile version 3"):
        make_proposed(world, reason="Did not see it.", base=2)
    tomorrow = NOW + dt.timedelta(days=1)
    answer(third, world.logistics, world.head, now=tomorrow)
    answer(third, world.sales, world.other_head, now=tomorrow)
    assert (first.state, third.state) == ("replaced", "agreed")
    assert queries.agreed_on(world.project, TODAY) is first, "on that day the first one stood"
    assert queries.agreed_on(world.project, days(1)) is third


def test_nobody_accepts_what_they_proposed(world: World) -> None:
    sharing = make_proposed(world, by=world.head)
    version = queries.version_of(sharing)
    assert version is not None
    assert [party.department_id for party in version.parties] == [world.sales.id]
    answer(sharing, world.sales, world.other_head)
    assert sharing.is_agreed
    alone = [Wanted(Kind.DATA, world.logistics, 100, None)]
    with pytest.raises(Refused, match="only ask yourself"):
        make_proposed(world, by=world.head, shares=alone, reason="Ours alone.")


def test_substitutes_answer_with_both_names(world: World) -> None:
    sharing = make_proposed(world)
    make_absence(world.head, world.member)
    with pytest.raises(Refused):
        answer(sharing, world.logistics, world.employee)
    answer(sharing, world.logistics, world.member)
    assert "on behalf of He Lao" in told(sharing)[0]


def test_withdrawn_is_asked_no_more(world: World) -> None:
    sharing = make_proposed(world)
    operations.withdraw_sharing(sharing, reason="Too early.", by=world.office, now=LATER)
    session().flush()
    assert owed_by(actor_of(world.head, TODAY)) == []
    assert letters("withdrawn") == {world.head.name, world.other_head.name}
    assert make_proposed(world, reason="Now.").number == 2


def test_faults_are_told_in_words(world: World) -> None:
    def said(*cells: Wanted) -> str:
        return " ".join(faults(cells))

    ours, theirs = world.logistics, world.sales
    assert "fill in at least one" in said()
    assert "Data: the shares add up to 90" in said(Wanted(Kind.DATA, ours, 90, None))
    mixed = Wanted(Kind.DATA, ours, 100, None), Wanted(Kind.DATA, theirs, None, "consulted")
    assert "not both" in said(*mixed)
    assert "nobody leads" in said(Wanted(Kind.DATA, ours, None, "contributes"))
    both = (Wanted(Kind.DATA, each, None, "leads") for each in (ours, theirs))
    assert "only one department can lead" in said(*both)
    assert "twice" in said(*[Wanted(Kind.DATA, ours, 50, None)] * 2)
    assert faults(usual_shares(world)) == []


def test_cells_are_read_as_people_type_them(world: World) -> None:
    assert [read_cell(text) for text in ("40", " 40 % ", "40％", "", "0")] == [
        *[(40, None)] * 3,
        *[None] * 2,
    ]
    assert read_cell("Leads") == (None, "leads")
    for text in ("101", "-1", "forty", "٤٠", "x" * 9000, "1.5"):
        with pytest.raises(Unreadable):
            read_cell(text)


def test_a_reached_milestone_asks_by_itself_and_answers_only_grow(world: World) -> None:
    sharing = make_agreed(world)
    early = make_milestone(world.project, "Before it was agreed", actual_on=days(-30))
    milestone = make_milestone(world.project, "Pilot", actual_on=TODAY)
    assert tasks.ask_at_milestones(LATER) == 1
    assert tasks.ask_at_milestones(LATER) == 0
    assert letters("to_confirm") == {world.head.name, world.other_head.name}
    asked = queries.round_of(milestone)
    assert asked is not None
    confirm(asked, world.logistics, world.head)
    with pytest.raises(Invalid, match="Say why"):
        confirm(asked, world.sales, world.other_head, "decline")
    confirm(asked, world.sales, world.other_head, "decline", "We tested half of it.")
    assert [each.name for each in asked.differing] == [world.sales.name]
    assert letters("differs") == {world.manager.name}
    make_asked(world, milestone)
    assert [party.department_id for party in queries.round_parties(asked)] == [world.sales.id]
    confirm(asked, world.sales, world.other_head, "accept", "Settled.")
    assert [each.is_as_agreed for each in asked.confirmations] == [True, False, True]
    assert asked.differing == asked.waiting == []
    with pytest.raises(Refused, match="nobody has said"):
        make_asked(world, milestone)
    assert make_asked(world, early).sharing is sharing, "asked by hand, it may lie before"


def test_a_milestone_that_is_not_reached_asks_nobody(world: World) -> None:
    milestone = make_milestone(world.project)
    with pytest.raises(Refused, match="Nothing is agreed"):
        make_asked(world, milestone)
    make_agreed(world)
    with pytest.raises(Refused, match="not reached"):
        make_asked(world, milestone)


def test_another_version_asks_everybody_again_at_a_milestone(world: World) -> None:
    make_agreed(world)
    milestone = make_milestone(world.project, actual_on=TODAY)
    asked = make_asked(world, milestone)
    confirm(asked, world.logistics, world.head)
    later = make_agreed(world, shares=usual_shares(world, 70), reason="Testing grew.")
    make_asked(world, milestone)
    assert asked.sharing is later
    assert {party.department_id for party in queries.round_parties(asked)} == {
        world.logistics.id,
        world.sales.id,
    }
    assert len(asked.confirmations) == 1, "what was said about the first version stays"


def test_the_database_refuses_to_change_what_was_said(world: World) -> None:
    make_agreed(world)
    asked = make_asked(world, make_milestone(world.project, actual_on=TODAY))
    confirm(asked, world.logistics, world.head)
    session().commit()
    attempts = (
        update(Confirmation).values(is_as_agreed=False),
        delete(Confirmation),
        update(Share).values(percent=1),
        delete(Share),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="only grows"):
            session().execute(attempt)
        session().rollback()
