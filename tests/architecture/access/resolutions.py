"""Who may use the routes of written resolutions. See `tests/architecture/test_access.py`.

As in steering: the sponsor chairs and the manager is the secretary; in the confidential project its manager
chairs.
"""

from __future__ import annotations

from portal.projects.models import Project
from portal.steering.models import MemberRole
from tests.architecture.access.kinds import SIGNED_IN, Expected, only
from tests.architecture.access.steering import PREPARE, READ
from tests.factories.accounts import World
from tests.factories.resolutions import make_resolution
from tests.factories.steering import make_decision, make_group, seat

ACCESS: dict[str, Expected] = {
    "resolutions.index": SIGNED_IN,
    "resolutions.show": READ,
    "resolutions.ask": PREPARE,
    "resolutions.agreement": only("sponsor", secret=frozenset({"secret_manager"})),
    "resolutions.withdrawal": PREPARE,
    "api_resolutions.resolutions": SIGNED_IN,
    "api_resolutions.resolution": READ,
    "api_resolutions.ask": PREPARE,
    "api_resolutions.withdraw": PREPARE,
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-WR")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    return _arguments(world, world.project, group)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-WR")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    return _arguments(world, world.secret, group)


def _arguments(world: World, project: Project, group: object) -> dict[str, dict[str, object]]:
    asked = make_decision(project=project, group=group)  # type: ignore[arg-type]  # a group
    running = make_decision(project=project, group=group)  # type: ignore[arg-type]  # a group
    resolution = make_resolution(running, world.office)
    by_name: dict[str, dict[str, object]] = {
        "ask": {"decision_id": asked},
        **{
            key: {"resolution_id": resolution}
            for key in ("show", "agreement", "withdrawal", "resolution", "withdraw")
        },
    }
    return {endpoint: by_name.get(endpoint.partition(".")[2], {}) for endpoint in ACCESS}
