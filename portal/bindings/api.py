"""Who is bound and what relies on a decision, in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.agreements import rules as agreement_rules
from portal.agreements import subjects as agreed
from portal.agreements.batches import carry_out as answer_party
from portal.agreements.models import AgreementParty
from portal.agreements.seen import seen_by_mark
from portal.bindings import operations, queries, rules
from portal.bindings import schemas as shapes
from portal.bindings.models import Binding, Dependant, Reliance
from portal.bindings.queries import Relying
from portal.bindings.views import named_decision
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint
from portal.core.errors import Invalid
from portal.database import session
from portal.projects.references import coded_department, named_person
from portal.steering import rules as steering_rules
from portal.steering.api.blueprint import carry_out
from portal.steering.api.decisions import numbered_meeting, shown
from portal.steering.models import Decision
from portal.steering.queries import decision_by_id
from portal.steering.schemas import DecisionView

bp = ApiBlueprint("bindings", __name__)
DECISION = "/decisions/<int:decision_id>"


@bp.get(f"{DECISION}/bindings")
@require(steering_rules.read_decision, of=decision_by_id)
@bp.output(shapes.BindingsView)
def bindings(decision: Decision) -> Any:
    """Who is bound by a decision, and what they said."""
    return {"items": [shapes.binding_view(each) for each in queries.bindings_of(decision)]}


@bp.post(f"{DECISION}/bindings")
@require(rules.name, of=decision_by_id)
@bp.input(shapes.NameIn, arg_name="data")
@bp.output(shapes.BindingView, status_code=201)
def name_bound(decision: Decision, data: shapes.NameIn) -> Any:
    """Name a department or a person as bound; they are asked to acknowledge it."""
    values = {
        "department": coded_department(data.department),
        "person": named_person(data.person) if data.person else None,
        "due_on": data.due_on,
    }
    return shapes.binding_view(carry_out(operations.name_bound, decision, version=data.version, **values))


@bp.post("/bindings/<int:binding_id>/answer")
@require(agreement_rules.answer, of=queries.party_of)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.BindingView)
def answer(party: AgreementParty, data: shapes.AnswerIn) -> Any:
    """Read and understood, or: it cannot be done, because."""
    about = agreed.about(party.agreement)
    seen = seen_by_mark(data.seen, party.version, lambda: about.words(party.version))
    said = {"answer": data.answer, "reason": data.reason}
    answer_party(party, about, **said, by_actor=current_user, seen=seen, now=clock.now())
    session().flush()
    return shapes.binding_view(about.record)


@bp.post("/bindings/<int:binding_id>/release")
@require(rules.release, of=queries.binding_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.BindingView)
def release(binding: Binding, data: shapes.ReasonIn) -> Any:
    """No longer bound, and why."""
    carry_out(operations.release, binding, **data.model_dump())
    return shapes.binding_view(binding)


@bp.post(f"{DECISION}/sighting")
@require(rules.look, of=decision_by_id)
@bp.input(shapes.SightingIn, arg_name="data")
@bp.output(DecisionView)
def see_implementation(decision: Decision, data: shapes.SightingIn) -> Any:
    """The group saw what was done."""
    values = {**data.model_dump(), "meeting": numbered_meeting(data.meeting, decision.group)}
    carry_out(operations.see_implementation, decision, **values)
    return shown(decision)


@bp.post(f"{DECISION}/review")
@require(rules.name, of=decision_by_id)
@bp.input(shapes.ReviewIn, arg_name="data")
@bp.output(DecisionView)
def review(decision: Decision, data: shapes.ReviewIn) -> Any:
    """The group looked at it again: it stands."""
    values = {**data.model_dump(), "meeting": numbered_meeting(data.meeting, decision.group)}
    carry_out(operations.review, decision, **values)
    return shown(decision)


@bp.get(f"{DECISION}/dependants")
@require(steering_rules.read_decision, of=decision_by_id)
@bp.output(shapes.DependantsView)
def dependants(decision: Decision) -> Any:
    """What relied on a decision that no longer holds, and what becomes of each."""
    rows = queries.rows_for(current_user, queries.dependants_of(decision))
    return {"items": [shapes.dependant_view(row) for row in rows]}


@bp.post(f"{DECISION}/dependants/<int:dependant_id>")
@require(rules.settle, of=queries.dependant_by_id)
@bp.input(shapes.FateIn, arg_name="data")
@bp.output(shapes.DependantView)
def settle(dependant: Dependant, data: shapes.FateIn) -> Any:
    """Say what becomes of it."""
    carry_out(operations.settle, dependant, **data.model_dump())
    return shapes.dependant_view(queries.rows_for(current_user, [dependant])[0])


@bp.get("/relies-on/<kind>/<int:number>")
@require(rules.read_relying, of=queries.relying)
@bp.output(shapes.ReliancesView)
def reliances(found: Relying) -> Any:
    """On which decisions a record relies. `kind`: commitment, risk, action, raci_entry."""
    return _reliances(found)


def _reliances(found: Relying) -> dict[str, Any]:
    """Of decisions that the caller may see."""
    rows = queries.reliances_of(found.name, found.number)
    seen = [each for each in rows if steering_rules.read_decision(current_user, each.decision)]
    return {"items": [shapes.reliance_view(each) for each in seen]}


@bp.post("/relies-on/<kind>/<int:number>")
@require(rules.keep_relying, of=queries.relying)
@bp.input(shapes.RelianceIn, arg_name="data")
@bp.output(shapes.ReliancesView, status_code=201)
def relate(found: Relying, data: shapes.RelianceIn) -> Any:
    """Put on record that it relies on a decision."""
    decision = named_decision(data.decision)
    if decision is None:
        raise Invalid(decision=_("There is no decision of this code."))
    operations.relate(found, decision=decision, note=data.note, by=current_user.person, now=clock.now())
    return _reliances(found)


@bp.delete("/relies-on/<int:reliance_id>")
@require(rules.remove_reliance, of=queries.reliance_by_id)
@bp.output(shapes.ReliancesView)
def unrelate(reliance: Reliance) -> Any:
    """It no longer relies on it."""
    found = queries.relying(reliance.subject_kind, reliance.subject_id)
    assert found is not None, "the rule has loaded it"
    operations.unrelate(reliance, found=found, by=current_user.person, now=clock.now())
    return _reliances(found)
