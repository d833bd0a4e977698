"""Circulating minutes, answering them, settling corrections, closing over silence, and errata."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused, Stale
from portal.core.language import date
from portal.database import session
from portal.minutes import events, queries
from portal.minutes.models import Answer, Circulation, MinutesAnswer, Outcome
from portal.outbox.operations import post
from portal.register.operations import record
from portal.steering import operations as steering
from portal.steering.days import day_in_zone
from portal.steering.models import Meeting

ANSWERED = {
    Answer.CONFIRM: events.CONFIRMED,
    Answer.CORRECT: events.CORRECTED,
    Answer.DISSENT: events.DISSENTED,
    Answer.NOTE: events.NOTED,
}


def circulate(
    meeting: Meeting, *, due_on: dt.date, notes_days: int, by: Person, now: dt.datetime
) -> Circulation:
    """The minutes go round: from here on their text changes only by corrections that everybody can see."""
    meeting.expect_approvable()
    meeting.expect_uncirculated()
    made = _begun(meeting, 0, due_on=due_on, notes_days=notes_days, by=by, now=now)
    meeting.circulated_at = now
    session().flush()
    people = queries.asked(made)
    record(
        events.CIRCULATED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting.group],
        due_on=due_on,
        notes_until_on=made.notes_until_on,
        minutes_version=meeting.minutes_version,
        recipients=[person.name for person in people],
    )
    _tell(made, people, "minutes/circulated", by=by, now=now)
    _tell(made, queries.absent_members(meeting), "minutes/circulated_absent", by=by, now=now)
    return made


def propose_erratum(
    meeting: Meeting, *, text: str, reason: str, due_on: dt.date, by: Person, now: dt.datetime
) -> Circulation:
    """Locked minutes stay as they are; what was wrong in them is said beside them, and approved likewise."""
    if not meeting.is_locked:
        raise Refused(_("An erratum corrects approved minutes. These can still be corrected themselves."))
    earlier = queries.of_meeting(meeting)
    if any(each.is_open for each in earlier):
        raise Refused(_("Another erratum is still going round. Close that one first."))
    number = max((each.number for each in earlier), default=0) + 1
    made = _begun(meeting, number, due_on=due_on, notes_days=0, by=by, now=now, text=text, reason=reason)
    session().flush()
    people = queries.asked(made)
    record(
        events.ERRATUM_PROPOSED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting.group],
        number=number,
        text=text,
        reason=reason,
        due_on=due_on,
        recipients=[person.name for person in people],
    )
    _tell(made, people, "minutes/erratum_proposed", by=by, now=now)
    return made


def _begun(
    meeting: Meeting,
    number: int,
    *,
    due_on: dt.date,
    notes_days: int,
    by: Person,
    now: dt.datetime,
    **words: str,
) -> Circulation:
    today = day_in_zone(now)
    if due_on < today:
        raise Invalid(due_on=_("This day has passed."))
    until = max(due_on, today + dt.timedelta(days=notes_days))
    made = Circulation(
        meeting=meeting,
        number=number,
        made_by=by,
        made_at=now,
        due_on=due_on,
        notes_until_on=until,
        unanswered=[],
        **{"text": "", "reason": "", **words},
    )
    session().add(made)
    return made


def answer(
    circulation: Circulation,
    *,
    answer: str,
    words: str,
    proposed: str,
    seen_version: int | None,
    by: Person,
    now: dt.datetime,
) -> MinutesAnswer:
    """Somebody's word on the text that they saw; on another text it counts for nothing and is refused."""
    _lock(circulation)
    if seen_version != circulation.wording_version:
        raise Stale(circulation, [(_("Text"), circulation.wording, proposed)])
    _expect_standing(circulation, answer, by, day_in_zone(now))
    _expect_words(circulation, answer, words, proposed)
    given = MinutesAnswer(
        circulation=circulation,
        person=by,
        answer=answer,
        words=words,
        seen_version=circulation.wording_version,
        seen_text=circulation.wording,
        proposed=proposed if answer == Answer.CORRECT else "",
        outcome_reason="",
        answered_at=now,
    )
    session().add(given)
    session().flush()
    told: dict[str, Any] = {"words": words, "seen_version": given.seen_version}
    if answer == Answer.CORRECT:
        told["proposed"] = proposed
    _record(ANSWERED[Answer(answer)], circulation, by, now, **told)
    if answer in {Answer.CORRECT, Answer.DISSENT}:
        facts = {"answer": answer, "words": words}
        _tell(circulation, [circulation.made_by], "minutes/answered", by=by, now=now, **facts)
    return given


def _lock(circulation: Circulation) -> None:
    """Answers, settlements and the closing of one text come one after the other."""
    statement = select(Circulation.id).where(Circulation.id == circulation.id).with_for_update()
    session().execute(statement)
    session().refresh(circulation, ["closed_at", "reminded_on", "text", "text_version"])
    session().refresh(circulation.meeting, ["minutes", "minutes_version", "state"])


def _expect_standing(circulation: Circulation, answer: str, by: Person, today: dt.date) -> None:
    was_there = queries.was_there(circulation.meeting, by.id)
    if answer == Answer.NOTE:
        if not queries.was_missed(circulation.meeting, by.id):
            raise Invalid(answer=_("Only members who were absent add a note."))
        if today > circulation.notes_until_on:
            raise Refused(
                _("Notes of absent members were taken until %(day)s.", day=date(circulation.notes_until_on))
            )
        return
    circulation.expect_open()
    if not was_there and answer != Answer.CORRECT:
        raise Invalid(answer=_("You were not there: you can add a note or ask for a correction."))


