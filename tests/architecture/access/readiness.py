"""Who may use the routes of readiness and gates. See `tests/architecture/test_access.py`.

Answering belongs to both sides: manager, sponsor, heads of departments; recording a decision to go on to those who
keep the project and its sponsor; a condition is reported by its owner (here the head of Logistics) or by them.
"""

from __future__ import annotations

from portal.projects.models import Project
from portal.readiness.models import Proceeding
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.factories.readiness import make_proceeding

INSIDE = READERS | {"secret_manager", "head"}
READ = Expected(ROLES, secret=INSIDE, seen_by=INSIDE)
ANSWER = Expected(
    frozenset({"manager", "sponsor", "head", "other_head"}),
    secret=frozenset({"secret_manager", "head"}),
    seen_by=INSIDE,
)
PROCEED = Expected(KEEPERS | {"manager", "sponsor"}, secret=KEEPERS | {"secret_manager"}, seen_by=INSIDE)
REPORT = Expected(KEEPERS | {"manager", "head"}, secret=KEEPERS | {"secret_manager", "head"}, seen_by=INSIDE)
KEEP = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"}, seen_by=INSIDE)

BY_NAME: dict[str, Expected] = {
    "of_project": READ,
    "gates": READ,
    "answer": ANSWER,
    "proceed": PROCEED,
    "set_term": PROCEED,
    "report": REPORT,
    "mark_item": KEEP,
    "override": KEEP,
}
ACCESS: dict[str, Expected] = {
    f"{where}.{name}": who for name, who in BY_NAME.items() for where in ("readiness", "api_readiness")
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world.project, make_proceeding(world))


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world.secret, make_proceeding(world, world.secret))


def _arguments(project: Project, proceeding: Proceeding) -> dict[str, dict[str, object]]:
    named: dict[str, dict[str, object]] = {
        "set_term": {"proceeding_id": proceeding},
        "report": {"term_id": proceeding.terms[0]},
        "mark_item": {"code": project.code, "item": "scenarios"},
        "override": {"code": project.code, "phase": "pilot"},
    }
    return {endpoint: named.get(endpoint.partition(".")[2], {"code": project.code}) for endpoint in ACCESS}
