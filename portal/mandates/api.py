"""Mandates in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask.schemas import FileSchema
from flask import Response
from flask_login import current_user

from portal.agreements.models import AgreementParty
from portal.agreements.queries import newest_version
from portal.agreements.seen import Seen, seen_by_mark
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.api import ApiBlueprint, Items, items
from portal.core.printing import PDF, pdf_of
from portal.core.transactions import check_version
from portal.database import session
from portal.mandates import operations, queries, rules
from portal.mandates import schemas as shapes
from portal.mandates.models import Mandate, MandateState, TouchedDepartment
from portal.mandates.printing import printed
from portal.mandates.queries import MandateFilters
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code

bp = ApiBlueprint("mandates", __name__)
PLACE = "/mandates/<int:mandate_id>"
TOUCHED = f"{PLACE}/departments/<int:touched_id>"


def _shown(mandate: Mandate) -> dict[str, Any]:
    session().flush()
    version = newest_version(Mandate.register_kind, mandate.id, queries.SIGNATURE)
    return shapes.mandate_view(mandate, version.digest if version else None)


def _act(act: Callable[..., Any], record: Any, *, version: int | None = None, **values: Any) -> Any:
    check_version(record.mandate if isinstance(record, TouchedDepartment) else record, version)
    return act(record, **values, by=current_user.person, now=clock.now())


@bp.get("/mandates")
@require(SIGNED_IN)
@bp.input(MandateFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.MandateRowView])
def index(filters: MandateFilters) -> Any:
    """Mandates that were put to signature, by the filters of the page."""
    return items(queries.list_mandates(filters, current_user), shapes.mandate_row)


@bp.get("/projects/<code>/mandates")
@require(projects.read, of=project_by_code)
@bp.output(Items[shapes.MandateView])
def of_project(project: Project) -> Any:
    """Every edition of a project's letters, the newest first; drafts for those who write them."""
    found = [each for each in queries.of_project(project) if rules.read(current_user, each)]
    return {"items": [_shown(each) for each in found], "next": None}


@bp.post("/projects/<code>/mandates")
@require(rules.draft, of=project_by_code)
@bp.input(shapes.DraftIn, arg_name="data")
@bp.output(shapes.MandateView, status_code=201)
def draft(project: Project, data: shapes.DraftIn) -> Any:
    """Draft a mandate from the template of its lead model."""
    return _shown(_act(operations.draft_mandate, project, **data.values(), today=current_user.today))


@bp.get(PLACE)
@require(rules.read, of=queries.mandate_by_id)
@bp.output(shapes.MandateView)
def show(mandate: Mandate) -> Any:
    """One edition: its terms, its words in both languages, and what each department said."""
    queries.loaded([mandate.id])
    return _shown(mandate)


@bp.get(f"{PLACE}/letter.pdf")
@bp.output(FileSchema(type="string", format="binary"), content_type=PDF)
@require(rules.read, of=queries.mandate_by_id)
def pdf(mandate: Mandate) -> Any:
    """The letter as PDF."""
    queries.loaded([mandate.id])
    return Response(pdf_of(printed(mandate)), content_type=PDF)


@bp.patch(PLACE)
@require(rules.edit, of=queries.mandate_by_id)
@bp.input(shapes.MandateChangesIn, arg_name="data")
@bp.output(shapes.MandateView)
def edit(mandate: Mandate, data: shapes.MandateChangesIn) -> Any:
    """Change what is sent, while it is a draft."""
    mandate.expect(MandateState.DRAFT)
    values = data.values(mandate)
    _act(operations.edit_mandate, mandate, version=data.version, **values, today=current_user.today)
    return _shown(mandate)


@bp.post(f"{PLACE}/departments")
@require(rules.edit, of=queries.mandate_by_id)
@bp.input(shapes.DepartmentIn, arg_name="data")
@bp.output(shapes.MandateView, status_code=201)
def add_department(mandate: Mandate, data: shapes.DepartmentIn) -> Any:
    """Name a department that it touches, with its duty."""
    _act(operations.add_department, mandate, version=data.version, **data.values())
    return _shown(mandate)


