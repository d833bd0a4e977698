"""A group decides in writing: the question, an objection that stops it, the outcome at the deadline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.core.language import date
from portal.database import session
from portal.outbox.operations import post
from portal.register.events import Event
from portal.register.operations import record
from portal.resolutions import events, queries
from portal.resolutions.models import Cause, ResolutionState, WrittenResolution
from portal.steering.days import day_in_zone
from portal.steering.locking import hold
from portal.steering.models import PREPARING, Decision, Meeting, Position
from portal.steering.operations import count_of, put_by_itself, record_in_writing
from portal.steering.queries import next_meeting
from portal.steering.watching import Act, check_before, hear_positions

#: A written resolution is for what does not wait for a meeting, and leaves time to read.
LONGEST = dt.timedelta(days=60)
LONGEST_TITLE = 200


def ask(
    decision: Decision,
    *,
    outcome: str,
    grounds: str,
    closes_on: dt.date,
    review_on: dt.date | None = None,
    by: Person,
    now: dt.datetime,
) -> WrittenResolution:
    """Ask every member with a vote. They see the words that will hold; whoever objects brings it to a meeting.

    Who objected before is not asked again in writing: that goes to the meeting at once.
    """
    hold(decision, again=("positions",))
    decision.expect_open()
    today = day_in_zone(now)
    _check_days(today, closes_on, review_on)
    _check_askable(decision, closes_on)
    resolution = WrittenResolution(
        decision=decision,
        outcome=outcome,
        grounds=grounds,
        closes_on=closes_on,
        review_on=review_on,
        asked_by=by,
        asked_at=now,
    )
    session().add(resolution)
    session().flush()
    people = [seat.person for seat in decision.group.voters_on(closes_on)] if decision.group else []
    _record(
        events.ASKED, resolution, by, now, recipients=[person.name for person in people], **_words(resolution)
    )
    for person in people:
        if person.id != by.id:
            _post("asked", resolution, person, now, by=by.name, outcome=outcome)
    return resolution


def _check_days(today: dt.date, closes_on: dt.date, review_on: dt.date | None) -> None:
    if closes_on <= today:
        raise Invalid(closes_on=_("Leave the members at least until tomorrow."))
    if closes_on > today + LONGEST:
        raise Invalid(closes_on=_("Choose a day within %(days)d days.", days=LONGEST.days))
    if review_on is not None and review_on < closes_on:
        raise Invalid(review_on=_("This day lies before the decision."))


def _check_askable(decision: Decision, closes_on: dt.date) -> None:
    if queries.open_of(decision) is not None:
        raise Refused(_("This is put to a written resolution already."))
    if decision.group is None or not decision.group.voters_on(closes_on):
        raise Refused(_("Nobody has a vote in this group on that day."))
    if any(taken.is_objection for taken in decision.positions):
        raise Refused(_("A member objects to this proposal. It is decided in a meeting."))
    if decision.supersedes is not None:
        decision.supersedes.expect_replaceable()


def withdraw(resolution: WrittenResolution, *, reason: str, by: Person, now: dt.datetime) -> None:
    """The question is taken back, with the reason, as long as nobody has answered it. The proposal stays.

    From the first answer on it belongs to the members: who does not like how it goes cannot end it.
    """
    hold(resolution.decision, again=("positions",))
    session().refresh(resolution, attribute_names=["state"])
    resolution.expect_open()
    resolution.expect_unanswered()
    resolution.end(ResolutionState.WITHDRAWN, now)
    resolution.reason = reason
    _record(events.WITHDRAWN, resolution, by, now, reason=reason)
    for person in _voters(resolution):
        if person.id != by.id:
            _post("withdrawn", resolution, person, now, by=by.name, reason=reason)


@check_before
def keep_as_asked(decision: Decision, act: Act, now: dt.datetime) -> None:
    """While members answer, the words stay as they are, and nobody records an outcome over their heads."""
    resolution = queries.open_of(decision)
    if resolution is None:
        return
    if act != Act.POSITION:
        if resolution.answered_since:
            words = _("This is put to a written resolution until %(day)s, and members have answered.")
        else:
            words = _("This is put to a written resolution until %(day)s. Withdraw that first.")
        raise Refused(words % {"day": date(resolution.closes_on)})
    if day_in_zone(now) > resolution.closes_on:
        raise Refused(_("The time for positions ended on %(day)s.", day=date(resolution.closes_on)))


@hear_positions
def stop_at_objection(decision: Decision, taken: Position, now: dt.datetime) -> None:
    """An objection is answered in a room: the written resolution ends at once, whatever the others said."""
    resolution = queries.open_of(decision)
    if resolution is None:
        return
    if not taken.is_objection:
        _end_when_all_answered(resolution, now)
        return
    resolution.end(ResolutionState.TO_MEETING, now, Cause.OBJECTION)
    resolution.objected_by, resolution.reason = taken.person, taken.reason
    _record(events.OBJECTED, resolution, None, now, name=taken.person.name, reason=taken.reason)
    _place(resolution, now)
    _tell_stopped(resolution, now)


def close(number: int, now: dt.datetime, today: dt.date) -> bool:
    """The last day has passed: record what the positions say by the group's rule, or bring it to a meeting.

    Silence is no position. Where nobody agreed, or the rule does not carry it without those who were silent,
    the group has not decided anything.
    """
    resolution = queries.locked(number)
    if not resolution.is_open or resolution.closes_on >= today:
        return False
    _settle(resolution, resolution.closes_on, now, (events.RECORDED, events.NOT_SETTLED))
    return True


def _end_when_all_answered(resolution: WrittenResolution, now: dt.datetime) -> None:
    """Nobody is left to wait for: neither who has a vote today, nor who has one on the last day."""
    decision, today = resolution.decision, day_in_zone(now)
    if queries.silent(decision, today) or queries.silent(decision, resolution.closes_on):
        return
    _settle(resolution, today, now, (events.ALL_ANSWERED, events.ALL_ANSWERED_UNSETTLED))


def _settle(resolution: WrittenResolution, day: dt.date, now: dt.datetime, told: tuple[Event, Event]) -> None:
    """As the positions stand on that day. `told`: what the register says if it carries, and if it does not."""
    decision = resolution.decision
    counted, silent = count_of(decision, day), queries.silent(decision, day)
    said: dict[str, Any] = {"closes_on": resolution.closes_on, "agreed": counted.agree if counted else 0}
    if told[0] is events.RECORDED:
        said["silent"] = [person.name for person in silent]
    is_settled = counted is not None and counted.carries and counted.agree > 0
    if is_settled and _can_take_effect(decision):
        resolution.end(ResolutionState.RECORDED, now)
        _record(told[0], resolution, None, now, **said)
        words = {"outcome": resolution.outcome, "grounds": resolution.grounds}
        record_in_writing(decision, **words, review_on=resolution.review_on, day=day, now=now)
        return
    cause = Cause.OVERTAKEN if is_settled else Cause.SILENCE if silent else Cause.NOT_CARRIED
    resolution.end(ResolutionState.TO_MEETING, now, cause)
    _record(told[1], resolution, None, now, **said)
    _place(resolution, now)
    _tell_stopped(resolution, now)


def _can_take_effect(decision: Decision) -> bool:
    """Does what it is to supersede still hold?"""
    return decision.supersedes is None or decision.supersedes.holds


def place(number: int, now: dt.datetime) -> bool:
    """Onto the agenda, now that the group may have a meeting to come."""
    resolution = queries.locked(number)
    is_waiting = resolution.state == ResolutionState.TO_MEETING and resolution.meeting_id is None
    return is_waiting and _place(resolution, now)


def _place(resolution: WrittenResolution, now: dt.datetime) -> bool:
    """On the agenda of the next meeting; without one it waits until there is one."""
    decision = resolution.decision
    meeting = next_meeting(decision.group, now) if decision.group is not None else None
    if meeting is None:
        return False
    put_by_itself(meeting, **_item(resolution, meeting), now=now, event=events.ITEM_CAME)
    resolution.meeting = decision.meeting = meeting
    _record(events.ON_AGENDA, resolution, None, now, meeting=meeting.register_label())
    return True


def _item(resolution: WrittenResolution, meeting: Meeting) -> dict[str, str]:
    """What stands on the agenda, in the language of the house."""
    decision = resolution.decision
    project = decision.project
    is_hidden = project is not None and project.is_confidential and meeting.project_id != project.id
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        if is_hidden:
            title = _("Not settled in writing: a proposal in a confidential project")
            why = ""
        else:
            title = _("Not settled in writing: %(title)s", title=decision.title)
            why = in_words(resolution)
        link = _("The proposal")
    return {"title": title[:LONGEST_TITLE], "note": f"{why} [{link}](/decisions/{decision.id})".strip()}


def in_words(resolution: WrittenResolution) -> str:
    """Why a meeting has to decide."""
    if resolution.cause == Cause.OBJECTION and resolution.objected_by is not None:
        return _("%(name)s objected.", name=resolution.objected_by.name)
    if resolution.cause == Cause.OVERTAKEN:
        return _("What it was to supersede no longer holds.")
    if resolution.cause == Cause.NOT_CARRIED:
        return _("All members answered, and by the group's rule it does not carry.")
    return _("Too few members took a position until %(day)s.", day=date(resolution.closes_on))


def remind(number: int, now: dt.datetime, today: dt.date) -> bool:
    """Once, the day before it closes: whoever has said nothing."""
    resolution = queries.locked(number)
    if not resolution.is_open or resolution.reminded_on is not None:
        return False
    resolution.reminded_on = today
    people = queries.silent(resolution.decision, resolution.closes_on)
    if not people:
        return False
    names = [person.name for person in people]
    _record(events.REMINDED, resolution, None, now, closes_on=resolution.closes_on, recipients=names)
    for person in people:
        _post("reminded", resolution, person, now)
    return True


def _tell_stopped(resolution: WrittenResolution, now: dt.datetime) -> None:
    """Members, and whoever prepares the meeting that has to decide now."""
    decision = resolution.decision
    group = decision.group
    seats = group.members_on(day_in_zone(now)) if group else []
    people = {seat.person_id: seat.person for seat in seats if seat.votes > 0 or seat.role in PREPARING}
    people[resolution.asked_by_id] = resolution.asked_by
    facts = {
        "is_objection": resolution.cause == Cause.OBJECTION,
        "objector": resolution.objected_by.name if resolution.objected_by else "",
        "reason": resolution.reason,
        "meeting": resolution.meeting.register_label() if resolution.meeting else "",
    }
    for number, person in people.items():
        if number != resolution.objected_by_id:
            _post("to_meeting", resolution, person, now, **facts)


def _voters(resolution: WrittenResolution) -> list[Person]:
    group = resolution.decision.group
    return [seat.person for seat in group.voters_on(resolution.closes_on)] if group else []


def _words(resolution: WrittenResolution) -> dict[str, Any]:
    return {name: getattr(resolution, name) for name in ("closes_on", "outcome", "grounds", "review_on")}


def _record(
    event: Any, resolution: WrittenResolution, by: Person | None, now: dt.datetime, **words: Any
) -> None:
    decision = resolution.decision
    around = [each for each in (decision, decision.group, resolution.meeting) if each is not None]
    record(event, resolution, by=by, now=now, project=decision.project, about=around, **words)


def _post(
    template: str, resolution: WrittenResolution, person: Person, now: dt.datetime, **facts: Any
) -> None:
    decision = resolution.decision
    given = {
        "code": decision.code,
        "title": decision.title,
        "group": decision.group.name if decision.group else "",
        "closes_on": resolution.closes_on,
        **facts,
    }
    post(f"resolutions/{template}", to=person, facts=given, link=f"/resolutions/{resolution.id}", now=now)
