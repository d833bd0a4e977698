"""`./run jobs`: each task in a transaction of its own, one that fails holds up nobody."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from portal.accounts.models import Department
from portal.assembly import Portal
from portal.commands import cli, jobs
from portal.database import session
from tests.factories.accounts import make_department

Task = Callable[[dt.datetime], int]


class Deadlock(Exception):
    sqlstate = "40P01"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replace the features' tasks by these."""

    def replace(*tasks: Task) -> None:
        monkeypatch.setattr(jobs, "tasks", lambda: [(task.__name__, task) for task in tasks])

    return replace


def departments() -> int:
    session().rollback()
    return session().scalar(select(func.count(Department.id))) or 0


def found_one(now: dt.datetime) -> int:
    make_department("Logistics", code="LOG")
    return 1


def half_then_fail(now: dt.datetime) -> int:
    make_department("Stores", code="STO")
    session().flush()
    raise ValueError("the printer is on fire")


def test_what_a_task_did_is_stored(app: Portal, given: Callable[..., None]) -> None:
    given(found_one)
    assert jobs.run_tasks(app) == ({"found_one": 1}, [])
    assert departments() == 1


def test_a_task_that_fails_leaves_nothing_and_holds_up_nobody(
    app: Portal, given: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    given(half_then_fail, found_one)
    with caplog.at_level(logging.ERROR):
        assert jobs.run_tasks(app) == ({"found_one": 1}, ["half_then_fail"])
    assert departments() == 1
    assert "half_then_fail" in caplog.text


def test_a_task_is_repeated_when_the_database_asks_for_it(app: Portal, given: Callable[..., None]) -> None:
    attempts: list[int] = []

    def deadlocked_once(now: dt.datetime) -> int:
        attempts.append(1)
        found_one(now)
        if len(attempts) == 1:
            raise OperationalError("UPDATE", {}, Deadlock())
        return 1

    given(deadlocked_once)
    assert jobs.run_tasks(app) == ({"deadlocked_once": 1}, [])
    assert (len(attempts), departments()) == (2, 1)


@pytest.mark.parametrize(("tasks", "code"), [((found_one,), 0), ((found_one, half_then_fail), 1)])
def test_the_command_ends_with_1_when_a_task_failed(
    app: Portal, given: Callable[..., None], tasks: tuple[Task, ...], code: int
) -> None:
    given(*tasks)
    result = CliRunner().invoke(cli, ["jobs"], obj=app)
    assert result.exit_code == code
    assert "found_one: 1" in result.output


def test_the_loop_ends_when_the_server_that_started_it_is_gone(
    app: Portal, given: Callable[..., None]
) -> None:
    lifeline, server = os.pipe()
    rounds: list[int] = []

    def count(now: dt.datetime) -> int:
        rounds.append(1)
        if len(rounds) == 2:
            os.close(server)
        return 0

    given(count, found_one)
    jobs.repeat(app, 0.05, lifeline)
    os.close(lifeline)
    assert len(rounds) == 2
    assert departments() == 1, "the task that came after the end was not begun"
