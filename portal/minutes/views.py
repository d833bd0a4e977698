"""Pages: sending minutes round, one's own slice and answer, corrections, closing, errata, and what is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.printing import DOCX, PDF, pdf_of, word_of
from portal.core.web import PageBlueprint
from portal.minutes import forms, operations, queries, rules
from portal.minutes.difference import difference
from portal.minutes.models import Answer, Circulation, MinutesAnswer
from portal.minutes.printing import printed
from portal.minutes.slices import slice_of
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id
from portal.steering.rules import read_meeting

bp = PageBlueprint("minutes", __name__)
bp.add_app_template_global(queries.of_meeting, "circulations_of")
bp.add_app_template_global(difference, "difference_of")

CHOICES = {
    Answer.CONFIRM: lambda: _("So it was"),
    Answer.CORRECT: lambda: _("Something is not right"),
    Answer.DISSENT: lambda: _("I put my dissent on record"),
    Answer.NOTE: lambda: _("I was absent and add a note"),
}


def _page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    return render_template(f"minutes/{template}.html", form=form, **context), 422 if form.errors else 200


def _to(circulation: Circulation, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("minutes.circulation", circulation_id=circulation.id), 303)


def _due() -> dt.date:
    return clock.today() + dt.timedelta(days=forms.ANSWER_DAYS)


@bp.route("/meetings/<int:meeting_id>/minutes/circulation", methods=["GET", "POST"])
@require(rules.circulate, of=meeting_by_id)
def circulate(meeting: Meeting) -> Any:
    meeting.expect_approvable()
    meeting.expect_uncirculated()
    form = forms.CirculationForm(data={"due_on": _due(), "notes_days": forms.NOTES_DAYS})
    if form.submitted():
        try:
            made = operations.circulate(meeting, **form.values(), by=current_user.person, now=clock.now())
            return _to(made, _("The minutes go round. Everybody who was there has been asked."))
        except Invalid as error:
            form.reject(error)
    wrote = {*meeting.writer_ids, meeting.minuted_by_id}
    people = [person for person in queries.attendees(meeting) if person.id not in wrote]
    return _page("circulate", form, meeting=meeting, people=people, absent=queries.absent_members(meeting))


@bp.get("/circulations/<int:circulation_id>")
@require(rules.read, of=queries.circulation_by_id)
def circulation(circulation: Circulation) -> Any:
    person = current_user.person
    return render_template(
        "minutes/circulation.html",
        circulation=circulation,
        meeting=circulation.meeting,
        mine=slice_of(circulation.meeting, person, circulation.wording),
        own=circulation.latest_of(person.id),
        silent=queries.silent(circulation) if circulation.is_open else [],
        today=current_user.today,
        may_note=_may_note(circulation),
    )


def _may_note(circulation: Circulation) -> bool:
    was_missed = queries.was_missed(circulation.meeting, current_user.id)
    return was_missed and current_user.today <= circulation.notes_until_on


@bp.route("/circulations/<int:circulation_id>/answer", methods=["GET", "POST"])
@require(rules.answer, of=queries.circulation_by_id)
def answer(circulation: Circulation) -> Any:
    if not _may_note(circulation):
        circulation.expect_open()
    form = forms.AnswerForm(data={"proposed": circulation.wording, "version": circulation.wording_version})
    form.answer.choices = _choices(circulation)
    if form.submitted() and _answered(circulation, form):
        return _to(circulation, _("Your answer is on record."))
    mine = slice_of(circulation.meeting, current_user.person, circulation.wording)
    return _page("answer", form, circulation=circulation, meeting=circulation.meeting, mine=mine)


@bp.post("/circulations/<int:circulation_id>/confirmation")
@require(rules.answer, of=queries.circulation_by_id)
def confirmation(circulation: Circulation) -> Any:
    """One tap on the desk: so it was, in the wording that stood there."""
    nothing = {"words": "", "proposed": ""}
    by, seen = current_user.person, _seen(request.form)
    operations.answer(
        circulation, answer=Answer.CONFIRM, seen_version=seen, **nothing, by=by, now=clock.now()
    )
    flash(_("Your answer is on record."), "success")
    return redirect(url_for("desk.index"), 303)


def _seen(form: Mapping[str, str]) -> int | None:
    """The version that was on the screen."""
    seen = str(form.get("version") or "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None


def _choices(circulation: Circulation) -> list[tuple[str, str]]:
    """Who was there confirms, corrects or dissents; who was not notes; who keeps the text may correct it."""
    was_there = queries.was_there(circulation.meeting, current_user.id)
    offered = [Answer.CONFIRM, Answer.CORRECT, Answer.DISSENT] if was_there else []
    if not was_there and circulation.is_open:
        offered.append(Answer.CORRECT)
    if _may_note(circulation):
        offered.append(Answer.NOTE)
    return [(each.value, CHOICES[each]()) for each in offered]


def _answered(circulation: Circulation, form: forms.AnswerForm) -> bool:
    try:
        operations.answer(
            circulation,
            answer=form.answer.data,
            words=form.words.data or "",
            proposed=form.proposed.data or "",
            seen_version=_seen({"version": form.version.data}),
            by=current_user.person,
            now=clock.now(),
        )
    except Invalid as error:
        form.reject(error)
        return False
    return True


@bp.route("/minutes-answers/<int:answer_id>/settlement", methods=["GET", "POST"])
@require(rules.settle, of=queries.answer_by_id)
def settlement(answer: MinutesAnswer) -> Any:
    answer.circulation.expect_open()
    answer.expect_waiting()
    form = forms.SettlementForm()
    if form.submitted():
        values = {"outcome": form.outcome.data, "reason": form.reason.data or ""}
        try:
            operations.settle(answer, **values, by=current_user.person, now=clock.now())
            return _to(answer.circulation, _("The correction is settled."))
        except Invalid as error:
            form.reject(error)
    return _page("settlement", form, answer=answer, circulation=answer.circulation)


@bp.route("/circulations/<int:circulation_id>/closing", methods=["GET", "POST"])
@require(rules.close, of=queries.circulation_by_id)
def closing(circulation: Circulation) -> Any:
    """Who is silent is named above the button, who dissents too."""
    circulation.expect_open()
    form = forms.ClosingForm()
    if form.submitted():
        operations.close(circulation, by=current_user.person, now=clock.now())
        return _to(circulation, _("Closed. The text is locked from here on."))
    silent = [person for person in queries.silent(circulation) if person.id != current_user.id]
    dissents = queries.dissents(circulation)
    return _page("closing", form, circulation=circulation, silent=silent, dissents=dissents)


@bp.route("/meetings/<int:meeting_id>/errata/new", methods=["GET", "POST"])
@require(rules.circulate, of=meeting_by_id)
def new_erratum(meeting: Meeting) -> Any:
    form = forms.ErratumForm(data={"due_on": _due()})
    if form.submitted():
        try:
            made = operations.propose_erratum(
                meeting, **form.values(), by=current_user.person, now=clock.now()
            )
            return _to(made, _("The erratum goes round. Everybody who was there has been asked."))
        except Invalid as error:
            form.reject(error)
    return _page("erratum", form, meeting=meeting)


@bp.get("/meetings/<int:meeting_id>/minutes.pdf")
@require(read_meeting, of=meeting_by_id)
def pdf(meeting: Meeting) -> Any:
    """Tagged, with the register's size and root at the foot of every page."""
    return _file(meeting, pdf_of(printed(meeting)), PDF, "pdf")


@bp.get("/meetings/<int:meeting_id>/minutes.docx")
@require(read_meeting, of=meeting_by_id)
def word(meeting: Meeting) -> Any:
    """For those who go on writing elsewhere; what counts is the PDF and the page."""
    return _file(meeting, word_of(printed(meeting)), DOCX, "docx")


def _file(meeting: Meeting, content: bytes, content_type: str, ending: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{meeting.code}.{ending}")
    return response
