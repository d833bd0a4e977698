"""The store's steering group, a proposal, and days that pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from portal.database import session
from portal.resolutions.tasks import TASKS
from portal.steering.models import Decision
from tests.factories.accounts import World
from tests.factories.steering import Steering, make_decision, make_steering
from tests.support.times import NOW

Later = Callable[[int], tuple[int, ...]]


@pytest.fixture
def steering(world: World) -> Steering:
    """Chair, deputy, secretary, two members; the quorum is three. Committed."""
    made = make_steering(world)
    session().commit()
    return made


@pytest.fixture
def proposal(steering: Steering) -> Decision:
    made = make_decision(group=steering.group)
    session().commit()
    return made


@pytest.fixture
def later(steering: Steering) -> Later:
    """Run every job that many days from now: how many were reminded of, ended, put on an agenda."""

    def run(days: int) -> tuple[int, ...]:
        done = []
        for task in TASKS:
            done.append(task(NOW + dt.timedelta(days=days)))
            session().commit()
        return tuple(done)

    return run
