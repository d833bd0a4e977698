"""Who may use the routes of agreements. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.agreements.queries import newest_version
from portal.commitments.agreed import PURPOSE
from portal.commitments.operations import ask_department
from portal.database import session
from portal.projects.models import Project
from tests.architecture.access.kinds import READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World
from tests.factories.commitments import terms
from tests.support.times import NOW

#: The head of Logistics was asked, and the member's time is asked for: they see the ask of a secret project.
SEE_SECRET = READERS | {"secret_manager", "head", "member"}
READ = Expected(ROLES, secret=SEE_SECRET)
ANSWER = Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SEE_SECRET)

ACCESS: dict[str, Expected] = {
    "agreements.index": SIGNED_IN,
    "agreements.answers": SIGNED_IN,
    "agreements.show": READ,
    "agreements.answer": ANSWER,
    "api_agreements.index": SIGNED_IN,
    "api_agreements.answers": SIGNED_IN,
    "api_agreements.show": READ,
    "api_agreements.answer": ANSWER,
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.project, world.manager)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.secret, world.secret_manager)


def _arguments(world: World, project: Project, asker: Person) -> dict[str, dict[str, object]]:
    asked = ask_department(
        project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member),
        by=asker,
        now=NOW,
    )
    session().flush()
    version = newest_version("commitment", asked.id, PURPOSE)
    assert version is not None
    return {
        "agreements.show": {"agreement_id": version.agreement},
        "api_agreements.show": {"agreement_id": version.agreement},
        "agreements.answer": {"party_id": version.parties[0]},
        "api_agreements.answer": {"party_id": version.parties[0]},
    }
