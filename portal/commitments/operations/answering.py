"""The head's answer: confirm, counter, refuse. Silence is none of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.agreements.models import AgreementAnswer
from portal.commitments import events
from portal.commitments.agreed import TO_ASKER
from portal.commitments.models import Commitment, Kind, TermValues
from portal.commitments.operations.agreeing import Answer, Seen, answered, put
from portal.commitments.operations.holding import (
    add_offer,
    day_of,
    difference,
    hold,
    insist_not_over,
    known_overload,
    tell,
    write,
)
from portal.commitments.queries import asker_on
from portal.commitments.terms import belongs_to, check_terms
from portal.core.errors import Invalid
from portal.projects.operations import admit
from portal.register.events import Event


def confirm_commitment(
    commitment: Commitment,
    *,
    by: Person,
    now: dt.datetime,
    person: Person | None = None,
    note: str = "",
    seen: Seen | None = None,
) -> None:
    """A department head's word: from here on the promise is measured against what is given.

    Where a skill was asked for, the head names the `person`. An overload is recorded as known.
    """
    hold(commitment)
    today = day_of(now)
    commitment.insist_on("confirm")
    insist_not_over(commitment, today)
    terms = _terms_with(commitment, person)
    overload = known_overload(commitment, terms)
    given = answered(commitment, Answer.ACCEPT, by=by, now=now, reason=note, seen=seen, terms=terms)
    commitment.confirm(by=by, today=today)
    if terms != commitment.terms():
        commitment.take(terms)
        add_offer(commitment, terms, by=by, now=now, note=note).is_promise = True
    said = {"terms": terms.told(), "note": note, "overload": overload}
    _tell(events.CONFIRMED, events.CONFIRMED_FOR, commitment, given, **said)
    if terms.person is not None:
        admit(commitment.project, terms.person)
    write("confirmed", commitment, to=asker_on(commitment, today), by=by, now=now, note=note)


def counter_commitment(
    commitment: Commitment,
    *,
    terms: TermValues,
    by: Person,
    now: dt.datetime,
    note: str = "",
    seen: Seen | None = None,
) -> None:
    """Another offer: other person, other share, other dates. The ask stays beside it; the asker decides."""
    hold(commitment)
    today = day_of(now)
    commitment.insist_on("counter")
    asked = commitment.terms()
    offered = terms.for_kind(commitment.kind)
    _insist_on_offer(offered, asked, commitment.kind)
    check_terms(offered, commitment.kind, commitment.department, today)
    given = answered(commitment, Answer.COUNTER, by=by, now=now, reason=note or _("Other terms"), seen=seen)
    commitment.counter(offered, by=by, today=today)
    offer = add_offer(commitment, offered, by=by, now=now, note=note)
    offer.is_counter = True
    put(commitment, offer, to=TO_ASKER, by=by, now=now)
    said = {"note": note, **difference(asked.told(), offered.told())}
    _tell(events.COUNTERED, events.COUNTERED_FOR, commitment, given, **said)
    write("countered", commitment, to=asker_on(commitment, today), by=by, now=now, note=note)


def refuse_commitment(
    commitment: Commitment, *, reason: str, by: Person, now: dt.datetime, seen: Seen | None = None
) -> None:
    """No, and why: the project can plan with it, which a silent yes would not allow."""
    hold(commitment)
    if not reason:
        raise Invalid(reason=_("Say why: the project has to find another way."))
    commitment.insist_on("refuse")
    given = answered(commitment, Answer.DECLINE, by=by, now=now, reason=reason, seen=seen)
    today = day_of(now)
    commitment.refuse(reason, by=by, today=today)
    _tell(events.REFUSED, events.REFUSED_FOR, commitment, given, reason=reason)
    write("refused", commitment, to=asker_on(commitment, today), by=by, now=now, reason=reason)


def _tell(
    event: Event, event_for: Event, commitment: Commitment, given: AgreementAnswer, **details: Any
) -> None:
    """Record an answer with the digest of the text that it answers, and with both names if somebody stood in."""
    details["digest"] = given.digest
    if given.on_behalf_of is not None:
        event, details["on_behalf_of"] = event_for, given.on_behalf_of.name
    tell(event, commitment, by=given.by, now=given.answered_at, **details)


def _terms_with(commitment: Commitment, person: Person | None) -> TermValues:
    """The asked terms with the person whom the head names."""
    terms = commitment.terms()
    if person is None:
        if commitment.kind == Kind.STAFFING and terms.person is None:
            raise Invalid(person=_("Name the person: a skill alone cannot be promised."))
        return terms
    if terms.person is not None and terms.person.id != person.id:
        name = terms.person.name
        raise Invalid(person=_("%(name)s was asked for. To offer somebody else, counter.", name=name))
    if commitment.department is not None and not belongs_to(person, commitment.department):
        name, department = person.name, commitment.department.name
        raise Invalid(
            person=_("%(name)s does not belong to %(department)s.", name=name, department=department)
        )
    return terms.naming(person).for_kind(commitment.kind)


def _insist_on_offer(offered: TermValues, asked: TermValues, kind: str) -> None:
    if kind == Kind.STAFFING and offered.person is None:
        raise Invalid(person=_("Name the person whom you offer."))
    if offered == asked:
        raise Invalid(
            terms=_("These are the terms that were asked for. Confirm them, or change what you offer.")
        )
