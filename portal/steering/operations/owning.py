"""Who sees to it that a decision is carried out, when the one before has left."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.projects.operations import admit
from portal.register.operations import record
from portal.steering import events
from portal.steering.models import Decision


def hand_over_decision(
    decision: Decision, *, owner: Person, by: Person, now: dt.datetime, note: str = ""
) -> None:
    """The decision is not touched; somebody else answers for carrying it out."""
    before = decision.owner
    if before is not None and before.id == owner.id:
        raise Refused(_("%(name)s owns this decision already.", name=owner.name))
    decision.owner = owner
    if decision.project is not None:
        admit(decision.project, owner)
    record(
        events.DECISION_HANDED_OVER,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=[each for each in (before, owner) if each is not None],
        old=before.name if before else "",
        new=owner.name,
        note=note,
    )
