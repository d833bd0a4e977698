"""Who may use the routes of mandates. See `tests/architecture/test_access.py`.

Drafting belongs to the project's manager, the portfolio's keepers and the sponsor; signing and revoking to the
sponsor, acknowledging to the head of Logistics. The letter of the confidential project was signed by an outsider
of this table; the heads who were asked to acknowledge it can read it since.
"""

from __future__ import annotations

from portal.database import session
from portal.mandates.models import Mandate
from portal.projects.models import AppointmentRole
from tests.architecture.access.kinds import KEEPERS, NOBODY, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World, appoint, make_person
from tests.factories.mandates import answer, make_draft, make_in_force, make_put, sign, touched

SEEN_BY = READERS | {"secret_manager", "head", "other_head"}
READ = Expected(ROLES, secret=SEEN_BY, seen_by=SEEN_BY)
KEEP = Expected(KEEPERS | {"manager", "sponsor"}, secret=KEEPERS | {"secret_manager"}, seen_by=SEEN_BY)
OF_SPONSOR = Expected(frozenset({"sponsor"}), secret=NOBODY, seen_by=SEEN_BY)
OF_HEAD = Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SEEN_BY)

BY_NAME: dict[str, Expected] = {
    "index": SIGNED_IN,
    "of_project": READ,
    "draft": KEEP,
    "show": READ,
    "pdf": READ,
    "edit": KEEP,
    "add_department": KEEP,
    "change_duty": KEEP,
    "remove_department": KEEP,
    "put": KEEP,
    "amend": KEEP,
    "extend": KEEP,
    "withdraw": KEEP,
    "revoke": OF_SPONSOR,
}
ACCESS: dict[str, Expected] = {
    **{f"{where}.{name}": who for name, who in BY_NAME.items() for where in ("mandates", "api_mandates")},
    "mandates.signature": OF_SPONSOR,
    "api_mandates.sign": OF_SPONSOR,
    "mandates.acknowledgement": OF_HEAD,
    "api_mandates.acknowledge": OF_HEAD,
}
OF_PROJECT = ("of_project", "draft")
OF_DEPARTMENT = ("change_duty", "remove_department", "acknowledgement", "acknowledge")


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, make_in_force(world))


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    sponsor = make_person("Su Pon")
    appoint(world.secret, sponsor, AppointmentRole.SPONSOR)
    session().expire(world.secret)
    mandate = sign(make_put(world, make_draft(world, world.secret)), sponsor)
    answer(mandate, world.sales, world.other_head)
    answer(mandate, world.logistics, world.head)
    return _arguments(world, mandate)


def _arguments(world: World, mandate: Mandate) -> dict[str, dict[str, object]]:
    given: dict[str, dict[str, object]] = {}
    for endpoint in ACCESS:
        name = endpoint.partition(".")[2]
        if name in OF_PROJECT:
            given[endpoint] = {"code": mandate.project.code}
        elif name in OF_DEPARTMENT:
            given[endpoint] = {"mandate_id": mandate, "touched_id": touched(mandate, world.logistics)}
        elif name != "index":
            given[endpoint] = {"mandate_id": mandate}
    return given
