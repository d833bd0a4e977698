"""Who may use the routes of the sponsor's ledger. See `tests/architecture/test_access.py`.

The ledger is the sponsor's, then CIO's, the office's and audit's; the administrator keeps the machine and does not
read it. Manager and sponsor enter; only the sponsor confirms. The confidential project has a sponsor of its own.
"""

from __future__ import annotations

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import AppointmentRole, Project
from tests.architecture.access.kinds import NOBODY, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World, appoint, make_person
from tests.factories.sponsorship import enter

LATER = frozenset({"office", "cio", "auditor"})
SEEN_BY = READERS | {"secret_manager"}
WRITERS = Expected(frozenset({"sponsor", "manager"}), secret=frozenset({"secret_manager"}), seen_by=SEEN_BY)
OF_SPONSOR = Expected(frozenset({"sponsor"}), secret=NOBODY, seen_by=SEEN_BY)

BY_NAME: dict[str, Expected] = {
    "mine": SIGNED_IN,
    "of_project": Expected(ROLES, secret=SEEN_BY, seen_by=SEEN_BY),
    "ledger": Expected(LATER | {"sponsor"}, secret=LATER, seen_by=SEEN_BY),
    "enter": WRITERS,
    "comment": OF_SPONSOR,
    "act": WRITERS,
    "confirmation": OF_SPONSOR,
    "correction": WRITERS,
    "striking": WRITERS,
}
ACCESS: dict[str, Expected] = {
    f"{where}.{name}": who for name, who in BY_NAME.items() for where in ("sponsorship", "api_sponsorship")
}
OF_ACT = ("act", "confirmation", "correction", "striking")


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world.project, world.sponsor, world.manager)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    sponsor = make_person("Su Pon")
    appoint(world.secret, sponsor, AppointmentRole.SPONSOR)
    session().expire(world.secret)
    return _arguments(world.secret, sponsor, world.secret_manager)


def _arguments(project: Project, sponsor: Person, manager: Person) -> dict[str, dict[str, object]]:
    act = enter(project, sponsor, by=manager)
    given: dict[str, dict[str, object]] = {}
    for endpoint in ACCESS:
        name = endpoint.partition(".")[2]
        if name == "of_project":
            given[endpoint] = {"code": project.code}
        elif name in OF_ACT:
            given[endpoint] = {"act_id": act}
        elif name != "mine":
            given[endpoint] = {"code": project.code, "person_id": sponsor}
    return given
