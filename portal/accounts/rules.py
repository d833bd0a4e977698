"""Who may look at and change people, departments and roles."""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.core.access import rule


@rule("accounts:read")
def read(actor: Actor, subject: Any) -> bool:
    """Everybody who is signed in may look up people and departments: promises are made by name."""
    return actor.is_authenticated


@rule("accounts:administer")
def administer(actor: Actor, subject: Any) -> bool:
    return actor.is_administrator and not actor.only_reads
