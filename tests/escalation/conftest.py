"""An unanswered ask, and days that pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from portal.commitments.models import Commitment
from portal.commitments.operations import ask_department
from portal.database import session
from portal.escalation.tasks import TASKS
from portal.projects.models import Project
from tests.factories.accounts import World
from tests.factories.commitments import terms
from tests.support.times import NOW

Later = Callable[[int], tuple[int, ...]]


def ask(world: World, project: Project | None = None, **values: object) -> Commitment:
    """Logistics is asked for a person; the answer is due today."""
    asked = ask_department(
        project or world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member),
        by=world.secret_manager if project is world.secret else world.manager,
        now=NOW,
        answer_due_on=NOW.date(),
        **values,
    )
    session().commit()
    return asked


@pytest.fixture
def later(world: World) -> Later:
    """Run every job that many days after the answer was due: how many steps, cleared items, letters."""

    def run(days: int) -> tuple[int, ...]:
        done = []
        for task in TASKS:
            done.append(task(NOW + dt.timedelta(days=days)))
            session().commit()
        return tuple(done)

    return run


@pytest.fixture
def asked(world: World) -> Commitment:
    return ask(world)
