"""The store's steering group with a decision that holds."""

from __future__ import annotations

import pytest

from portal.database import session
from portal.steering.models import Decision
from tests.factories.accounts import World
from tests.factories.steering import Steering, make_decision, make_steering


@pytest.fixture
def steering(world: World) -> Steering:
    """Chair, deputy, secretary, two members; the quorum is three. Committed."""
    made = make_steering(world)
    session().commit()
    return made


@pytest.fixture
def decided(world: World, steering: Steering) -> Decision:
    """Decided today; the sponsor's manager carries it out."""
    made = make_decision("All shops at once", group=steering.group, state="decided", owner=world.manager)
    session().commit()
    return made
