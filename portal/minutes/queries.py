"""Reads of circulated texts: who is asked, who has not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Person
from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.minutes.models import Answer, Circulation, MinutesAnswer
from portal.steering.days import day_of
from portal.steering.models import ATTENDING, Meeting, MemberRole, Presence
from portal.steering.queries import meeting_by_id

#: Not only who counts towards the quorum.
THERE = frozenset({*ATTENDING, Presence.GUEST})


def circulation_by_id(circulation_id: int) -> Circulation | None:
    """Loader for addresses: the text with its meeting, its people and all answers."""
    found = by_number(Circulation, circulation_id)
    if found is None or meeting_by_id(found.meeting_id) is None:
        return None
    _with_answers([found.id])
    return found


def _with_answers(numbers: Sequence[int]) -> Sequence[Circulation]:
    answers = selectinload(Circulation.answers)
    statement = (
        select(Circulation)
        .where(Circulation.id.in_(numbers))
        .options(
            joinedload(Circulation.meeting),
            joinedload(Circulation.made_by),
            joinedload(Circulation.closed_by),
            answers.joinedload(MinutesAnswer.person),
            answers.joinedload(MinutesAnswer.settled_by),
        )
        .order_by(Circulation.number)
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).all()


def answer_by_id(answer_id: int) -> MinutesAnswer | None:
    """Loader for addresses: the answer, with everything around it."""
    found = by_number(MinutesAnswer, answer_id)
    if found is None or circulation_by_id(found.circulation_id) is None:
        return None
    return found


def of_meeting(meeting: Meeting) -> Sequence[Circulation]:
    """The minutes' circulation, if there is one, and the errata in their order."""
    numbers = session().scalars(select(Circulation.id).where(Circulation.meeting_id == meeting.id)).all()
    return _with_answers(numbers) if numbers else []


def to_remind_of(today: dt.date) -> Sequence[int]:
    """Open ones whose answers are due tomorrow or today and of which nobody has been reminded."""
    statement = select(Circulation.id).where(
        Circulation.closed_at.is_(None),
        Circulation.due_on.between(today, today + dt.timedelta(days=1)),
        Circulation.reminded_on.is_(None),
    )
    return session().scalars(statement.order_by(Circulation.id)).all()


def attendees(meeting: Meeting) -> list[Person]:
    """Who was there, members and guests."""
    return [row.person for row in meeting.attendance if row.presence in THERE]


def was_there(meeting: Meeting, person_id: int) -> bool:
    """As a member or as a guest: who heard it can say whether it was so."""
    return meeting.presence_of(person_id) in THERE


def absent_members(meeting: Meeting) -> list[Person]:
    """Members of that day who were not there; guests are not missed."""
    seats = meeting.group.members_on(day_of(meeting))
    expected = {seat.person_id: seat.person for seat in seats if seat.role != MemberRole.GUEST}
    return [person for number, person in expected.items() if not was_there(meeting, number)]


def was_missed(meeting: Meeting, person_id: int) -> bool:
    """Was this a member who was not there?"""
    return any(person.id == person_id for person in absent_members(meeting))


def writers(circulation: Circulation) -> set[int | None]:
    """Whose words these are: they neither confirm nor close them."""
    meeting = circulation.meeting
    if circulation.is_erratum:
        return {circulation.made_by_id}
    return {*meeting.writer_ids, meeting.minuted_by_id}


def asked(circulation: Circulation) -> list[Person]:
    """Whose answer is wanted: everybody who was there and did not write the text."""
    wrote = writers(circulation)
    return [person for person in attendees(circulation.meeting) if person.id not in wrote]


def silent(circulation: Circulation) -> list[Person]:
    """Who was asked and has said nothing."""
    return [person for person in asked(circulation) if circulation.latest_of(person.id) is None]


def dissents(circulation: Circulation) -> list[MinutesAnswer]:
    """Everybody's last word that is a dissent."""
    return [each for each in circulation.latest if each.answer == Answer.DISSENT]
