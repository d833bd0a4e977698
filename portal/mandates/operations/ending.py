"""How a mandate ends: withdrawn before it was issued, revoked by the sponsor, or because its term is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from portal.accounts.models import Person
from portal.agreements import operations as agreements
from portal.agreements.models import Agreement
from portal.agreements.queries import agreement_about
from portal.database import session
from portal.mandates import events, queries
from portal.mandates.models import Mandate, MandateState, TouchState
from portal.mandates.operations.signing import concerned, tell
from portal.projects.operations.access import hold
from portal.register.operations import record


def withdraw_mandate(mandate: Mandate, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """Nobody needs to answer any more. What was said so far stays."""
    hold(mandate.project)
    was_put = mandate.state != MandateState.DRAFT
    mandate.withdraw(reason, by)
    for agreement in _open_agreements(mandate):
        said: dict[str, Any] = {"reason": reason, "by": by, "now": now, "project": mandate.project}
        agreements.withdraw(agreement, **said, is_told=False)
    for each in mandate.waiting:
        each.state = TouchState.NOT_ASKED
    record(events.WITHDRAWN, mandate, by=by, now=now, project=mandate.project, reason=reason)
    for person in concerned(mandate, today) if was_put else []:
        if person.id != by.id:
            tell("withdrawn", mandate, person, now, actor=by.name, reason=reason)


def _open_agreements(mandate: Mandate) -> list[Agreement]:
    purposes = [queries.SIGNATURE, *(each.purpose for each in mandate.touched)]
    found = [agreement_about(Mandate.register_kind, mandate.id, purpose) for purpose in purposes]
    return [each for each in found if each is not None and each.is_open]


def revoke_mandate(mandate: Mandate, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """The sponsor takes the authority back, from today. Everybody whom the letter reached is told."""
    hold(mandate.project)
    mandate.revoke(reason, by, today)
    record(events.REVOKED, mandate, by=by, now=now, project=mandate.project, reason=reason)
    for person in concerned(mandate, today):
        if person.id != by.id:
            tell("revoked", mandate, person, now, actor=by.name, reason=reason)


def lapse(number: int, now: dt.datetime, today: dt.date) -> bool:
    """The term is over. Without another edition the project works without a mandate from here on."""
    mandate = session().get_one(Mandate, number)
    hold(mandate.project)
    session().refresh(mandate)
    if mandate.state != MandateState.IN_FORCE or not mandate.is_over(today):
        return False
    mandate.lapse(today)
    last = mandate.ended_on - dt.timedelta(days=1) if mandate.ended_on else today
    record(events.LAPSED, mandate, by=None, now=now, project=mandate.project, ends_on=last)
    for person in concerned(mandate, today):
        tell("lapsed", mandate, person, now, ends_on=last)
    return True


def warn(mandates: Sequence[Mandate], now: dt.datetime, today: dt.date) -> None:
    """Lead and sponsor read in their daily letter that the term ends; from now on again every week."""
    for mandate in mandates:
        is_first = mandate.warned_on is None
        mandate.warned_on = today
        if is_first:
            said: dict[str, Any] = {"ends_on": mandate.last_day}
            record(events.WARNED, mandate, by=None, now=now, project=mandate.project, **said)
