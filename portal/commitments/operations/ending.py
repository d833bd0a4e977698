"""How a promise or an ask ends: released, recalled, fulfilled, missed, lapsed."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments import events
from portal.commitments.models import Commitment
from portal.commitments.operations.agreeing import no_longer_asked
from portal.commitments.operations.holding import day_of, hold, tell, write
from portal.commitments.queries import asker_on
from portal.core.errors import Invalid
from portal.projects.models import AppointmentRole


def release_commitment(commitment: Commitment, *, reason: str, by: Person, now: dt.datetime) -> None:
    """The project gives people back before the end: their week is free again from today."""
    hold(commitment)
    commitment.release(reason, by=by, today=day_of(now))
    no_longer_asked(commitment, reason=reason, by=by, now=now)
    tell(events.RELEASED, commitment, by=by, now=now, reason=reason)
    write("released", commitment, to=commitment.answered_by or commitment.head, by=by, now=now, reason=reason)


def recall_commitment(commitment: Commitment, *, reason: str, by: Person, now: dt.datetime) -> None:
    """The department takes its people back: its right, but an act with a reason that the sponsor sees."""
    hold(commitment)
    commitment.insist_on("recall")
    if not reason:
        raise Invalid(reason=_("Say why: the sponsor and the project read it."))
    today = day_of(now)
    commitment.recall(reason, by=by, today=today)
    no_longer_asked(commitment, reason=reason, by=by, now=now)
    department = commitment.department.name if commitment.department else ""
    tell(events.RECALLED, commitment, by=by, now=now, department=department, reason=reason)
    for person in _concerned(commitment, today):
        write("recalled", commitment, to=person, by=by, now=now, reason=reason, department=department)


def _concerned(commitment: Commitment, today: dt.date) -> list[Person]:
    """Who must know of a recall: who asked, the project's manager and sponsor, and whose week it was."""
    project = commitment.project
    named = [
        commitment.requester,
        *project.holders(AppointmentRole.MANAGER, today),
        *project.holders(AppointmentRole.SPONSOR, today),
        commitment.person,
    ]
    return list({person.id: person for person in named if person is not None}.values())


def fulfil_commitment(commitment: Commitment, *, by: Person, now: dt.datetime, note: str = "") -> None:
    """The promise was kept; the department's word counts."""
    hold(commitment)
    commitment.fulfil(note, by=by, today=day_of(now))
    no_longer_asked(commitment, reason=note, by=by, now=now)
    tell(events.FULFILLED, commitment, by=by, now=now, note=note)
    write("fulfilled", commitment, to=commitment.answered_by or commitment.head, by=by, now=now, note=note)


def miss_commitment(commitment: Commitment, *, reason: str, by: Person, now: dt.datetime) -> None:
    """The promise was not kept. The reason may lie on either side, so it is said in words, not scored."""
    hold(commitment)
    commitment.miss(reason, by=by, today=day_of(now))
    no_longer_asked(commitment, reason=reason, by=by, now=now)
    tell(events.MISSED, commitment, by=by, now=now, reason=reason)
    write("missed", commitment, to=commitment.answered_by or commitment.head, by=by, now=now, reason=reason)


def lapse_commitment(commitment: Commitment, *, now: dt.datetime) -> None:
    """The end passed without an answer: silence is never consent, so nothing was promised."""
    today = day_of(now)
    answerer = commitment.answerer_on(today)
    commitment.lapse(today)
    no_longer_asked(commitment, reason="", by=None, now=now)
    tell(events.LAPSED, commitment, by=None, now=now, valid_to=commitment.valid_to)
    for person in {each.id: each for each in (answerer, asker_on(commitment, today)) if each}.values():
        write("lapsed", commitment, to=person, now=now)
