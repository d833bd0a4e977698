"""Which move is possible in which state, and how a refusal sounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.risks.catalogue import CATALOGUE, families
from portal.risks.models import Category, Risk, RiskState
from portal.risks.states import ALIVE, MOVES, OVER
from tests.support.times import NOW, TODAY, days

ANN, BEN, CAT = (
    Person(id=number, key=name, name=name, created_at=NOW)
    for number, name in enumerate(("Ann", "Ben", "Cat"), 1)
)
ACTS: dict[str, Callable[[Risk], None]] = {
    "treat": lambda risk: risk.treat(TODAY),
    "request_acceptance": lambda risk: risk.ask_acceptance(BEN),
    "accept": lambda risk: risk.accept(ANN, "We can live with it.", TODAY),
    "close": lambda risk: risk.close("It has passed.", TODAY),
    "materialise": lambda risk: risk.materialise("It happened.", TODAY),
    "reopen": lambda risk: risk.reopen("It is back.", TODAY),
}
AFTER = {
    "treat": RiskState.TREATING,
    "accept": RiskState.ACCEPTED,
    "close": RiskState.CLOSED,
    "materialise": RiskState.MATERIALISED,
}


def risk_in(state: str, **values: object) -> Risk:
    return Risk(code="R", title="Paper", state=state, **values)


@pytest.mark.parametrize("state", list(RiskState))
@pytest.mark.parametrize("move", list(ACTS))
def test_a_move_happens_where_it_may_and_is_refused_in_words_elsewhere(state: RiskState, move: str) -> None:
    risk = risk_in(state)
    if state not in MOVES[move]:
        with pytest.raises(Refused, match="This risk"):
            ACTS[move](risk)
        assert risk.state == state
        return
    ACTS[move](risk)
    if move in AFTER:
        assert (risk.state, risk.state_since) == (AFTER[move], TODAY)


def test_an_acceptance_taken_back_leads_to_treatment_and_what_had_ended_starts_anew() -> None:
    ends = {}
    for state in MOVES["reopen"]:
        risk = risk_in(state)
        risk.reopen("It is back.", TODAY)
        ends[state] = risk.state
    assert ends == {
        RiskState.ACCEPTED: RiskState.TREATING,
        RiskState.CLOSED: RiskState.OPEN,
        RiskState.MATERIALISED: RiskState.OPEN,
    }


def test_nobody_accepts_the_risk_that_they_own() -> None:
    with pytest.raises(Refused, match="You own this risk"):
        risk_in("open", owner=ANN).accept(ANN, "Fine.", TODAY)


def test_nobody_gives_the_acceptance_that_they_asked_for() -> None:
    risk = risk_in("open", owner=CAT)
    risk.ask_acceptance(ANN)
    with pytest.raises(Refused, match="You asked for this acceptance"):
        risk.accept(ANN, "Fine.", TODAY)
    risk.accept(BEN, "Fine.", TODAY)
    assert (risk.accepted_by, risk.acceptance_asked_by) == (BEN, None)


def test_acceptance_is_asked_for_once() -> None:
    risk = risk_in("open")
    risk.ask_acceptance(ANN)
    with pytest.raises(Refused, match="Ann has asked for this already"):
        risk.ask_acceptance(BEN)


def test_a_review_is_overdue_the_day_after_its_date_and_only_while_the_risk_is_alive() -> None:
    for state in RiskState:
        risk = risk_in(state, next_review_on=TODAY)
        assert not risk.is_review_overdue(TODAY)
        assert risk.is_review_overdue(days(1)) == (state in ALIVE)


def test_every_state_is_alive_or_over() -> None:
    assert set(ALIVE) | set(OVER) == set(RiskState)
    assert not set(ALIVE) & set(OVER)


def test_every_category_stands_in_the_catalogue_with_a_name_and_how_it_shows() -> None:
    assert set(CATALOGUE) == set(Category)
    assert [entry.number for entry in CATALOGUE.values() if entry.number] == [
        "P1",
        "P2",
        "P3",
        "P4",
        "P5",
        "P6",
    ]
    listed = [entry for _heading, entries in families() for entry in entries]
    assert len(listed) == len(Category)
    assert all(str(entry.name) and str(entry.shows).endswith(".") for entry in listed)
