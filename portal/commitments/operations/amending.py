"""A promise in force changes by agreement only: one side proposes, the other answers; else it stays."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments import events, sentences
from portal.commitments.agreed import TO_ASKER, TO_HEAD
from portal.commitments.models import DAYS_TO_ANSWER, Amendment, Commitment, Kind, Side, TermValues
from portal.commitments.operations.agreeing import Answer, Seen, answered, no_longer_asked, put, signed
from portal.commitments.operations.holding import (
    add_offer,
    day_of,
    difference,
    hold,
    known_overload,
    tell,
    write,
)
from portal.commitments.queries import asker_on
from portal.commitments.terms import check_terms
from portal.core.errors import Invalid
from portal.database import session
from portal.projects.operations import admit


def propose_amendment(
    commitment: Commitment, *, terms: TermValues, side: Side, by: Person, now: dt.datetime, note: str = ""
) -> Amendment:
    """Put other terms beside a promise in force. Nothing changes until the other side accepts them."""
    hold(commitment)
    commitment.insist_on("amend")
    today, in_force = day_of(now), commitment.terms()
    terms = terms.for_kind(commitment.kind)
    _insist_on_change(terms, in_force, commitment.kind)
    check_terms(terms, commitment.kind, commitment.department, today)
    offer = add_offer(commitment, terms, by=by, now=now, note=note)
    amendment = commitment.propose(offer, side, by=by, today=today)
    session().flush()
    whom = TO_HEAD if side == Side.PROJECT else TO_ASKER
    due_on = today + dt.timedelta(days=DAYS_TO_ANSWER)
    version = put(commitment, offer, to=whom, by=by, now=now, due_on=due_on)
    changed = difference(in_force.told(), terms.told())
    said = {"note": note, "digest": version.digest, **changed}
    tell(events.AMENDMENT_PROPOSED, commitment, by=by, now=now, **said)
    proposed = sentences.facts_of(commitment, terms)
    to = commitment.answerer_on(today) if side == Side.PROJECT else asker_on(commitment, today)
    write("amendment_proposed", commitment, to=to, by=by, now=now, page="/amendment", note=note, ask=proposed)
    return amendment


def hand_over_commitment(
    commitment: Commitment, *, person: Person, side: Side, by: Person, now: dt.datetime, note: str = ""
) -> Amendment:
    """Somebody else is to do it: the same terms with another person, once the other side accepts."""
    hold(commitment)
    commitment.insist_on("hand_over")
    terms = commitment.terms()
    if terms.person is not None and terms.person.id == person.id:
        raise Invalid(person=_("%(name)s does it already.", name=person.name))
    return propose_amendment(commitment, terms=terms.naming(person), side=side, by=by, now=now, note=note)


def accept_amendment(
    commitment: Commitment, *, by: Person, now: dt.datetime, note: str = "", seen: Seen | None = None
) -> None:
    """The other side agrees: the new terms count from this week on, the weeks before keep theirs."""
    hold(commitment)
    commitment.insist_on("accept_amendment")
    today, before = day_of(now), commitment.terms()
    waiting = commitment.open_amendment
    assert waiting is not None  # insist_on has asked
    terms = waiting.offer.terms()
    check_terms(terms, commitment.kind, commitment.department, today)
    overload = known_overload(commitment, terms)
    given = answered(commitment, Answer.ACCEPT, by=by, now=now, reason=note, seen=seen)
    amendment = commitment.accept_amendment(by=by, today=today)
    changed = difference(before.told(), terms.told())
    said = {"note": note, "overload": overload, **signed(given), **changed}
    tell(events.AMENDED, commitment, by=by, now=now, **said)
    if terms.person is not None:
        admit(commitment.project, terms.person)
    write("amendment_accepted", commitment, to=amendment.proposed_by, by=by, now=now, note=note)
    _tell_people(commitment, before.person, terms.person, by, now)


def decline_amendment(
    commitment: Commitment, *, reason: str, by: Person, now: dt.datetime, seen: Seen | None = None
) -> None:
    """No, and why: the promise stays in force as it was."""
    hold(commitment)
    commitment.insist_on("decline_amendment")
    if not reason:
        raise Invalid(reason=_("Say why: the other side has to find another way."))
    given = answered(commitment, Answer.DECLINE, by=by, now=now, reason=reason, seen=seen)
    amendment = commitment.decline_amendment(reason, by=by, today=day_of(now))
    tell(events.AMENDMENT_DECLINED, commitment, by=by, now=now, reason=reason, **signed(given))
    write("amendment_declined", commitment, to=amendment.proposed_by, by=by, now=now, reason=reason)


def withdraw_amendment(commitment: Commitment, *, reason: str = "", by: Person, now: dt.datetime) -> None:
    """Whoever proposed other terms takes them back: the promise stays as it was."""
    hold(commitment)
    commitment.insist_on("withdraw_amendment")
    today = day_of(now)
    amendment = commitment.withdraw_amendment(reason, by=by, today=today)
    no_longer_asked(commitment, reason=reason, by=by, now=now)
    tell(events.AMENDMENT_WITHDRAWN, commitment, by=by, now=now, reason=reason)
    is_projects = amendment.side == Side.PROJECT
    to = commitment.answerer_on(today) if is_projects else asker_on(commitment, today)
    write("amendment_withdrawn", commitment, to=to, by=by, now=now, reason=reason)


def _insist_on_change(terms: TermValues, in_force: TermValues, kind: str) -> None:
    if kind == Kind.STAFFING and terms.person is None:
        raise Invalid(person=_("Name the person: a skill alone cannot be promised."))
    if terms == in_force:
        raise Invalid(terms=_("These are the terms that count already. Change what you propose."))


def _tell_people(
    commitment: Commitment, before: Person | None, after: Person | None, by: Person, now: dt.datetime
) -> None:
    """Whose week it was and whose week it is."""
    if before is None or after is None or before.id == after.id:
        return
    for person in (before, after):
        facts = {"before": before.name, "after": after.name}
        write("handed_over", commitment, to=person, by=by, now=now, **facts)
