"""Who may look at and change people, departments, roles and accounts.

Everybody looks people and departments up: promises are made by name. Administrators keep them, but nobody
gives themselves anything: not a role, not a headship, not a reopened account. Internal audit reads everything
and changes nothing but its own account.
"""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import ApiToken, Person, RoleGrant
from portal.core.access import rule


@rule("accounts:read")
def read(actor: Actor, subject: Any) -> bool:
    """Everybody who is signed in may look up people and departments: promises are made by name."""
    return actor.is_authenticated


@rule("accounts:administer")
def administer(actor: Actor, subject: Any) -> bool:
    """Administrators keep people, departments and roles."""
    return actor.is_administrator and not actor.only_reads


@rule("accounts:keep_own")
def keep_own(actor: Actor, subject: Any) -> bool:
    """One's own name, password, tokens and sessions; internal audit too."""
    return actor.is_authenticated


def _owns(actor: Actor, token: ApiToken) -> bool:
    return token.person_id == actor.id


@rule("accounts:revoke_token", visible=_owns)
def revoke_token(actor: Actor, token: ApiToken) -> bool:
    """Somebody else's tokens are nobody's business, not even that they exist."""
    return _owns(actor, token)


def _administers_another(actor: Actor, person_id: int) -> bool:
    return administer(actor, None) and person_id != actor.id


@rule("accounts:invite")
def invite(actor: Actor, person: Person) -> bool:
    """A link to set a password; one's own is changed with the present one."""
    return _administers_another(actor, person.id)


@rule("accounts:sign_out")
def sign_out(actor: Actor, person: Person) -> bool:
    """End somebody's sessions."""
    return administer(actor, person)


@rule("accounts:deactivate")
def deactivate(actor: Actor, person: Person) -> bool:
    """Close an account, never one's own."""
    return _administers_another(actor, person.id)


@rule("accounts:reactivate")
def reactivate(actor: Actor, person: Person) -> bool:
    return _administers_another(actor, person.id)


@rule("accounts:merge")
def merge(actor: Actor, person: Person) -> bool:
    """Merging oneself would be a way to roles and headships that nobody gave."""
    return _administers_another(actor, person.id)


@rule("accounts:grant_role")
def grant_role(actor: Actor, person: Person) -> bool:
    """Nobody grants a role to themselves."""
    return _administers_another(actor, person.id)


@rule("accounts:end_role")
def end_role(actor: Actor, grant: RoleGrant) -> bool:
    return _administers_another(actor, grant.person_id)
