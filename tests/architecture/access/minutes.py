"""Who may use the routes of minutes. See `tests/architecture/test_access.py`.

The sponsor chairs and was absent, the manager is the secretary, the member was there.
"""

from __future__ import annotations

from portal.accounts.models import Person
from portal.steering.models import MeetingState, MemberRole, SteeringGroup
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.factories.minutes import make_answer, make_circulation
from tests.factories.steering import attend, make_group, make_meeting, seat

SECRET_KEEPERS = KEEPERS | {"secret_manager"}

READ = Expected(ROLES, secret=READERS | {"secret_manager"})
PREPARE = Expected(KEEPERS | {"sponsor", "manager"}, secret=SECRET_KEEPERS)
ANSWER = Expected(KEEPERS | {"sponsor", "manager", "member"}, secret=SECRET_KEEPERS)
CLOSE = Expected(frozenset({"sponsor"}), secret=frozenset({"secret_manager"}))

PAGES: dict[str, Expected] = {
    "circulate": PREPARE,
    "circulation": READ,
    "answer": ANSWER,
    "confirmation": ANSWER,
    "settlement": PREPARE,
    "closing": CLOSE,
    "new_erratum": PREPARE,
    "pdf": READ,
    "word": READ,
}
API: dict[str, Expected] = {
    "circulations": READ,
    "circulate": PREPARE,
    "propose_erratum": PREPARE,
    "circulation": READ,
    "answer": ANSWER,
    "close": CLOSE,
    "settle": PREPARE,
    "pdf": READ,
    "word": READ,
}
ACCESS: dict[str, Expected] = {
    **{f"minutes.{name}": expected for name, expected in PAGES.items()},
    **{f"api_minutes.{name}": expected for name, expected in API.items()},
}
OF_CIRCULATION = {"circulation", "answer", "confirmation", "closing", "close"}
OF_ANSWER = {"settlement", "settle"}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-MIN")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    seat(group, world.member)
    return _arguments(group, world.member)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-MIN")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    return _arguments(group, world.secret_manager)


def _arguments(group: SteeringGroup, attendee: Person) -> dict[str, dict[str, object]]:
    meeting = make_meeting(group, state=MeetingState.CLOSED, minutes="It was so.", minutes_version=1)
    attend(meeting, attendee)
    circulation = make_circulation(meeting)
    answer = make_answer(circulation, attendee, "correct", proposed="It was otherwise.")
    arguments: dict[str, dict[str, object]] = {}
    for endpoint in ACCESS:
        name = endpoint.partition(".")[2]
        if name in OF_CIRCULATION:
            arguments[endpoint] = {"circulation_id": circulation}
        elif name in OF_ANSWER:
            arguments[endpoint] = {"answer_id": answer}
        else:
            arguments[endpoint] = {"meeting_id": meeting}
    return arguments