@bp.patch(TOUCHED)
@require(rules.edit_department, of=queries.touched_of)
@bp.input(shapes.DutyIn, arg_name="data")
@bp.output(shapes.MandateView)
def change_duty(touched: TouchedDepartment, data: shapes.DutyIn) -> Any:
    """Other words for a department's duty."""
    _act(operations.change_duty, touched, **data.model_dump())
    return _shown(touched.mandate)


@bp.post(f"{TOUCHED}/removal")
@require(rules.edit_department, of=queries.touched_of)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.MandateView)
def remove_department(touched: TouchedDepartment, data: shapes.Versioned) -> Any:
    """It is not touched after all."""
    mandate = touched.mandate
    _act(operations.remove_department, touched, **data.model_dump())
    return _shown(mandate)


@bp.post(f"{PLACE}/putting")
@require(rules.edit, of=queries.mandate_by_id)
@bp.input(shapes.PutIn, arg_name="data")
@bp.output(shapes.MandateView)
def put(mandate: Mandate, data: shapes.PutIn) -> Any:
    """Put the exact text to the sponsor for signature."""
    _act(operations.put_mandate, mandate, **data.model_dump(), today=current_user.today)
    return _shown(mandate)


@bp.post(f"{PLACE}/signature")
@require(rules.sign, of=queries.mandate_by_id)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.MandateView)
def sign(mandate: Mandate, data: shapes.AnswerIn) -> Any:
    """The sponsor signs, or declines with a reason."""
    seen = _seen(queries.signature_party(mandate), data)
    _act(operations.answer_signature, mandate, answer=data.answer, reason=data.reason, seen=seen)
    return _shown(mandate)


@bp.post(f"{PLACE}/acknowledgements/<int:touched_id>")
@require(rules.acknowledge, of=queries.touched_of)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.MandateView)
def acknowledge(touched: TouchedDepartment, data: shapes.AnswerIn) -> Any:
    """A department's head acknowledges, or declines with a reason."""
    seen = _seen(queries.acknowledgement_party(touched), data)
    _act(operations.answer_acknowledgement, touched, answer=data.answer, reason=data.reason, seen=seen)
    return _shown(touched.mandate)


def _seen(party: AgreementParty | None, data: shapes.AnswerIn) -> Seen | None:
    if party is None:
        return None
    return seen_by_mark(data.seen, party.version, lambda: party.version.text)


@bp.post(f"{PLACE}/withdrawal")
@require(rules.edit, of=queries.mandate_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.MandateView)
def withdraw(mandate: Mandate, data: shapes.ReasonIn) -> Any:
    """Take back what is being prepared."""
    _act(operations.withdraw_mandate, mandate, **data.model_dump(), today=current_user.today)
    return _shown(mandate)


@bp.post(f"{PLACE}/revocation")
@require(rules.revoke, of=queries.mandate_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.MandateView)
def revoke(mandate: Mandate, data: shapes.ReasonIn) -> Any:
    """The sponsor takes the authority back, from today."""
    _act(operations.revoke_mandate, mandate, **data.model_dump(), today=current_user.today)
    return _shown(mandate)


@bp.post(f"{PLACE}/amendments")
@require(rules.edit, of=queries.mandate_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.MandateView, status_code=201)
def amend(mandate: Mandate, data: shapes.ReasonIn) -> Any:
    """Begin another edition as a draft; the present one holds until that is issued."""
    return _shown(_act(operations.amend_mandate, mandate, **data.model_dump(), today=current_user.today))


@bp.post(f"{PLACE}/extensions")
@require(rules.edit, of=queries.mandate_by_id)
@bp.input(shapes.ExtensionIn, arg_name="data")
@bp.output(shapes.MandateView, status_code=201)
def extend(mandate: Mandate, data: shapes.ExtensionIn) -> Any:
    """The same words with a later end, put to the sponsor at once."""
    return _shown(_act(operations.extend_mandate, mandate, **data.model_dump(), today=current_user.today))
