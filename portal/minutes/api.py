"""Minutes that go round in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask.schemas import FileSchema
from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items
from portal.core.errors import Invalid
from portal.core.printing import DOCX, PDF, pdf_of, word_of
from portal.database import session
from portal.minutes import operations, queries, rules
from portal.minutes import schemas as shapes
from portal.minutes.models import Circulation, MinutesAnswer, Outcome
from portal.minutes.printing import printed
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id
from portal.steering.rules import read_meeting

bp = ApiBlueprint("minutes", __name__)
OF_MEETING = "/meetings/<int:meeting_id>"
PLACE = "/circulations/<int:circulation_id>"


def _act(act: Callable[..., Any], record: Any, **values: Any) -> Any:
    done = act(record, **values, by=current_user.person, now=clock.now())
    session().flush()
    return done


@bp.get(f"{OF_MEETING}/circulations")
@require(read_meeting, of=meeting_by_id)
@bp.output(Items[shapes.CirculationView])
def circulations(meeting: Meeting) -> Any:
    """How the minutes of a meeting went round, and its errata."""
    found = queries.of_meeting(meeting)
    return {"items": [shapes.circulation_view(each) for each in found], "next": None}


@bp.post(f"{OF_MEETING}/circulations")
@require(rules.circulate, of=meeting_by_id)
@bp.input(shapes.CirculationIn, arg_name="data")
@bp.output(shapes.CirculationView, status_code=201)
def circulate(meeting: Meeting, data: shapes.CirculationIn) -> Any:
    """Send the minutes round: everybody who was there is asked."""
    return shapes.circulation_view(_act(operations.circulate, meeting, **data.model_dump()))


@bp.post(f"{OF_MEETING}/errata")
@require(rules.circulate, of=meeting_by_id)
@bp.input(shapes.ErratumIn, arg_name="data")
@bp.output(shapes.CirculationView, status_code=201)
def propose_erratum(meeting: Meeting, data: shapes.ErratumIn) -> Any:
    """Propose an erratum to approved minutes; it goes round as they did."""
    return shapes.circulation_view(_act(operations.propose_erratum, meeting, **data.model_dump()))


@bp.get(PLACE)
@require(rules.read, of=queries.circulation_by_id)
@bp.output(shapes.CirculationView)
def circulation(circulation: Circulation) -> Any:
    """A text that goes round, with every answer."""
    return shapes.circulation_view(circulation)


@bp.post(f"{PLACE}/answers")
@require(rules.answer, of=queries.circulation_by_id)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.AnswerView, status_code=201)
def answer(circulation: Circulation, data: shapes.AnswerIn) -> Any:
    """Confirm, correct or dissent; who was absent adds a note."""
    return shapes.answer_view(_act(operations.answer, circulation, **data.model_dump()))


@bp.post(f"{PLACE}/closing")
@require(rules.close, of=queries.circulation_by_id)
@bp.output(shapes.CirculationView)
def close(circulation: Circulation) -> Any:
    """Close over those who are silent; the text is locked from then on."""
    _act(operations.close, circulation)
    return shapes.circulation_view(circulation)


@bp.post("/minutes-answers/<int:answer_id>/settlement")
@require(rules.settle, of=queries.answer_by_id)
@bp.input(shapes.SettlementIn, arg_name="data")
@bp.output(shapes.AnswerView)
def settle(answer: MinutesAnswer, data: shapes.SettlementIn) -> Any:
    """Take a correction into the text, or say why not."""
    if data.outcome == Outcome.WAITING:
        raise Invalid(outcome=_("Choose one."))
    _act(operations.settle, answer, **data.model_dump())
    return shapes.answer_view(answer)


@bp.get(f"{OF_MEETING}/minutes.pdf")
@bp.output(FileSchema(type="string", format="binary"), content_type=PDF)
@require(read_meeting, of=meeting_by_id)
def pdf(meeting: Meeting) -> Any:
    """The minutes as PDF, tagged, with the register's size and root."""
    return Response(pdf_of(printed(meeting)), content_type=PDF)


@bp.get(f"{OF_MEETING}/minutes.docx")
@bp.output(FileSchema(type="string", format="binary"), content_type=DOCX)
@require(read_meeting, of=meeting_by_id)
def word(meeting: Meeting) -> Any:
    """The minutes as a Word file."""
    return Response(word_of(printed(meeting)), content_type=DOCX)
