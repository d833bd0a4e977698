"""Freezing packs, adding errata, asking and answering questions before the meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import session
from portal.outbox.operations import post
from portal.packs import events
from portal.packs.collecting import collect
from portal.packs.models import Pack, PackErratum, Question, digest_of
from portal.packs.owners import owner_of
from portal.register.operations import record
from portal.steering.days import day_in_zone
from portal.steering.locking import hold
from portal.steering.models import AgendaItem, Meeting


def freeze(meeting: Meeting, *, by: Person, now: dt.datetime) -> Pack:
    """The cut-off: everything as it is now, for everybody to prepare on. The digest goes into the register."""
    hold(meeting, again=("agenda",))
    if meeting.is_cancelled:
        raise Refused(_("This meeting was cancelled. There is nothing to prepare."))
    if not meeting.takes_agenda:
        raise Refused(_("The meeting is over: what was read before it is not made afterwards."))
    content = collect(meeting, now)
    last = session().scalar(select(func.max(Pack.number)).where(Pack.meeting_id == meeting.id)) or 0
    made = Pack(
        meeting=meeting,
        number=last + 1,
        content=content,
        digest=digest_of(content),
        frozen_at=now,
        frozen_by=by,
    )
    session().add(made)
    session().flush()
    told = _members(meeting)
    record(
        events.FROZEN,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting.group],
        number=made.number,
        digest=made.digest,
        recipients=[person.name for person in told],
    )
    _tell(made, "packs/frozen", told, by, now)
    return made


def add_erratum(pack: Pack, *, text: str, by: Person, now: dt.datetime) -> PackErratum:
    """What is wrong in it, or changed: the pack stays as everybody read it, this stands beside it."""
    made = PackErratum(pack=pack, text=text, added_by=by, added_at=now)
    session().add(made)
    session().flush()
    meeting = pack.meeting
    said: dict[str, Any] = {"number": pack.number, "text": text}
    record(events.ERRATUM_ADDED, meeting, by=by, now=now, project=meeting.project, **said)
    _tell(pack, "packs/erratum", _members(meeting), by, now, text=text)
    return made


def _members(meeting: Meeting) -> list[Person]:
    return [seat.person for seat in meeting.group.members_on(day_in_zone(meeting.held_at))]


def _tell(pack: Pack, template: str, people: list[Person], by: Person, now: dt.datetime, **more: str) -> None:
    meeting = pack.meeting
    facts = {
        "meeting": meeting.title,
        "held_at": meeting.held_at,
        "by": by.name,
        "number": pack.number,
        **more,
    }
    for person in people:
        if person.id != by.id:
            post(template, to=person, facts=facts, link=f"/packs/{pack.id}", now=now)


def ask(item: AgendaItem, *, text: str, by: Person, now: dt.datetime) -> Question:
    """Before the meeting, so that the answer is there when it begins."""
    meeting = item.meeting
    meeting.expect_agenda()
    made = Question(
        meeting=meeting,
        item=item,
        item_title=item.title,
        text=text,
        answer="",
        asked_by=by,
        asked_at=now,
    )
    session().add(made)
    session().flush()
    said: dict[str, Any] = {"title": item.title, "question": text}
    record(events.ASKED, meeting, by=by, now=now, project=meeting.project, **said)
    facts = {"meeting": meeting.title, "item": item.title, "text": text, "by": by.name}
    for person in _who_answers(item):
        if person.id != by.id:
            post("packs/asked", to=person, facts=facts, link=f"/questions/{made.id}/answer", now=now)
    return made


def _who_answers(item: AgendaItem) -> list[Person]:
    """The owner of what it is about; else whoever called or prepares the meeting."""
    owner = session().get(Person, owner_of(item) or 0)
    if owner is not None:
        return [owner]
    day = day_in_zone(item.meeting.held_at)
    seats = item.meeting.group.members_on(day)
    secretaries = [seat.person for seat in seats if seat.role == "secretary"]
    return secretaries or [seat.person for seat in seats if seat.role == "chair"]


def answer(question: Question, *, answer: str, by: Person, now: dt.datetime) -> None:
    """Read by everybody who prepares, not only by who asked."""
    question.reply(answer, by, now)
    meeting = question.meeting
    said: dict[str, Any] = {"title": question.item_title, "question": question.text, "answer": answer}
    record(events.ANSWERED, meeting, by=by, now=now, project=meeting.project, **said)
    facts = {**{name: said[name] for name in ("question", "answer")}, "meeting": meeting.title, "by": by.name}
    asker = question.asked_by
    if asker is not None and asker.id != by.id:
        post("packs/answered", to=asker, facts=facts, link=f"/meetings/{meeting.id}", now=now)
