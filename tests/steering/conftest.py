"""What the tests of steering share: the store's steering group."""

from __future__ import annotations

import pytest

from portal.database import session
from tests.factories.accounts import World
from tests.factories.steering import Steering, make_steering


@pytest.fixture
def steering(world: World) -> Steering:
    """Chair, deputy, secretary, two members; the quorum is three. Committed."""
    made = make_steering(world)
    session().commit()
    return made
