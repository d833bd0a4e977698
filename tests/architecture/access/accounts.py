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
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """Subjects that belong to somebody else than the administrator; the token is the employee's."""
    token = ApiToken(person=world.employee, name="script", digest="0" * 64, created_at=NOW)
    grant = RoleGrant(person=world.employee, role=Role.PROGRAMME_OFFICE, valid_from=TODAY)
    planned = TODAY + dt.timedelta(days=30)
    head = DepartmentHead(department=world.sales, person=world.employee, valid_from=planned)
    session().add_all([token, grant, head])
    session().flush()
    person, department = {"person_id": world.member.id}, {"department_id": world.logistics.id}
    given: dict[str, dict[str, object]] = {
        "accounts.set_password": {"token": "nobody-has-this"},
        "accounts.first_administrator": {"token": "nobody-has-this"},
        "accounts.token_revocation": {"token_id": token.id},
        "accounts.role_ending": {"grant_id": grant.id},
        "accounts.head_ending": {"head_id": head.id},
        "accounts.head_withdrawal": {"head_id": head.id},
    }
    for endpoint in ACCESS:
        name = endpoint.removeprefix("accounts.")
        if name in {"department", "edit_department", "appoint_head"}:
            given[endpoint] = dict(department)
        elif name in {"person", "edit_person", "deactivation", "reactivation", "invitation"}:
            given[endpoint] = dict(person)
        elif name in {"sign_out_person", "merger", "merge", "grant_role"}:
            given[endpoint] = dict(person)
    return given