def _expect_words(circulation: Circulation, answer: str, words: str, proposed: str) -> None:
    if answer in {Answer.DISSENT, Answer.NOTE} and not words.strip():
        raise Invalid(words=_("Say it in your words; they are printed as you write them."))
    if answer == Answer.CORRECT:
        if not proposed.strip():
            raise Invalid(proposed=_("Write the text as it should read."))
        if proposed.strip() == circulation.wording.strip():
            raise Invalid(proposed=_("This is the text as it stands. Change what is not right."))


def settle(given: MinutesAnswer, *, outcome: str, reason: str, by: Person, now: dt.datetime) -> None:
    """The secretary takes a correction into the text, or says why not; whoever confirmed sees that it changed."""
    circulation = given.circulation
    _lock(circulation)
    circulation.expect_open()
    given.expect_waiting()
    if outcome == Outcome.DECLINED and not reason.strip():
        raise Invalid(reason=_("Say why it is not taken; the reason is printed beside it."))
    if outcome == Outcome.TAKEN:
        _take(given, by, now)
    given.settle(outcome, reason, by, now)
    event = events.TAKEN if outcome == Outcome.TAKEN else events.DECLINED
    _record(event, circulation, by, now, person=given.person.name, reason=reason)
    people = queries.asked(circulation) if outcome == Outcome.TAKEN else []
    facts = {"outcome": outcome, "reason": reason, "person": given.person.name}
    told = {person.id: person for person in (*people, given.person)}
    _tell(circulation, list(told.values()), "minutes/settled", by=by, now=now, **facts)


def _take(given: MinutesAnswer, by: Person, now: dt.datetime) -> None:
    circulation = given.circulation
    if given.is_of_earlier_text:
        raise Refused(
            _(
                "The text has changed since this correction was written. Enter it as a correction of today's text."
            )
        )
    if circulation.is_erratum:
        circulation.text, circulation.text_version = given.proposed, circulation.text_version + 1
    else:
        steering.write_minutes(
            circulation.meeting, minutes=given.proposed, by=by, now=now, is_correction=True
        )


def close(circulation: Circulation, *, by: Person, now: dt.datetime) -> None:
    """The chair closes; who has not answered is named, and does not hold up the others after the date."""
    _lock(circulation)
    circulation.expect_open()
    if circulation.pending:
        raise Refused(_("Corrections wait for an answer. Take them or say why not, then close."))
    silent = [person for person in queries.silent(circulation) if person.id != by.id]
    if silent and day_in_zone(now) <= circulation.due_on:
        names, day = ", ".join(person.name for person in silent), date(circulation.due_on)
        raise Refused(
            _("Until %(day)s everybody may still answer. Not answered yet: %(names)s.", day=day, names=names)
        )
    circulation.close(by, now, [person.name for person in silent])
    if circulation.is_erratum:
        _approve_erratum(circulation, by, now)
        return
    _record(
        events.CLOSED,
        circulation,
        by,
        now,
        minutes_version=circulation.meeting.minutes_version,
        unanswered=circulation.unanswered,
        dissent=_dissent(circulation),
    )
    steering.approve_minutes(circulation.meeting, by=by, now=now, after_answers=True)


def remind(number: int, now: dt.datetime, today: dt.date) -> bool:
    """Once, the day before answers are due: whoever has said nothing. The register can show that they were told."""
    circulation = queries.circulation_by_id(number)
    if circulation is None:
        return False
    _lock(circulation)
    if not circulation.is_open or circulation.reminded_on is not None:
        return False
    circulation.reminded_on = today
    people = queries.silent(circulation)
    if not people:
        return False
    names = [person.name for person in people]
    _record(events.REMINDED, circulation, None, now, due_on=circulation.due_on, recipients=names)
    _tell(circulation, people, "minutes/reminded", by=circulation.made_by, now=now)
    return True


def _approve_erratum(circulation: Circulation, by: Person, now: dt.datetime) -> None:
    _record(
        events.ERRATUM_APPROVED,
        circulation,
        by,
        now,
        number=circulation.number,
        text=circulation.text,
        unanswered=circulation.unanswered,
        dissent=_dissent(circulation),
    )
    people = [person for person in queries.attendees(circulation.meeting) if person.id != by.id]
    _tell(circulation, people, "minutes/erratum_approved", by=by, now=now)


def _dissent(circulation: Circulation) -> list[str]:
    return [f"{each.person.name}: {each.words}" for each in queries.dissents(circulation)]


def _record(
    event: Any, circulation: Circulation, by: Person | None, now: dt.datetime, **details: Any
) -> None:
    meeting = circulation.meeting
    record(event, meeting, by=by, now=now, project=meeting.project, about=[meeting.group], **details)


def _tell(
    circulation: Circulation,
    people: list[Any],
    template: str,
    *,
    by: Person | None,
    now: dt.datetime,
    **facts: Any,
) -> None:
    meeting = circulation.meeting
    facts = {
        "meeting": meeting.title,
        "group": meeting.group.name,
        "held_at": meeting.held_at,
        "due_on": circulation.due_on,
        "notes_until_on": circulation.notes_until_on,
        "number": circulation.number,
        "by": by.name if by else "",
        **facts,
    }
    for person in people:
        if person is not None and (by is None or person.id != by.id):
            link, is_reminder = f"/circulations/{circulation.id}", template == "minutes/reminded"
            post(template, to=person, facts=facts, link=link, now=now, daily=not is_reminder)
