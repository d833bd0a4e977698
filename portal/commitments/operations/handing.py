"""Somebody else speaks for the asking side: whoever asked has left, or does something else."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments import events
from portal.commitments.models import Commitment
from portal.commitments.operations.holding import hold, tell
from portal.core.errors import Refused
from portal.projects.operations import admit


def hand_over_asking(
    commitment: Commitment, *, requester: Person, by: Person, now: dt.datetime, note: str = ""
) -> None:
    """The ask and its terms stay as they are; from now on somebody else manages it for the project."""
    hold(commitment)
    before = commitment.requester
    if before is not None and before.id == requester.id:
        raise Refused(_("%(name)s manages this already.", name=requester.name))
    commitment.requester = requester
    admit(commitment.project, requester)
    old = before.name if before else ""
    tell(events.ASKER_CHANGED, commitment, by=by, now=now, old=old, new=requester.name, note=note)
