"""Packs and questions in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from typing import Any

from apiflask.schemas import FileSchema
from flask import Response
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items
from portal.core.printing import PDF, pdf_of
from portal.core.transactions import check_version
from portal.database import session
from portal.packs import operations, queries, rules
from portal.packs import schemas as shapes
from portal.packs.models import Pack, Question
from portal.packs.printing import printed
from portal.packs.telling import left_out, sections
from portal.steering.models import AgendaItem, Meeting
from portal.steering.queries import agenda_item_of, meeting_by_id
from portal.steering.rules import read_meeting

bp = ApiBlueprint("packs", __name__)
OF_MEETING = "/meetings/<int:meeting_id>"
PLACE = "/packs/<int:pack_id>"


def _shown(pack: Pack) -> dict[str, Any]:
    hidden = queries.hidden_projects(pack, current_user)
    told = sections(pack.content, hidden)
    return shapes.pack_view(pack, told, left_out(pack.content, told), hidden)


@bp.get(f"{OF_MEETING}/packs")
@require(read_meeting, of=meeting_by_id)
@bp.output(Items[shapes.PackRowView])
def packs(meeting: Meeting) -> Any:
    """The packs of a meeting, the newest first."""
    return {"items": [shapes.pack_row(each) for each in queries.of_meeting(meeting)], "next": None}


@bp.post(f"{OF_MEETING}/packs")
@require(rules.freeze, of=meeting_by_id)
@bp.output(shapes.PackView, status_code=201)
def freeze(meeting: Meeting) -> Any:
    """Freeze everything as it is now; the members are told."""
    made = operations.freeze(meeting, by=current_user.person, now=clock.now())
    session().flush()
    return _shown(made)


@bp.get(PLACE)
@require(rules.read, of=queries.pack_by_id)
@bp.output(shapes.PackView)
def pack(pack: Pack) -> Any:
    """A pack as it was frozen, without what the caller may not see."""
    return _shown(pack)


@bp.get(f"{PLACE}/pdf")
@bp.output(FileSchema(type="string", format="binary"), content_type=PDF)
@require(rules.read, of=queries.pack_by_id)
def pdf(pack: Pack) -> Any:
    """The pack as PDF."""
    return Response(pdf_of(printed(pack, current_user)), content_type=PDF)


@bp.post(f"{PLACE}/errata")
@require(rules.correct, of=queries.pack_by_id)
@bp.input(shapes.TextIn, arg_name="data")
@bp.output(shapes.PackView, status_code=201)
def add_erratum(pack: Pack, data: shapes.TextIn) -> Any:
    """Say beside the pack what is wrong in it or has changed."""
    operations.add_erratum(pack, text=data.text, by=current_user.person, now=clock.now())
    session().flush()
    session().expire(pack, ["errata"])
    return _shown(pack)


@bp.get(f"{OF_MEETING}/questions")
@require(read_meeting, of=meeting_by_id)
@bp.output(Items[shapes.QuestionView])
def questions(meeting: Meeting) -> Any:
    """What was asked before the meeting, with the answers."""
    found = [each for rows in queries.questions_of(meeting).values() for each in rows]
    return {"items": [shapes.question_view(each) for each in found], "next": None}


@bp.post(f"{OF_MEETING}/agenda/<int:item_id>/questions")
@require(rules.ask, of=agenda_item_of)
@bp.input(shapes.TextIn, arg_name="data")
@bp.output(shapes.QuestionView, status_code=201)
def ask(item: AgendaItem, data: shapes.TextIn) -> Any:
    """Ask about an item before the meeting."""
    made = operations.ask(item, text=data.text, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.question_view(made)


@bp.post("/questions/<int:question_id>/answer")
@require(rules.answer, of=queries.question_by_id)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.QuestionView)
def answer(question: Question, data: shapes.AnswerIn) -> Any:
    """Answer; everybody who prepares reads it."""
    check_version(question, data.version)
    operations.answer(question, answer=data.answer, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.question_view(question)
