"""The path of a silence as days: nothing here needs a database."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.core.errors import Invalid
from portal.escalation.steps import Step, path
from portal.steering.silence import NAMES, USUAL, Times

DUE = dt.date(2026, 3, 2)


def day(count: int, start: dt.date = DUE) -> dt.date:
    return start + dt.timedelta(days=count)


def test_each_step_has_its_day_after_the_answer_was_due() -> None:
    assert path(DUE, USUAL, {}, has_answerer=True) == {
        Step.REMINDER: day(1),
        Step.SUBSTITUTE: day(3),
        Step.SUPERIOR: day(5),
        Step.AGENDA: day(10),
    }


@pytest.mark.parametrize(
    "due", [dt.date(2026, 3, 27), dt.date(2026, 10, 23), dt.date(2026, 12, 30), dt.date(2028, 2, 27)]
)
def test_days_are_calendar_days_also_where_clocks_and_years_change(due: dt.date) -> None:
    found = path(due, USUAL, {}, has_answerer=True)
    assert [(each - due).days for each in found.values()] == [1, 3, 5, 10]


def test_a_vacancy_goes_straight_to_the_superior_when_others_are_reminded() -> None:
    assert path(DUE, USUAL, {}, has_answerer=False) == {Step.SUPERIOR: day(1), Step.AGENDA: day(10)}


def test_a_late_step_moves_the_next_ones_so_that_everybody_has_the_same_time() -> None:
    late = path(DUE, USUAL, {Step.REMINDER: day(400)}, has_answerer=True)
    assert late == {Step.SUBSTITUTE: day(402), Step.SUPERIOR: day(404), Step.AGENDA: day(409)}


def test_no_step_is_taken_after_one_that_follows_it() -> None:
    assert path(DUE, USUAL, {Step.SUPERIOR: day(1)}, has_answerer=True) == {Step.AGENDA: day(10)}
    assert path(DUE, USUAL, {Step.AGENDA: day(12)}, has_answerer=True) == {}


def test_two_steps_never_fall_on_one_day_when_the_times_change_under_way() -> None:
    times = Times(0, 1, 2, 3)
    assert path(DUE, times, {Step.REMINDER: day(9)}, has_answerer=True) == {
        Step.SUBSTITUTE: day(10),
        Step.SUPERIOR: day(11),
        Step.AGENDA: day(12),
    }


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ((3, 3, 5, 10), {"substitute_after_days"}),
        ((1, 9, 5, 7), {"superior_after_days", "agenda_after_days"}),
        ((-1, 3, 5, 10), {"remind_after_days"}),
        ((1, 3, 5, 91), {"agenda_after_days"}),
        ((0, 1, 2, 90), set()),
    ],
)
def test_the_times_are_ascending_days_up_to_ninety(days: tuple[int, ...], wrong: set[str]) -> None:
    given = dict(zip(NAMES, days, strict=True))
    if not wrong:
        assert USUAL.changed(given).stored() == given
        return
    with pytest.raises(Invalid) as refusal:
        USUAL.changed(given)
    assert set(refusal.value.errors) == wrong
