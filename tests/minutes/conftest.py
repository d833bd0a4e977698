"""What the tests of minutes share: a closed meeting of the store's group, with minutes by the secretary."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from portal.database import session
from portal.steering.models import Meeting, MeetingState
from tests.factories.accounts import World
from tests.factories.steering import Steering, attend, make_meeting, make_steering

TEXT = "# Minutes\n\n- Olga Other 欧佳 reports on the tills.\n- The pilot begins in three shops.\n- Nothing else."


@dataclass
class Held:
    """Chair, deputy, secretary and the member Olga were there; the world's member was not."""

    steering: Steering
    meeting: Meeting


@pytest.fixture
def held(world: World) -> Held:
    made = make_steering(world)
    for person in (made.deputy, made.secretary, made.other):
        person.email = person.email or f"p{person.id}@example.org"
    meeting = make_meeting(
        made.group,
        state=MeetingState.CLOSED,
        minutes=TEXT,
        minutes_version=1,
        minuted_by_id=made.secretary.id,
        writer_ids=[made.secretary.id],
    )
    attend(meeting, made.chair, made.deputy, made.secretary, made.other)
    session().commit()
    return Held(made, meeting)
