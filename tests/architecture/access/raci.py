"""Who may use the routes of the matrix as a whole. See `tests/architecture/test_access.py`.

The rows of Logistics are put to its head, who can read the confidential project since.
"""

from __future__ import annotations

from portal.projects.models import Project
from portal.raci.models import Proposal
from portal.raci.operations import ask_parties
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.factories.stakeholders import make_raci
from tests.support.times import NOW, TODAY, days

SEEN_BY = READERS | {"secret_manager", "head"}
READ = Expected(ROLES, secret=SEEN_BY, seen_by=SEEN_BY)
KEEP = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"}, seen_by=SEEN_BY)
OF_HEAD = Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SEEN_BY)

OF_PROJECT = {
    "raci.grid": KEEP,
    "raci.column": KEEP,
    "raci.paste": KEEP,
    "raci.sheet": READ,
    "raci.acceptance": READ,
    "raci.ask": KEEP,
    "api_raci.change": KEEP,
    "api_raci.paste": KEEP,
    "api_raci.proposals": READ,
    "api_raci.ask": KEEP,
}
OF_PROPOSAL = {
    "raci.answer": OF_HEAD,
    "raci.withdraw": KEEP,
    "api_raci.answer": OF_HEAD,
    "api_raci.withdraw": KEEP,
}
ACCESS: dict[str, Expected] = {**OF_PROJECT, **OF_PROPOSAL}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.project)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.secret)


def _arguments(world: World, project: Project) -> dict[str, dict[str, object]]:
    make_raci(project, world.logistics)
    (proposal,) = asked(world, project)
    found: dict[str, dict[str, object]] = {endpoint: {"code": project.code} for endpoint in OF_PROJECT}
    found.update({endpoint: {"proposal_id": proposal} for endpoint in OF_PROPOSAL})
    return found


def asked(world: World, project: Project) -> list[Proposal]:
    return ask_parties(project, parties=None, due_on=days(7), by=world.office, now=NOW, today=TODAY)
