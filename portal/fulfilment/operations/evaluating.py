"""What a lent person contributed: written by head and manager together, read by the person, seen by nobody else.

The register holds a digest of the words: one can prove later that a text is the one that was confirmed, and
nobody learns from the register what it says. Letters say that there is something to read, not what.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import attributes

from portal.accounts.models import Person
from portal.commitments.operations import hold
from portal.commitments.operations.holding import day_of
from portal.core.errors import Refused
from portal.database import session
from portal.fulfilment import events
from portal.fulfilment.contributions import Contribution, Part
from portal.fulfilment.models import Evaluation, Outcome
from portal.fulfilment.operations.holding import managers_of, write
from portal.fulfilment.queries.records import agreed_objectives, evaluation_of
from portal.register.events import Event
from portal.register.operations import record

#: Number of an objective → (outcome, note).
Outcomes = Mapping[int, tuple[str, str]]


def write_evaluation(
    contribution: Contribution,
    *,
    text: str,
    outcomes: Outcomes,
    by: Person,
    now: dt.datetime,
) -> Evaluation:
    """The shared text and what became of each objective. A changed word asks both sides to confirm again."""
    evaluation = _held(contribution)
    commitment = contribution.commitment
    if evaluation is None:
        evaluation = _begun(contribution, by, now)
    if evaluation.is_confirmed:
        raise Refused(_("Both sides have confirmed this evaluation: it cannot be changed any more."))
    before = digest_of(evaluation)
    evaluation.text = text
    _assess(contribution, outcomes)
    if digest_of(evaluation) == before and evaluation.id is not None:
        return evaluation
    evaluation.written_by, evaluation.written_at = by, now
    evaluation.head = evaluation.manager = None
    evaluation.head_confirmed_at = evaluation.manager_confirmed_at = None
    attributes.flag_modified(evaluation, "text")  # the outcomes are part of what is confirmed: a new version
    session().flush()
    _tell(events.EVALUATION_WRITTEN, evaluation, by, now)
    for other in _both(contribution, day_of(now)):
        write("evaluation_written", commitment, to=other, by=by, now=now, page="/evaluation")
    return evaluation


def confirm_evaluation(contribution: Contribution, *, part: Part, by: Person, now: dt.datetime) -> Evaluation:
    """One side stands behind the text. When both do, the person may read it."""
    evaluation = _held(contribution)
    if evaluation is None or not evaluation.text:
        raise Refused(_("Nobody has written anything yet."))
    if part == Part.HEAD:
        if evaluation.head_confirmed_at is None:
            evaluation.head, evaluation.head_confirmed_at = by, now
            _tell(events.EVALUATION_CONFIRMED, evaluation, by, now)
    elif evaluation.manager_confirmed_at is None:
        evaluation.manager, evaluation.manager_confirmed_at = by, now
        _tell(events.EVALUATION_CONFIRMED, evaluation, by, now)
    if evaluation.head_id == evaluation.manager_id and evaluation.is_confirmed:
        raise Refused(_("Two people confirm an evaluation, one from each side."))
    if evaluation.is_confirmed and evaluation.read_at is None:
        commitment = contribution.commitment
        write("evaluation_ready", commitment, to=evaluation.person, by=by, now=now, page="/evaluation")
    return evaluation


def mark_read(contribution: Contribution, *, by: Person, now: dt.datetime) -> None:
    """The person says that they have read it; that is no consent."""
    evaluation = _confirmed(contribution)
    if evaluation.read_at is None:
        evaluation.read_at = now
        _tell(events.EVALUATION_READ, evaluation, by, now)


def add_own_words(contribution: Contribution, *, own_words: str, by: Person, now: dt.datetime) -> None:
    """The person's own words stand beside the text, unanswered."""
    evaluation = _confirmed(contribution)
    if evaluation.own_words == own_words:
        return
    evaluation.own_words, evaluation.own_words_at = own_words, now
    evaluation.read_at = evaluation.read_at or now
    _tell(events.OWN_WORDS, evaluation, by, now)
    for other in (evaluation.head, evaluation.manager):
        write("evaluation_words", contribution.commitment, to=other, by=by, now=now, page="/evaluation")


def _held(contribution: Contribution) -> Evaluation | None:
    """The evaluation as it stands after everybody who came first."""
    hold(contribution.commitment)
    evaluation = evaluation_of(contribution.commitment)
    if evaluation is not None:
        session().refresh(evaluation)
    return evaluation


def _confirmed(contribution: Contribution) -> Evaluation:
    evaluation = _held(contribution)
    if evaluation is None or not evaluation.is_confirmed:
        raise Refused(_("This evaluation is not confirmed by both sides yet."))
    return evaluation


def _begun(contribution: Contribution, by: Person, now: dt.datetime) -> Evaluation:
    if not contribution.can_begin(day_of(now)):
        raise Refused(_("A contribution is evaluated when the promise ends."))
    assert contribution.commitment.person is not None
    evaluation = Evaluation(
        commitment=contribution.commitment,
        person=contribution.commitment.person,
        text="",
        own_words="",
        written_by=by,
        written_at=now,
    )
    session().add(evaluation)
    return evaluation


def _assess(contribution: Contribution, outcomes: Outcomes) -> None:
    agreed = agreed_objectives(contribution.commitment)
    for objective in agreed.items if agreed else []:
        outcome, note = outcomes.get(objective.number, (objective.outcome, objective.outcome_note))
        objective.outcome = outcome if outcome in set(Outcome) else ""
        objective.outcome_note = note


def digest_of(evaluation: Evaluation) -> str:
    """What both confirm: the text with the outcomes. (The person's own words are theirs alone.)"""
    agreed = agreed_objectives(evaluation.commitment)
    outcomes = [(item.text, item.outcome, item.outcome_note) for item in agreed.items] if agreed else []
    return hashlib.sha256(repr((evaluation.text, outcomes)).encode()).hexdigest()


def _tell(event: Event, evaluation: Evaluation, by: Person, now: dt.datetime, **more: Any) -> None:
    """Recorded with the evaluation alone: neither with the project nor with the promise."""
    own = event is events.OWN_WORDS
    digest = hashlib.sha256(evaluation.own_words.encode()).hexdigest() if own else digest_of(evaluation)
    record(event, evaluation, by=by, now=now, digest=digest, **more)


def _both(contribution: Contribution, today: dt.date) -> list[Person]:
    """The head and the managers of this day, without the person whom it is about."""
    person = contribution.person
    found = [contribution.commitment.answerer_on(today), *managers_of(contribution.commitment, today)]
    return [each for each in found if each is not None and (person is None or each.id != person.id)]
