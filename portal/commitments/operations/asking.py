"""The asking side: draft, ask, accept a counter-offer, ask again, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.commitments import events
from portal.commitments.agreed import TO_HEAD
from portal.commitments.models import DAYS_TO_ANSWER, Commitment, State, TermValues
from portal.commitments.operations.agreeing import Answer, Seen, answered, no_longer_asked, put, signed
from portal.commitments.operations.hanging import let_hang, milestone_names
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
from portal.commitments.queries import next_code
from portal.commitments.terms import Kind, check_terms
from portal.core.errors import Invalid
from portal.database import session
from portal.projects.models import Milestone, Project
from portal.projects.operations import admit
from portal.register.events import Event


def ask_department(
    project: Project,
    *,
    kind: str,
    department: Department | None,
    terms: TermValues,
    by: Person,
    now: dt.datetime,
    note: str = "",
    answer_due_on: dt.date | None = None,
    milestones: Sequence[Milestone] = (),
) -> Commitment:
    """Ask at once: what the project needs is put to the department's head of this day. `note`: why.

    `milestones` hang on it: the head reads what moves if the answer is no, or later.
    """
    commitment = _written(project, kind, department, terms, note, answer_due_on, by, now)
    let_hang(commitment, milestones)
    request_commitment(commitment, by=by, now=now)
    return commitment


def draft_commitment(
    project: Project,
    *,
    kind: str,
    department: Department | None,
    terms: TermValues,
    by: Person,
    now: dt.datetime,
    note: str = "",
    answer_due_on: dt.date | None = None,
    milestones: Sequence[Milestone] = (),
) -> Commitment:
    """Write down what the project needs, before anybody is asked. `note`: why it matters."""
    commitment = _written(project, kind, department, terms, note, answer_due_on, by, now)
    let_hang(commitment, milestones)
    said = {
        "kind": commitment.kind_label,
        "department": _name(department),
        "terms": commitment.terms().told(),
        "milestones": milestone_names(commitment),
    }
    tell(events.DRAFTED, commitment, by=by, now=now, **said)
    return commitment


def _written(
    project: Project,
    kind: str,
    department: Department | None,
    terms: TermValues,
    note: str,
    answer_due_on: dt.date | None,
    by: Person,
    now: dt.datetime,
) -> Commitment:
    """A stored draft with a code of its own."""
    terms = terms.for_kind(kind)
    _check_ask(terms, kind, department, answer_due_on, day_of(now))
    commitment = Commitment(
        code=next_code(project),
        project=project,
        kind=Kind(kind),
        department=department,
        requester=by,
        state=State.DRAFT,
        answer_due_on=answer_due_on,
        moved_by=by,
        moved_on=day_of(now),
        reason=note,
        created_at=now,
    )
    commitment.take(terms)
    session().add(commitment)
    session().flush()
    return commitment


def revise_draft(
    commitment: Commitment,
    *,
    department: Department | None,
    terms: TermValues,
    by: Person,
    now: dt.datetime,
    note: str = "",
    answer_due_on: dt.date | None = None,
    milestones: Sequence[Milestone] | None = None,
) -> None:
    """Change what nobody has been asked yet; from the request on, other terms are another version."""
    hold(commitment)
    commitment.insist_on("revise")
    terms = terms.for_kind(commitment.kind)
    _check_ask(terms, commitment.kind, department, answer_due_on, day_of(now))
    before = _draft_words(commitment)
    let_hang(commitment, milestones)
    commitment.take(terms)
    commitment.department, commitment.reason, commitment.answer_due_on = department, note, answer_due_on
    tell(events.REVISED, commitment, by=by, now=now, **difference(before, _draft_words(commitment)))


def request_commitment(commitment: Commitment, *, by: Person, now: dt.datetime) -> None:
    """Ask the department: its head on this day is asked by name, and that name stays.

    Where nobody heads it, the ask stands all the same and waits, visibly, for a head.
    """
    hold(commitment)
    commitment.insist_on("request")
    today, note, terms = day_of(now), commitment.reason, commitment.terms()
    _check_ask(terms, commitment.kind, commitment.department, commitment.answer_due_on, today)
    head = _head_to_ask(commitment.department, by, today)
    commitment.request(head=head, by=by, today=today)
    commitment.answer_due_on = commitment.answer_due_on or today + dt.timedelta(days=DAYS_TO_ANSWER)
    commitment.reason = ""
    offer = add_offer(commitment, terms, by=by, now=now, note=note)
    version = put(commitment, offer, to=TO_HEAD, by=by, now=now)
    _tell_request(events.REQUESTED, commitment, version.digest, by=by, now=now, note=note)
    _let_in(commitment)
    write("requested", commitment, to=head, by=by, now=now, page="/answer", note=note)


def ask_again(
    commitment: Commitment,
    *,
    terms: TermValues,
    by: Person,
    now: dt.datetime,
    department: Department | None = None,
    note: str = "",
    answer_due_on: dt.date | None = None,
    milestones: Sequence[Milestone] | None = None,
) -> None:
    """Put other terms to the department instead of taking its offer; or ask anew while nobody could answer.

    The head of this day is asked. Only an ask without a department may be put to one now.
    """
    hold(commitment)
    today = day_of(now)
    commitment.insist_can_be_asked_again(today)
    terms = terms.for_kind(commitment.kind)
    asked = commitment.department or department
    _check_ask(terms, commitment.kind, asked, answer_due_on, today)
    if commitment.state == State.COUNTERED and terms == commitment.terms():
        raise Invalid(terms=_("These are the terms of the counter-offer. Accept it instead."))
    head = _head_to_ask(asked, by, today)
    commitment.ask_again(head=head, by=by, today=today)
    commitment.department = asked
    let_hang(commitment, milestones)
    commitment.answer_due_on = answer_due_on or today + dt.timedelta(days=DAYS_TO_ANSWER)
    commitment.take(terms)
    offer = add_offer(commitment, terms, by=by, now=now, note=note)
    version = put(commitment, offer, to=TO_HEAD, by=by, now=now)
    _tell_request(events.REQUESTED_AGAIN, commitment, version.digest, by=by, now=now, note=note)
    _let_in(commitment)
    write("requested_again", commitment, to=head, by=by, now=now, page="/answer", note=note)


def accept_counter(
    commitment: Commitment, *, by: Person, now: dt.datetime, note: str = "", seen: Seen | None = None
) -> None:
    """The asker takes what was offered: from here on the promise is measured against what is given."""
    hold(commitment)
    today = day_of(now)
    commitment.insist_on("accept")
    insist_not_over(commitment, today)
    terms = commitment.terms()
    overload = known_overload(commitment, terms)
    given = answered(commitment, Answer.ACCEPT, by=by, now=now, reason=note, seen=seen)
    commitment.accept(by=by, today=today)
    said = {"terms": terms.told(), "note": note, "overload": overload, **signed(given)}
    tell(events.ACCEPTED, commitment, by=by, now=now, **said)
    if terms.person is not None:
        admit(commitment.project, terms.person)
    write("accepted", commitment, to=commitment.answered_by, by=by, now=now, note=note)


def withdraw_commitment(commitment: Commitment, *, reason: str, by: Person, now: dt.datetime) -> None:
    """The project no longer needs it, or not so: whoever was asked is told, and nothing waits any more."""
    hold(commitment)
    was_asked = commitment.state != State.DRAFT
    commitment.withdraw(reason, by=by, today=day_of(now))
    no_longer_asked(commitment, reason=reason, by=by, now=now)
    tell(events.WITHDRAWN, commitment, by=by, now=now, reason=reason)
    if was_asked:
        head = commitment.answered_by or commitment.answerer_on(day_of(now))
        write("withdrawn", commitment, to=head, by=by, now=now, reason=reason)


def _check_ask(
    terms: TermValues, kind: str, department: Department | None, due_on: dt.date | None, today: dt.date
) -> None:
    check_terms(terms, kind, department, today)
    if department is None:
        raise Invalid(department=_("Choose the department that is asked."))
    if due_on is not None and due_on < today:
        raise Invalid(answer_due_on=_("This day has passed already."))


def _head_to_ask(department: Department | None, by: Person, today: dt.date) -> Person | None:
    """Nobody asks themselves: their answer would bind nobody."""
    head = department.head_on(today) if department else None
    if head is not None and head.id == by.id:
        raise Invalid(
            department=_(
                "You head %(department)s yourself. Let somebody else ask, so that you can answer.",
                department=_name(department),
            )
        )
    return head


def _tell_request(
    event: Event, commitment: Commitment, digest: str, *, by: Person, now: dt.datetime, note: str
) -> None:
    details: dict[str, Any] = {
        "department": _name(commitment.department),
        "terms": commitment.terms().told(),
        "answer_due_on": commitment.answer_due_on,
        "note": note,
        "milestones": milestone_names(commitment),
        "digest": digest,
    }
    if commitment.head is None:
        event = events.REQUESTED_OF_VACANCY
    else:
        details["head"] = commitment.head.name
    tell(event, commitment, by=by, now=now, **details)


def _let_in(commitment: Commitment) -> None:
    """Whoever is asked must be able to read what it is about."""
    if commitment.head is not None:
        admit(commitment.project, commitment.head)


def _draft_words(commitment: Commitment) -> dict[str, Any]:
    return {
        "department": _name(commitment.department),
        **commitment.terms().told(),
        "note": commitment.reason,
        "answer_due_on": commitment.answer_due_on,
        "milestones": milestone_names(commitment),
    }


def _name(department: Department | None) -> str:
    return department.name if department else ""
