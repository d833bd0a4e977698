"""Who may use the routes of invitations. See `tests/architecture/test_access.py`.

The sponsor chairs, the manager is the secretary, the member is invited.
"""

from __future__ import annotations

from portal.accounts.models import Person
from portal.steering.models import MeetingState, MemberRole, SteeringGroup
from tests.architecture.access.kinds import KEEPERS, Expected
from tests.factories.accounts import World
from tests.factories.invitations import make_invitation
from tests.factories.steering import make_group, make_meeting, seat
from tests.support.times import NOW

SECRET_KEEPERS = KEEPERS | {"secret_manager"}
READ = Expected(KEEPERS | {"sponsor", "manager"}, secret=SECRET_KEEPERS)
ANSWER = Expected(KEEPERS | {"sponsor", "manager", "member"}, secret=SECRET_KEEPERS)
ACCESS: dict[str, Expected] = {
    "invitations.of_meeting": READ,
    "invitations.answer": ANSWER,
    "api_invitations.of_meeting": READ,
    "api_invitations.answer": ANSWER,
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-INV")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    seat(group, world.member)
    return _arguments(group, world.member)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-INV")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    return _arguments(group, world.secret_manager)


def _arguments(group: SteeringGroup, invited: Person) -> dict[str, dict[str, object]]:
    meeting = make_meeting(group, state=MeetingState.CALLED, called_at=NOW)
    invitation = make_invitation(meeting, invited)
    return {
        endpoint: {"invitation_id": invitation} if endpoint.endswith("answer") else {"meeting_id": meeting}
        for endpoint in ACCESS
    }
