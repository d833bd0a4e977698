"""This week: figures to enter, to look at and to settle, evaluations, and who of one's people is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.absences.models import Absence
from portal.absences.queries import absences_of_people_in
from portal.accounts.actors import Actor
from portal.fulfilment import queries as fulfilment
from portal.fulfilment.models import Evaluation
from portal.fulfilment.queries import EntryDue
from portal.fulfilment.weeks import Week as GivenWeek
from portal.invitations.models import Invitation
from portal.invitations.queries import waiting_for

SHOWN = 10
AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """What the week wants of the reader, beyond answers."""

    to_enter: Sequence[EntryDue] = ()
    own_to_enter: Sequence[GivenWeek] = ()
    to_look_at: Sequence[GivenWeek] = ()
    to_settle: Sequence[GivenWeek] = ()
    evaluations: Sequence[Evaluation] = ()
    away: Sequence[Absence] = ()
    invitations: Sequence[Invitation] = ()

    def __bool__(self) -> bool:
        todo = (
            self.to_enter,
            self.own_to_enter,
            self.to_look_at,
            self.to_settle,
            self.evaluations,
            self.away,
            self.invitations,
        )
        return any(todo)


def week_of(actor: Actor) -> Week:
    """A fixed number of statements; what is long is cut, its pages have the rest."""
    return Week(
        to_enter=fulfilment.weeks_to_enter(actor)[:SHOWN],
        own_to_enter=_own(actor),
        to_look_at=fulfilment.weeks_to_look_at(actor, SHOWN),
        to_settle=fulfilment.weeks_to_settle(actor, SHOWN),
        evaluations=fulfilment.evaluations_waiting(actor, SHOWN),
        invitations=waiting_for(actor),
        away=absences_of_people_in(actor.headed, actor.today, actor.today + AHEAD),
    )


def _own(actor: Actor) -> list[GivenWeek]:
    """Complete weeks of the reader's own promises for which nobody has said what was given."""
    if actor.only_reads:
        return []
    return fulfilment.weeks_to_enter_of(actor.person, actor.today)[:SHOWN]
