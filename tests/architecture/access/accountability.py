"""Who may look back: everybody who may see the project. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from tests.architecture.access.kinds import READERS, ROLES, Expected
from tests.factories.accounts import World

READ = Expected(ROLES, secret=READERS | {"secret_manager"})

ACCESS: dict[str, Expected] = {
    "accountability.show": READ,
    "accountability.pdf": READ,
    "accountability.bundle": READ,
    "api_accountability.record": READ,
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return {endpoint: {"code": world.project.code} for endpoint in ACCESS}


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return {endpoint: {"code": world.secret.code} for endpoint in ACCESS}
