"""Who may import, look at imports, and take the whole workbook out."""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import Role
from portal.core.access import rule

IMPORTING = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICE})


@rule("exchange:export")
def export(actor: Actor, subject: Any) -> bool:
    """The workbook has everything, confidential projects too: for those who read everything anyway."""
    return actor.reads_everything


@rule("exchange:see_imports")
def see_imports(actor: Actor, subject: Any) -> bool:
    """Past imports, what they refused and who ran them; internal audit looks at them, too."""
    return bool(actor.roles & IMPORTING) or actor.only_reads


@rule("exchange:import", visible=see_imports)
def import_(actor: Actor, subject: Any) -> bool:
    """An import writes into every project: for the programme office and administrators."""
    return bool(actor.roles & IMPORTING) and not actor.only_reads
