"""Inviting, keeping invitations up, and replying. Every letter carries the calendar entry of its receiver."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.database import session
from portal.invitations import events, queries
from portal.invitations.calendar import CANCEL, REQUEST, calendar_facts
from portal.invitations.models import Invitation, Reply
from portal.outbox.operations import post
from portal.register.events import Event
from portal.register.operations import record
from portal.steering import convening
from portal.steering.convening import Step
from portal.steering.days import day_in_zone, spoken
from portal.steering.models import Meeting


@convening.messenger
def carry(meeting: Meeting, step: Step, by: Person, now: dt.datetime) -> list[Person]:
    """A step of the meeting reaches everybody who is invited. Returns who was told."""
    if step == Step.CALLED:
        return _invite_all(meeting, by, now)
    meeting.calendar_sequence += 1
    standing = [each for each in queries.of_meeting(meeting) if each.stands]
    if step == Step.CANCELLED:
        for invitation in standing:
            _post("invitations/cancelled", invitation, CANCEL, by, now)
        return [each.person for each in standing]
    if step == Step.MOVED:
        for invitation in standing:
            invitation.forget_reply()
    for invitation in standing:
        _post("invitations/changed", invitation, REQUEST, by, now, has_new_time=step == Step.MOVED)
    told = [each.person for each in standing]
    record(
        events.UPDATED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        sequence=meeting.calendar_sequence,
        held_at=spoken(meeting.held_at),
        place=meeting.place,
        recipients=[person.name for person in told],
    )
    keep_up(meeting, by=by, now=now)
    return told


def _invite_all(meeting: Meeting, by: Person, now: dt.datetime) -> list[Person]:
    expected = queries.expected_at(meeting, [])
    for person, stands_in_for in expected.items():
        _invite(meeting, person, stands_in_for, by, now)
    return list(expected)


def _invite(
    meeting: Meeting, person: Person, stands_in_for: Person | None, by: Person | None, now: dt.datetime
) -> Invitation:
    invitation = Invitation(
        meeting=meeting,
        person=person,
        stands_in_for=stands_in_for,
        invited_at=now,
        reply=Reply.NONE,
        reason="",
    )
    session().add(invitation)
    session().flush()
    _post("invitations/called", invitation, REQUEST, by, now)
    return invitation


def keep_up(meeting: Meeting, *, by: Person | None, now: dt.datetime) -> int:
    """Seats and absences change after the calling: who is to come is invited, who no longer is hears it too."""
    invitations = queries.of_meeting(meeting)
    expected = queries.expected_at(meeting, invitations)
    known = {each.person: each for each in invitations}
    changed = 0
    for person, stands_in_for in expected.items():
        invitation = known.get(person)
        if invitation is not None and invitation.stands:
            continue
        if invitation is None:
            invitation = _invite(meeting, person, stands_in_for, by, now)
        else:
            meeting.calendar_sequence += 1
            invitation.renew(stands_in_for, now)
            _post("invitations/called", invitation, REQUEST, by, now)
        _record(events.ALSO_INVITED, invitation, by, now)
        changed += 1
    for invitation in invitations:
        if invitation.stands and invitation.person not in expected:
            meeting.calendar_sequence += 1
            invitation.withdraw(now)
            _post("invitations/withdrawn", invitation, CANCEL, by, now)
            _record(events.WITHDRAWN, invitation, by, now)
            changed += 1
    session().flush()
    return changed


def answer(
    invitation: Invitation,
    *,
    reply: str,
    reason: str = "",
    substitute: Person | None = None,
    by: Person,
    now: dt.datetime,
) -> None:
    """Coming, not coming with the reason, or not sure. Whom somebody sends instead is invited at once."""
    _lock(invitation)
    invitation.expect_reply()
    _check(invitation, reply, reason, substitute, now)
    is_coming = reply == Reply.COMING
    invitation.answer(reply, "" if is_coming else reason, None if is_coming else substitute, by, now)
    session().flush()
    record(
        events.REPLIED,
        invitation.meeting,
        by=by,
        now=now,
        project=invitation.meeting.project,
        person=invitation.person.name,
        reply=invitation.reply_label,
        substitute=invitation.substitute.name if invitation.substitute else None,
    )
    keep_up(invitation.meeting, by=by, now=now)
    _tell_organiser(invitation, by, now)


def _lock(invitation: Invitation) -> None:
    """Two who answer the same invitation, or the meeting that begins meanwhile, come one after the other."""
    session().flush()
    session().execute(select(Meeting.id).where(Meeting.id == invitation.meeting_id).with_for_update())
    session().refresh(invitation, ["reply", "withdrawn_at", "version"])
    session().refresh(invitation.meeting, ["state", "version"])


def _check(
    invitation: Invitation, reply: str, reason: str, substitute: Person | None, now: dt.datetime
) -> None:
    if reply == Reply.NONE:
        raise Invalid(reply=_("Choose one."))
    if reply == Reply.NOT_COMING and not reason.strip():
        raise Invalid(reason=_("Say why you do not come; the chair and the secretary read it."))
    if substitute is None or reply == Reply.COMING:
        return
    meeting = invitation.meeting
    day = day_in_zone(meeting.held_at)
    if invitation.stands_in_for_id is not None:
        raise Invalid(substitute=_("Who stands in for somebody does not send a third person."))
    if meeting.group.seat_of(substitute.id, day) is not None:
        raise Invalid(substitute=_("%(name)s sits in this group already.", name=substitute.name))
    if not queries.may_stand_in(substitute, meeting, day_in_zone(now)):
        raise Invalid(substitute=_("%(name)s may not see this meeting.", name=substitute.name))


def _tell_organiser(invitation: Invitation, by: Person, now: dt.datetime) -> None:
    """That somebody does not come is news; that they come is on the page."""
    organiser = invitation.meeting.called_by
    if invitation.reply != Reply.NOT_COMING or organiser is None or organiser.id == by.id:
        return
    facts = {
        "meeting": invitation.meeting.title,
        "held_at": invitation.meeting.held_at,
        "person": invitation.person.name,
        "reason": invitation.reason,
        "substitute": invitation.substitute.name if invitation.substitute else "",
    }
    link = f"/meetings/{invitation.meeting_id}/invitations"
    post("invitations/declined", to=organiser, facts=facts, link=link, now=now)


def _record(event: Event, invitation: Invitation, by: Person | None, now: dt.datetime) -> None:
    member = invitation.stands_in_for
    record(
        event,
        invitation.meeting,
        by=by,
        now=now,
        project=invitation.meeting.project,
        person=invitation.person.name,
        stands_in_for=member.name if member else None,
    )


def _post(
    template: str,
    invitation: Invitation,
    method: str,
    by: Person | None,
    now: dt.datetime,
    *,
    has_new_time: bool = False,
) -> None:
    meeting = invitation.meeting
    facts = {
        "group": meeting.group.name,
        "meeting": meeting.title,
        "held_at": meeting.held_at,
        "place": meeting.place,
        "agenda": [item.title for item in meeting.agenda],
        "by": by.name if by else (meeting.called_by.name if meeting.called_by else ""),
        "stands_in_for": invitation.stands_in_for.name if invitation.stands_in_for else "",
        "reason": meeting.cancel_reason,
        "has_new_time": has_new_time,
        "calendar": calendar_facts(invitation, method, now),
    }
    page = f"/invitations/{invitation.id}/answer" if method == REQUEST else f"/meetings/{meeting.id}"
    post(template, to=invitation.person, facts=facts, link=page, now=now)
