"""What every operation on a commitment shares: holding the record, keeping versions, telling people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments import sentences
from portal.commitments.capacity import Load, promises_of
from portal.commitments.models import Commitment, Kind, Offer, TermValues
from portal.commitments.queries import load_of
from portal.core import clock
from portal.core.errors import Refused
from portal.core.language import date
from portal.database import session
from portal.outbox.operations import post
from portal.register.events import Event
from portal.register.operations import record


def day_of(now: dt.datetime) -> dt.date:
    """The organization's calendar day of an instant."""
    return now.astimezone(clock.timezone()).date()


def hold(commitment: Commitment) -> None:
    """Wait for whoever is acting on it at this moment, and see what they did: the second gets a sentence."""
    session().flush()
    session().refresh(commitment, with_for_update=True)


def add_offer(
    commitment: Commitment, terms: TermValues, *, by: Person | None, now: dt.datetime, note: str
) -> Offer:
    """Another version beside the ones before; none is ever changed."""
    number = max((offer.number for offer in commitment.offers), default=0) + 1
    offer = Offer(commitment=commitment, number=number, made_by=by, made_at=now, note=note)
    offer.take(terms)
    session().add(offer)
    return offer


def insist_not_over(commitment: Commitment, today: dt.date) -> None:
    if commitment.valid_to is not None and commitment.valid_to < today:
        day = date(commitment.valid_to)
        raise Refused(
            _("This was needed until %(day)s: that day has passed, nobody can promise it.", day=day)
        )


def known_overload(commitment: Commitment, terms: TermValues) -> list[dict[str, Any]]:
    """Where these terms put their person over a full week: recorded, so that nobody was surprised."""
    load = load_with(commitment, terms)
    if load is None or terms.person is None:
        return []
    return [
        {
            "person": terms.person.name,
            "percent": stretch.percent,
            "valid_from": stretch.starts_on,
            "valid_to": stretch.ends_on,
        }
        for stretch in load.stretches(promises_of(terms))
        if stretch.is_overload
    ]


def load_with(commitment: Commitment, terms: TermValues) -> Load | None:
    """What the person of these terms is promised to otherwise; None where nobody's week is asked for."""
    if commitment.kind != Kind.STAFFING or not (terms.person and terms.valid_from and terms.valid_to):
        return None
    loads = load_of([terms.person.id], terms.valid_from, terms.valid_to, without=commitment.id)
    return loads[terms.person.id]


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Only what changed, as it was and as it is."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        "before": {name: before.get(name) for name in names},
        "after": {name: after.get(name) for name in names},
    }


def tell(
    event: Event, commitment: Commitment, *, by: Person | None, now: dt.datetime, **details: Any
) -> None:
    """Record an act. Not `about` department or person: everybody reads their stories, not every project."""
    record(event, commitment, by=by, now=now, project=commitment.project, **details)


def write(
    letter: str,
    commitment: Commitment,
    *,
    to: Person | None,
    now: dt.datetime,
    by: Person | None = None,
    page: str = "",
    **facts: Any,
) -> None:
    """Tell somebody about it, unless the receiver is who acted: at once what is urgent, else in their daily letter."""
    if to is None or (by is not None and to.id == by.id):
        return
    told = {"ask": sentences.facts_of(commitment), "code": commitment.code, "actor": by.name if by else ""}
    told["project"] = commitment.project.name
    post(
        f"commitments/{letter}",
        to=to,
        facts={**told, **facts},
        link=f"/commitments/{commitment.id}{page}",
        now=now,
        daily=not _is_urgent(letter, commitment, day_of(now)),
    )


#: Somebody does not come who was planned with: the project has to act today.
AT_ONCE = frozenset({"recalled"})
#: These want an answer: at once where the next daily letter would leave less than a day for it.
ASKS = frozenset({"requested", "requested_again", "countered", "amendment_proposed"})
SOON = dt.timedelta(days=1)


def _is_urgent(letter: str, commitment: Commitment, today: dt.date) -> bool:
    due_on = commitment.answer_due_on
    return letter in AT_ONCE or (letter in ASKS and due_on is not None and due_on <= today + SOON)
