"""Who may use the routes of contribution. See `tests/architecture/test_access.py`.

Proposing, withdrawing and asking belong to the project's manager, the portfolio's keepers and the sponsor; the answer
for Logistics to its head. The heads who were asked about the confidential project can read it since.
"""

from __future__ import annotations

from portal.contribution.models import Sharing
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.factories.contribution import make_agreed, make_proposed, party_of, usual_shares

SEEN_BY = READERS | {"secret_manager", "head", "other_head"}
READ = Expected(ROLES, secret=SEEN_BY, seen_by=SEEN_BY)
KEEP = Expected(KEEPERS | {"manager", "sponsor"}, secret=KEEPERS | {"secret_manager"}, seen_by=SEEN_BY)

BY_NAME: dict[str, Expected] = {
    "of_project": READ,
    "show": READ,
    "pdf": READ,
    "propose": KEEP,
    "ask": KEEP,
    "withdraw": KEEP,
}
ACCESS: dict[str, Expected] = {
    **{
        f"{where}.{name}": who
        for name, who in BY_NAME.items()
        for where in ("contribution", "api_contribution")
    },
    "contribution.answer": Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SEEN_BY),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    make_agreed(world)
    return _arguments(world, make_proposed(world, shares=usual_shares(world, 70), reason="Testing grew."))


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    make_agreed(world, world.secret)
    later = make_proposed(world, world.secret, shares=usual_shares(world, 70), reason="Testing grew.")
    return _arguments(world, later)


def _arguments(world: World, sharing: Sharing) -> dict[str, dict[str, object]]:
    given: dict[str, dict[str, object]] = {}
    for endpoint in ACCESS:
        name = endpoint.partition(".")[2]
        if name in {"show", "withdraw"}:
            given[endpoint] = {"sharing_id": sharing}
        elif name == "answer":
            given[endpoint] = {"party_id": party_of(sharing, world.logistics)}
        else:
            given[endpoint] = {"code": sharing.project.code}
    return given
