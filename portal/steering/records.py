"""Records that people name by what they know: the code of a record, or a web address."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.actors import Actor
from portal.actions.models import ActionItem
from portal.commitments import rules as commitments
from portal.commitments.models import Commitment
from portal.core.errors import Invalid
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.risks import rules as risks
from portal.risks.models import Risk
from portal.steering import rules
from portal.steering.models import Decision, Meeting

WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,450}", re.IGNORECASE)
LONGEST_CODE = 64


class Named(NamedTuple):
    """What was named: as it is shown, and the address that leads there."""

    label: str
    address: str


NOTHING = Named("", "")


def _reads_action(actor: Actor, action: ActionItem) -> bool:
    if action.owner_id == actor.id or action.project_id is None:
        return True
    project = session().get(Project, action.project_id)
    return project is not None and projects.read(actor, project)


#: Kinds of records with codes, how they are called in addresses, and who reads them.
KINDS: Sequence[tuple[type[Any], str, Callable[[Actor, Any], bool]]] = (
    (Decision, "decisions", rules.read_decision),
    (Meeting, "meetings", rules.read_meeting),
    (ActionItem, "actions", _reads_action),
    (Risk, "risks", risks.read),
    (Commitment, "commitments", commitments.read),
)


def shown_evidence(text: str, actor: Actor) -> Named:
    """What shows that something was done: a record of the portal, or a page elsewhere; nothing for nothing.

    Raises `Invalid` at `evidence` for what leads nowhere, or to what the actor may not see.
    """
    wanted = text.strip()
    if not wanted:
        return NOTHING
    if WEB_ADDRESS.fullmatch(wanted):
        return Named(wanted, wanted)
    found = _record(wanted, actor) if len(wanted) <= LONGEST_CODE else None
    if found is None:
        raise Invalid(
            evidence=_("Give the code of a record, such as D-2026-014, or a web address (https://…).")
        )
    return found


def _record(code: str, actor: Actor) -> Named | None:
    """The first record of this code that the actor may read; codes are written in capitals."""
    for model, place, may_read in KINDS:
        statement = select(model).where(model.code.in_({code, code.upper()}))
        for record in session().scalars(statement):
            if may_read(actor, record):
                return Named(record.code, f"/{place}/{record.id}")
    return None
