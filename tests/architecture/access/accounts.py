"""Who may use the routes of accounts. See `tests/architecture/test_access.py`."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import ApiToken, DepartmentHead, Role, RoleGrant
from portal.database import session
from tests.architecture.access.kinds import EVERYBODY, SIGNED_IN, Expected, only
from tests.factories.accounts import World
from tests.support.times import NOW, TODAY

ADMINISTRATOR = only("administrator")

ACCESS: dict[str, Expected] = {
    "accounts.sign_in": EVERYBODY,
    "accounts.sign_out": SIGNED_IN,
    "accounts.language": EVERYBODY,
    "accounts.theme": EVERYBODY,
    "accounts.set_password": EVERYBODY,
    "accounts.first_administrator": EVERYBODY,
    "accounts.account": SIGNED_IN,
    "accounts.password": SIGNED_IN,
    "accounts.tokens": SIGNED_IN,
    "accounts.token_revocation": only("employee"),
    "accounts.sign_out_everywhere": SIGNED_IN,
    "accounts.people": SIGNED_IN,
    "accounts.suggestions": SIGNED_IN,
    "accounts.person": SIGNED_IN,
    "accounts.new_person": ADMINISTRATOR,
    "accounts.edit_person": ADMINISTRATOR,
    "accounts.deactivation": ADMINISTRATOR,
    "accounts.reactivation": ADMINISTRATOR,
    "accounts.invitation": ADMINISTRATOR,
    "accounts.sign_out_person": ADMINISTRATOR,
    "accounts.merger": ADMINISTRATOR,
    "accounts.merge": ADMINISTRATOR,
    "accounts.roles": SIGNED_IN,
    "accounts.grant_role": ADMINISTRATOR,
    "accounts.role_ending": ADMINISTRATOR,
    "accounts.departments": SIGNED_IN,
    "accounts.department": SIGNED_IN,
    "accounts.new_department": ADMINISTRATOR,
    "accounts.edit_department": ADMINISTRATOR,
    "accounts.appoint_head": ADMINISTRATOR,
    "accounts.head_ending": ADMINISTRATOR,
    "accounts.head_withdrawal": ADMINISTRATOR,
    "api_accounts.account": SIGNED_IN,
    "api_accounts.edit_profile": SIGNED_IN,
    "api_accounts.change_password": SIGNED_IN,
    "api_accounts.sign_out_everywhere": SIGNED_IN,
    "api_accounts.tokens": SIGNED_IN,
    "api_accounts.create_token": SIGNED_IN,
    "api_accounts.revoke_token": only("employee"),
    "api_accounts.people": SIGNED_IN,
    "api_accounts.create_person": ADMINISTRATOR,
    "api_accounts.person": SIGNED_IN,
    "api_accounts.edit_person": ADMINISTRATOR,
    "api_accounts.deactivate": ADMINISTRATOR,
    "api_accounts.reactivate": ADMINISTRATOR,
    "api_accounts.invite": ADMINISTRATOR,
    "api_accounts.end_sessions": ADMINISTRATOR,
    "api_accounts.merge": ADMINISTRATOR,
    "api_accounts.roles": SIGNED_IN,
    "api_accounts.roles_of": SIGNED_IN,
    "api_accounts.grant_role": ADMINISTRATOR,
    "api_accounts.end_role": ADMINISTRATOR,
    "api_accounts.departments": SIGNED_IN,
    "api_accounts.create_department": ADMINISTRATOR,
    "api_accounts.department": SIGNED_IN,
    "api_accounts.edit_department": ADMINISTRATOR,
    "api_accounts.heads": SIGNED_IN,
    "api_accounts.appoint_head": ADMINISTRATOR,
    "api_accounts.end_head": ADMINISTRATOR,
    "api_accounts.withdraw_head": ADMINISTRATOR,
}


OF_A_PERSON = [
    *(f"accounts.{name}" for name in ("person", "edit_person", "deactivation", "reactivation", "invitation")),
    *(f"accounts.{name}" for name in ("sign_out_person", "merger", "merge", "grant_role")),
    *(f"api_accounts.{name}" for name in ("person", "edit_person", "deactivate", "reactivate", "invite")),
    *(f"api_accounts.{name}" for name in ("end_sessions", "merge", "roles_of", "grant_role")),
]
OF_A_DEPARTMENT = [
    *(f"accounts.{name}" for name in ("department", "edit_department", "appoint_head")),
    *(f"api_accounts.{name}" for name in ("department", "edit_department", "heads", "appoint_head")),
]
OF_A_HEAD = [
    *(f"accounts.{name}" for name in ("head_ending", "head_withdrawal")),
    *(f"api_accounts.{name}" for name in ("end_head", "withdraw_head")),
]


def prepare(world: World) -> dict[str, dict[str, object]]:
    """Subjects that belong to somebody else than the administrator; the token is the employee's."""
    token = ApiToken(person=world.employee, name="script", digest="0" * 64, created_at=NOW)
    grant = RoleGrant(person=world.employee, role=Role.PROGRAMME_OFFICE, valid_from=TODAY)
    planned = TODAY + dt.timedelta(days=30)
    head = DepartmentHead(department=world.sales, person=world.employee, valid_from=planned)
    session().add_all([token, grant, head])
    session().flush()
    given: dict[str, dict[str, object]] = {
        "accounts.set_password": {"token": "nobody-has-this"},
        "accounts.first_administrator": {"token": "nobody-has-this"},
    }
    arguments: list[tuple[str, object, list[str]]] = [
        ("token_id", token.id, ["accounts.token_revocation", "api_accounts.revoke_token"]),
        ("grant_id", grant.id, ["accounts.role_ending", "api_accounts.end_role"]),
        ("head_id", head.id, OF_A_HEAD),
        ("person_id", world.member.id, OF_A_PERSON),
        ("department_id", world.logistics.id, OF_A_DEPARTMENT),
    ]
    for name, value, endpoints in arguments:
        given |= {endpoint: {name: value} for endpoint in endpoints}
    return given
