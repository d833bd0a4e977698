"""Who may use the routes of hand-overs. See `tests/architecture/test_access.py`.

The manager leaves; the member is asked to take everything.
"""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.handovers.operations import start_handover
from portal.projects.models import Project
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.support.times import NOW, TODAY

OF_LEAVER = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"}, seen_by=ROLES)
IN_PROJECT = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"})
SEEN_BY = READERS | {"secret_manager", "member"}
READ = Expected(ROLES, secret=SEEN_BY, seen_by=SEEN_BY)
ACCEPT = Expected(frozenset({"member"}), secret=frozenset({"member"}), seen_by=SEEN_BY)
NAME = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"}, seen_by=SEEN_BY)
ACCESS: dict[str, Expected] = {
    "handovers.leave": OF_LEAVER,
    "api_handovers.held": OF_LEAVER,
    "api_handovers.leave": OF_LEAVER,
    "handovers.leave_project": IN_PROJECT,
    "api_handovers.held_in_project": IN_PROJECT,
    "api_handovers.leave_project": IN_PROJECT,
    **{f"{where}.show": READ for where in ("handovers", "api_handovers")},
    **{f"{where}.accept": ACCEPT for where in ("handovers", "api_handovers")},
    **{f"{where}.name_receiver": NAME for where in ("handovers", "api_handovers")},
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.project, world.manager)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.secret, world.secret_manager)


def _arguments(world: World, project: Project, leaver: Person) -> dict[str, dict[str, object]]:
    due_on = TODAY + dt.timedelta(days=7)
    started = start_handover(
        leaver,
        project=project,
        receiver=world.member,
        last_day=TODAY,
        due_on=due_on,
        by=world.office,
        now=NOW,
    )
    given: dict[str, dict[str, object]] = {}
    for endpoint in ACCESS:
        name = endpoint.partition(".")[2]
        if name in ("show", "accept"):
            given[endpoint] = {"handover_id": started}
        elif name == "name_receiver":
            given[endpoint] = {"item_id": started.items[0]}
        elif name.endswith("_project"):
            given[endpoint] = {"code": project.code, "person_id": leaver}
        else:
            given[endpoint] = {"person_id": leaver}
    return given
