"""Who may use the routes of the risk register. See `tests/architecture/test_access.py`.

In the open project the member owns the risk; in the confidential one its manager does. Whoever writes and is
refused because of the risk's state got past the rule all the same.
"""

from __future__ import annotations

from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World
from tests.factories.risks import make_risk

SECRET_KEEPERS = KEEPERS | {"secret_manager"}
READ = Expected(ROLES, secret=READERS | {"secret_manager"})
CREATE = Expected(KEEPERS | {"manager"}, secret=SECRET_KEEPERS)
KEEP = Expected(KEEPERS | {"manager", "member"}, secret=SECRET_KEEPERS)
CLOSE = Expected(KEEPERS | {"manager"}, secret=SECRET_KEEPERS)
ACCEPT = Expected(KEEPERS | {"sponsor"}, secret=KEEPERS)
REOPEN = Expected(KEEPERS | {"manager", "sponsor"}, secret=SECRET_KEEPERS)
SET_MATRIX = Expected(frozenset({"administrator", "office"}))

PAGES: dict[str, Expected] = {
    "index": SIGNED_IN,
    "of_project": READ,
    "choose_project": SIGNED_IN,
    "new": CREATE,
    "show": READ,
    "edit": KEEP,
    "review": KEEP,
    "treatment": KEEP,
    "new_action": KEEP,
    "acceptance_request": KEEP,
    "acceptance": ACCEPT,
    "closure": CLOSE,
    "materialisation": KEEP,
    "reopening": REOPEN,
    "matrix": SIGNED_IN,
    "new_matrix": SET_MATRIX,
}
API: dict[str, Expected] = {
    "index": SIGNED_IN,
    "counts": SIGNED_IN,
    "create": SIGNED_IN,
    "show": READ,
    "edit": KEEP,
    "reviews": READ,
    "review": KEEP,
    "treat": KEEP,
    "actions": READ,
    "add_action": KEEP,
    "request_acceptance": KEEP,
    "accept": ACCEPT,
    "close": CLOSE,
    "materialise": KEEP,
    "reopen": REOPEN,
    "matrix": SIGNED_IN,
    "set_matrix": SET_MATRIX,
}
ACCESS: dict[str, Expected] = {
    **{f"risks.{name}": expected for name, expected in PAGES.items()},
    **{f"api_risks.{name}": expected for name, expected in API.items()},
}
OF_PROJECT = {"risks.of_project", "risks.new"}
OF_NOTHING = {name for name, expected in ACCESS.items() if expected in (SIGNED_IN, SET_MATRIX)}


def _arguments(code: str, risk_id: int) -> dict[str, dict[str, object]]:
    of_risk = set(ACCESS) - OF_PROJECT - OF_NOTHING
    return {
        **{name: {"code": code} for name in OF_PROJECT},
        **{name: {"risk_id": risk_id} for name in of_risk},
    }


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments("STORE", make_risk(world.project, owner=world.member).id)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments("SECRET", make_risk(world.secret, owner=world.secret_manager).id)
