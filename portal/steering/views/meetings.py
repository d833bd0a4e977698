"""Pages: the list of meetings, one meeting, preparing and running it."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.models import Person
from portal.actions.queries import of_origin
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid, Stale
from portal.projects.changes import both_texts
from portal.register.queries import history_of
from portal.steering import forms, operations, queries, rules
from portal.steering.days import day_of
from portal.steering.models import Meeting, SteeringGroup
from portal.steering.models.states import MEETING_WORDS, PRESENCE_WORDS
from portal.steering.operations.outcomes import seats_in
from portal.steering.queries import MeetingFilters
from portal.steering.views.pages import bp, brief, carried_out, done_by, page, to_meeting


@bp.get("/meetings")
@require(SIGNED_IN)
def meetings() -> Any:
    filters = MeetingFilters.from_request()
    return render_template(
        "steering/meetings.html",
        page=queries.list_meetings(filters, current_user),
        filters=filters,
        groups=queries.groups_to_choose(current_user),
        years=queries.years_of_meetings(),
        kept=queries.groups_kept_by(current_user),
        states=[(code, str(word)) for code, word in MEETING_WORDS.items()],
    )


@bp.get("/meetings/<int:meeting_id>")
@require(rules.read_meeting, of=queries.meeting_by_id)
def meeting(meeting: Meeting) -> Any:
    day = day_of(meeting)
    return render_template(
        "steering/meeting.html",
        meeting=meeting,
        seats=seats_in(meeting, meeting.group, day),
        quorum=meeting.group.quorum_in(seats_in(meeting, meeting.group, day)),
        decisions=queries.decisions_of_meeting(meeting),
        actions=of_origin(meeting_id=meeting.id),
        today=current_user.today,
        history=brief(history_of(meeting, limit=20)),
        has_written=rules.has_written(current_user, meeting),
    )


@bp.route("/groups/<int:group_id>/meetings/new", methods=["GET", "POST"])
@require(rules.prepare, of=queries.group_by_id)
def new_meeting(group: SteeringGroup) -> Any:
    form = forms.MeetingForm(data={"held_on": current_user.today, "held_time": "10:00"})
    if form.submitted() and (made := _prepared(group, form)) is not None:
        return to_meeting(made, _("The meeting is prepared. Fill the agenda, then call it."))
    return page("meeting_form", form, group=group, meeting=None)


def _prepared(group: SteeringGroup, form: forms.MeetingForm) -> Meeting | None:
    try:
        return operations.prepare_meeting(group, **form.values(), by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return None


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def edit_meeting(meeting: Meeting) -> Any:
    meeting.expect_movable()
    stored = forms.meeting_as_entered(meeting)
    form = forms.MeetingForm(data=stored)
    both = both_texts(form, forms.MeetingForm(None, data=stored))
    if form.submitted() and _edited(meeting, form, both):
        return to_meeting(meeting, _("The changes are stored."))
    return page("meeting_form", form, group=meeting.group, meeting=meeting)


def _edited(meeting: Meeting, form: forms.MeetingForm, both: Any) -> bool:
    try:
        values = form.values()
    except Invalid as error:
        form.reject(error)
        return False
    return carried_out(form, operations.edit_meeting, meeting, both=both, **values)


@bp.route("/meetings/<int:meeting_id>/calling", methods=["GET", "POST"])
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def calling(meeting: Meeting) -> Any:
    """Asked once more: everybody gets a letter."""
    meeting.expect_draft()
    form = forms.ActForm(data={"version": meeting.version})
    if carried_out(form, operations.call_meeting, meeting):
        return to_meeting(meeting, _("The meeting is called. The members have been told."))
    told = meeting.group.members_on(day_of(meeting))
    return page("meeting_calling", form, meeting=meeting, told=told)


@bp.route("/meetings/<int:meeting_id>/cancellation", methods=["GET", "POST"])
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def cancellation(meeting: Meeting) -> Any:
    """With the reason; the meeting stays where it is and says so."""
    meeting.expect_cancellable()
    form = forms.ReasonForm(data={"version": meeting.version})
    if carried_out(form, operations.cancel_meeting, meeting, **form.values()):
        return to_meeting(meeting, _("The meeting is cancelled. Who was invited has been told."))
    return page("meeting_cancellation", form, meeting=meeting)


@bp.post("/meetings/<int:meeting_id>/opening")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def opening(meeting: Meeting) -> Any:
    operations.open_meeting(meeting, by=current_user.person, now=clock.now())
    return to_meeting(meeting, _("The meeting is open. Note who is there."))


@bp.route("/meetings/<int:meeting_id>/closing", methods=["GET", "POST"])
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def closing(meeting: Meeting) -> Any:
    meeting.expect_open()
    form = forms.ActForm(data={"version": meeting.version})
    if carried_out(form, operations.close_meeting, meeting):
        return to_meeting(meeting, _("The meeting is closed. Its minutes wait for approval."))
    return page("meeting_closing", form, meeting=meeting, decisions=queries.decisions_of_meeting(meeting))


@bp.route("/meetings/<int:meeting_id>/attendance", methods=["GET", "POST"])
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def attendance(meeting: Meeting) -> Any:
    """One form for all; what two secretaries note at once is brought together, unless they disagree."""
    meeting.expect_attendance()
    seats = meeting.group.members_on(day_of(meeting))
    member_ids = {seat.person_id for seat in seats}
    others = [row.person for row in meeting.attendance if row.person_id not in member_ids]
    people = [*(seat.person for seat in seats), *others]
    form = forms.attendance_form(meeting, people, member_ids)
    if form.submitted():
        entries = _changes(meeting, form, people)
        if done_by(form, operations.take_attendance, meeting, entries=entries):
            return to_meeting(meeting, _("Attendance is noted."))
    roles = {seat.person_id: seat for seat in seats}
    return page("attendance", form, meeting=meeting, rows=form.rows(people), roles=roles)


def _changes(meeting: Meeting, form: forms.AttendanceForm, people: list[Person]) -> dict[Person, str | None]:
    """What this form changes; `Stale` with both words where somebody noted something else meanwhile."""
    entries: dict[Person, str | None] = {}
    disputed = []
    for person, field, was in form.rows(people):
        stored = meeting.presence_of(person.id) or forms.NOT_NOTED
        if field.data == was.data or field.data == stored:
            continue
        if stored != was.data:
            disputed.append((person.name, _presence(stored), _presence(field.data)))
        entries[person] = field.data or None
    if disputed:
        raise Stale(meeting, disputed)
    return {**entries, **dict.fromkeys(form.guests(), "guest")}


def _presence(code: str | None) -> str:
    return str(PRESENCE_WORDS.get(code or "", _("Not noted")))
