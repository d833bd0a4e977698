"""Who may use the routes of capacity: everybody signed in; a project's balance, whoever sees the project."""

from __future__ import annotations

from tests.architecture.access.kinds import READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World

PROJECT = Expected(ROLES, secret=READERS | {"secret_manager"})

ACCESS: dict[str, Expected] = {
    "capacity.index": SIGNED_IN,
    "capacity.projects": SIGNED_IN,
    "capacity.department": SIGNED_IN,
    "capacity.person": SIGNED_IN,
    "capacity.export": SIGNED_IN,
    "capacity.calendar": SIGNED_IN,
    "capacity.department_balance": SIGNED_IN,
    "capacity.project_balance": PROJECT,
    "api_capacity.index": SIGNED_IN,
    "api_capacity.department": SIGNED_IN,
    "api_capacity.person": SIGNED_IN,
    "api_capacity.department_balance": SIGNED_IN,
    "api_capacity.project_balance": PROJECT,
}
OF_A_DEPARTMENT = ["capacity.department", "capacity.department_balance"]
OF_A_DEPARTMENT += ["api_capacity.department", "api_capacity.department_balance"]
OF_A_PROJECT = ["capacity.project_balance", "api_capacity.project_balance"]


def _given(world: World, code: str) -> dict[str, dict[str, object]]:
    return {
        **{endpoint: {"department_id": world.logistics.id} for endpoint in OF_A_DEPARTMENT},
        **{
            endpoint: {"person_id": world.member.id}
            for endpoint in ("capacity.person", "api_capacity.person")
        },
        **{endpoint: {"code": code} for endpoint in OF_A_PROJECT},
    }


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _given(world, "STORE")


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _given(world, "SECRET")
