"""Who may use the routes of the responsibility matrix. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from portal.projects.models import Project
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.factories.stakeholders import make_raci

READ = Expected(ROLES, secret=READERS | {"secret_manager"})
KEEP = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"})

ACCESS: dict[str, Expected] = {
    "stakeholders.raci": READ,
    "stakeholders.assign": KEEP,
    "stakeholders.end_assignment": KEEP,
    "api_stakeholders.raci": READ,
    "api_stakeholders.faults": READ,
    "api_stakeholders.assign": KEEP,
    "api_stakeholders.end_assignment": KEEP,
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.project)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.secret)


def _arguments(world: World, project: Project) -> dict[str, dict[str, object]]:
    entry = make_raci(project, world.logistics)
    found: dict[str, dict[str, object]] = {endpoint: {"code": project.code} for endpoint in ACCESS}
    for endpoint in ("stakeholders.end_assignment", "api_stakeholders.end_assignment"):
        found[endpoint]["entry_id"] = entry
    return found
