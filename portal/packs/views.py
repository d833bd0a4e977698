"""Pages: freezing a pack, reading it, errata beside it; questions before the meeting."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import require
from portal.core.forms import Form
from portal.core.printing import PDF, pdf_of
from portal.core.transactions import check_version
from portal.core.web import PageBlueprint
from portal.packs import forms, operations, queries, rules
from portal.packs.changes import Change, changes
from portal.packs.collecting import collect
from portal.packs.models import Pack, Question
from portal.packs.printing import printed
from portal.packs.telling import Section, left_out, sections
from portal.steering.models import AgendaItem, Meeting
from portal.steering.queries import agenda_item_of, meeting_by_id

bp = PageBlueprint("packs", __name__)
bp.add_app_template_global(queries.of_meeting, "packs_of")
bp.add_app_template_global(queries.questions_of, "questions_of")


def _page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    return render_template(f"packs/{template}.html", form=form, **context), 422 if form.errors else 200


def _to(message: str, endpoint: str, **arguments: Any) -> Response:
    flash(message, "success")
    return redirect(url_for(endpoint, **arguments), 303)


@bp.route("/meetings/<int:meeting_id>/packs/new", methods=["GET", "POST"])
@require(rules.freeze, of=meeting_by_id)
def freeze(meeting: Meeting) -> Any:
    """What would be in it is shown before it is frozen."""
    meeting.expect_agenda()
    form = forms.FreezeForm()
    if form.submitted():
        made = operations.freeze(meeting, by=current_user.person, now=clock.now())
        return _to(_("The pack is frozen. The members have been told."), "packs.show", pack_id=made.id)
    content = collect(meeting, clock.now())
    told = sections(content)
    return _page("freeze", form, meeting=meeting, told=told, left_out=left_out(content, told))


@bp.get("/packs/<int:pack_id>")
@require(rules.read, of=queries.pack_by_id)
def show(pack: Pack) -> Any:
    hidden = queries.hidden_projects(pack, current_user)
    told = sections(pack.content, hidden)
    return render_template(
        "packs/show.html",
        pack=pack,
        meeting=pack.meeting,
        told=told,
        left_out=left_out(pack.content, told),
        changed=_changed(pack, told),
        others=[each for each in queries.of_meeting(pack.meeting) if each.id != pack.id],
    )


def _changed(pack: Pack, told: list[Section]) -> list[Change]:
    """Until the meeting is over. Of projects that the reader may not see nothing is compared."""
    if not pack.meeting.takes_agenda:
        return []
    today = Pack(content=collect(pack.meeting, clock.now()))
    return changes(told, sections(today.content, queries.hidden_projects(today, current_user)))


@bp.get("/packs/<int:pack_id>/pdf")
@require(rules.read, of=queries.pack_by_id)
def pdf(pack: Pack) -> Any:
    """Tagged, with the digest and the register's size and root of the cut-off on every page."""
    response = Response(pdf_of(printed(pack, current_user)), content_type=PDF)
    name = f"{pack.meeting.code}-{pack.number}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.route("/packs/<int:pack_id>/errata/new", methods=["GET", "POST"])
@require(rules.correct, of=queries.pack_by_id)
def new_erratum(pack: Pack) -> Any:
    form = forms.ErratumForm()
    if form.submitted():
        operations.add_erratum(pack, text=form.text.data, by=current_user.person, now=clock.now())
        return _to(_("The erratum stands beside the pack."), "packs.show", pack_id=pack.id)
    return _page("erratum", form, pack=pack, meeting=pack.meeting)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/questions/new", methods=["GET", "POST"])
@require(rules.ask, of=agenda_item_of)
def ask(item: AgendaItem) -> Any:
    item.meeting.expect_agenda()
    form = forms.QuestionForm()
    if form.submitted():
        operations.ask(item, text=form.text.data, by=current_user.person, now=clock.now())
        return _to(_("Your question is asked."), "steering.meeting", meeting_id=item.meeting_id)
    return _page("question", form, item=item, meeting=item.meeting)


@bp.route("/questions/<int:question_id>/answer", methods=["GET", "POST"])
@require(rules.answer, of=queries.question_by_id)
def answer(question: Question) -> Any:
    question.meeting.expect_agenda()
    form = forms.AnswerForm(data={"answer": question.answer, "version": question.version})
    if form.submitted():
        check_version(question, form.version.data, [(_("Answer"), question.answer, form.answer.data)])
        operations.answer(question, answer=form.answer.data, by=current_user.person, now=clock.now())
        return _to(
            _("The answer is there for everybody."), "steering.meeting", meeting_id=question.meeting_id
        )
    return _page("answer", form, question=question, meeting=question.meeting)
