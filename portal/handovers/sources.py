"""What people hold: each kind with how it is found and how its feature hands it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.actions.models import ActionItem, ActionState
from portal.actions.operations import hand_over_action
from portal.commitments.models import IN_FORCE, OPEN, Commitment, Side, State
from portal.commitments.operations.amending import hand_over_commitment
from portal.commitments.operations.handing import hand_over_asking
from portal.database import session
from portal.handovers.holdings import Holding, Source, Transfer, add_holding
from portal.mandates import rules as mandates
from portal.mandates.models import Mandate, MandateState
from portal.mandates.operations import amend_mandate, edit_mandate
from portal.mandates.operations.drafting import WORDED
from portal.projects import labels
from portal.projects import rules as projects
from portal.projects.models import Appointment, Project
from portal.projects.operations import appoint, end_appointment
from portal.projects.operations.appointments import SINGLE_ROLES
from portal.risks.models import Risk
from portal.risks.operations.entering import edit_risk
from portal.risks.states import ALIVE
from portal.stakeholders.models import RaciEntry
from portal.stakeholders.operations import assign, end_assignment
from portal.steering import rules as steering
from portal.steering.models import Decision, DecisionState, Membership, SteeringGroup
from portal.steering.operations.groups import add_member, end_membership
from portal.steering.operations.owning import hand_over_decision

DAY = dt.timedelta(days=1)
#: A decision that somebody still has to see to.
TO_CARRY_OUT = (
    DecisionState.DRAFT,
    DecisionState.PROPOSED,
    DecisionState.DECIDED,
    DecisionState.NEEDS_RATIFICATION,
)
Found = Callable[[Person, Project | None, dt.date], list[Holding]]


def _got(model: Any, number: int) -> Any:
    return session().get_one(model, number)


def _found(statement: Any, model: Any, project: Project | None) -> list[Any]:
    if project is not None:
        statement = statement.where(model.project_id == project.id)
    return list(session().scalars(statement.order_by(model.id)))


# ---- appointments ----


def _appointments(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(Appointment).options(joinedload(Appointment.project))
    statement = statement.where(
        Appointment.person_id == person.id,
        (Appointment.valid_to.is_(None)) | (Appointment.valid_to > today),
        Appointment.acceptance.not_in(("declined", "lapsed")),
    )
    return [_appointment(each) for each in _found(statement, Appointment, project)]


def _appointment(held: Appointment) -> Holding:
    label = f"{labels.ROLES.get(held.role, held.role)}, {held.project.name}"
    return Holding("appointment", held.id, label, f"/projects/{held.project.code}/people", held.project_id)


def _give_appointment(transfer: Transfer) -> None:
    """The receiver's word is given already; the leaver's term ends the day before theirs begins."""
    held: Appointment = _got(Appointment, transfer.subject_id)
    project, first = held.project, transfer.begins_on
    act: dict[str, Any] = {"by": transfer.by, "now": transfer.now}
    if held.role not in SINGLE_ROLES:
        end_appointment(held, valid_to=first - DAY, note=transfer.note, **act)
        if project.is_held_by(transfer.receiver.id, first, held.role):
            return
    who: dict[str, Any] = {"person": transfer.receiver, "role": held.role, "department": held.department}
    appoint(project, **who, valid_from=first, **act, tell=False, is_accepted=True)
    session().expire(project, ["appointments"])


# ---- commitments ----


def _asked(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    living = (State.DRAFT, *OPEN, *IN_FORCE)
    statement = select(Commitment).where(Commitment.requester_id == person.id, Commitment.state.in_(living))
    return [_commitment("commitment", each) for each in _found(statement, Commitment, project)]


def _promised(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(Commitment).where(
        Commitment.person_id == person.id,
        Commitment.state.in_(tuple(IN_FORCE)),
        (Commitment.valid_to.is_(None)) | (Commitment.valid_to >= today),
    )
    return [_commitment("promise", each) for each in _found(statement, Commitment, project)]


def _commitment(kind: str, held: Commitment) -> Holding:
    return Holding(kind, held.id, f"{held.code} {held.title}", f"/commitments/{held.id}", held.project_id)


def _give_asking(transfer: Transfer) -> None:
    held = _got(Commitment, transfer.subject_id)
    hand_over_asking(held, requester=transfer.receiver, by=transfer.by, now=transfer.now, note=transfer.note)


def _give_promise(transfer: Transfer) -> None:
    """Another person does what was promised: the department proposes it, the project accepts as ever."""
    held = _got(Commitment, transfer.subject_id)
    act: dict[str, Any] = {"by": transfer.by, "now": transfer.now, "note": transfer.note}
    hand_over_commitment(held, person=transfer.receiver, side=Side.DEPARTMENT, **act)


# ---- risks, actions, decisions ----


def _risks(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(Risk).where(Risk.owner_id == person.id, Risk.state.in_(ALIVE))
    return [
        Holding("risk", each.id, f"{each.code} {each.title}", f"/risks/{each.id}", each.project_id)
        for each in _found(statement, Risk, project)
    ]


def _give_risk(transfer: Transfer) -> None:
    risk = _got(Risk, transfer.subject_id)
    same = ("title", "category", "cause", "event", "effect", "response", "response_note")
    words: dict[str, Any] = {name: getattr(risk, name) for name in same}
    edit_risk(risk, **words, owner=transfer.receiver, by=transfer.by, now=transfer.now)


def _actions(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(ActionItem).where(
        ActionItem.owner_id == person.id, ActionItem.state == ActionState.OPEN
    )
    return [
        Holding("action_item", each.id, f"{each.code} {each.title}", f"/actions/{each.id}", each.project_id)
        for each in _found(statement, ActionItem, project)
    ]


def _give_action(transfer: Transfer) -> None:
    action = _got(ActionItem, transfer.subject_id)
    project = session().get(Project, action.project_id) if action.project_id else None
    act: dict[str, Any] = {"by": transfer.by, "now": transfer.now, "note": transfer.note}
    hand_over_action(action, owner=transfer.receiver, **act, project=project)


def _decisions(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(Decision).where(Decision.owner_id == person.id, Decision.state.in_(TO_CARRY_OUT))
    return [
        Holding("decision", each.id, f"{each.code} {each.title}", f"/decisions/{each.id}", each.project_id)
        for each in _found(statement, Decision, project)
    ]


def _give_decision(transfer: Transfer) -> None:
    decision = _got(Decision, transfer.subject_id)
    act: dict[str, Any] = {"by": transfer.by, "now": transfer.now, "note": transfer.note}
    hand_over_decision(decision, owner=transfer.receiver, **act)


# ---- RACI ----


def _letters(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(RaciEntry).options(joinedload(RaciEntry.project))
    statement = statement.where(
        RaciEntry.person_id == person.id, (RaciEntry.valid_to.is_(None)) | (RaciEntry.valid_to > today)
    )
    return [
        Holding(
            "raci_entry",
            each.id,
            f"{each.role} {each.item}",
            f"/projects/{each.project.code}",
            each.project_id,
        )
        for each in _found(statement, RaciEntry, project)
    ]


def _give_letter(transfer: Transfer) -> None:
    entry: RaciEntry = _got(RaciEntry, transfer.subject_id)
    act: dict[str, Any] = {"by": transfer.by, "now": transfer.now}
    end_assignment(entry, valid_to=transfer.begins_on - DAY, note=transfer.note, **act)
    session().flush()
    what: dict[str, Any] = {"item": entry.item, "role": entry.role, "person": transfer.receiver}
    assign(entry.project, **what, valid_from=transfer.begins_on, **act)


# ---- mandates and seats ----


def _mandates(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(Mandate).where(Mandate.grantee_id == person.id, Mandate.state == MandateState.IN_FORCE)
    return [
        Holding("mandate", each.id, each.register_label(), f"/mandates/{each.id}", each.project_id)
        for each in _found(statement, Mandate, project)
    ]


def _give_mandate(transfer: Transfer) -> None:
    """Authority is not passed on: another edition names the receiver, and waits for the sponsor's signature."""
    mandate: Mandate = _got(Mandate, transfer.subject_id)
    act: dict[str, Any] = {"by": transfer.by, "now": transfer.now, "today": transfer.today}
    later = amend_mandate(mandate, reason=transfer.note, **act)
    names = ("grantee_department", "until_milestone", "valid_from", "valid_to", "backdating_reason")
    terms = ("money_limit", "currency", "sponsor_percent", *WORDED)
    same: dict[str, Any] = {name: getattr(later, name) for name in (*names, *terms)}
    edit_mandate(later, **same, grantee=transfer.receiver, **act)


def _seats(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    statement = select(Membership).join(Membership.group).options(joinedload(Membership.group))
    statement = statement.where(
        Membership.person_id == person.id, (Membership.valid_to.is_(None)) | (Membership.valid_to > today)
    )
    if project is not None:
        statement = statement.where(SteeringGroup.project_id == project.id)
    return [
        Holding(
            "membership",
            each.id,
            f"{each.role_label}, {each.group.name}",
            f"/groups/{each.group_id}",
            each.group.project_id,
        )
        for each in session().scalars(statement.order_by(Membership.id))
    ]


def _give_seat(transfer: Transfer) -> None:
    seat: Membership = _got(Membership, transfer.subject_id)
    act: dict[str, Any] = {"by": transfer.by, "now": transfer.now}
    end_membership(seat, valid_to=transfer.begins_on - DAY, reason=transfer.note, **act)
    session().flush()
    same = ("role", "votes", "side", "is_top_executive")
    frame: dict[str, Any] = {name: getattr(seat, name) for name in same}
    add_member(seat.group, person=transfer.receiver, **frame, valid_from=transfer.begins_on, **act)


def _may_appoint(actor: Actor, number: int) -> bool:
    return bool(projects.appoint(actor, _got(Appointment, number)))


def _may_seat(actor: Actor, number: int) -> bool:
    return bool(steering.end_membership(actor, _got(Membership, number)))


def _may_assign(actor: Actor, number: int) -> bool:
    return bool(projects.edit(actor, _got(RaciEntry, number).project))


def _may_amend(actor: Actor, number: int) -> bool:
    return bool(mandates.edit(actor, _got(Mandate, number)))


for _source in (
    Source("appointment", _l("Role"), _appointments, _give_appointment, _may_appoint),
    Source("membership", _l("Seat in a group"), _seats, _give_seat, _may_seat),
    Source("mandate", _l("Mandate"), _mandates, _give_mandate, _may_amend),
    Source("commitment", _l("Ask that is managed"), _asked, _give_asking),
    Source("promise", _l("Promised work"), _promised, _give_promise),
    Source("risk", _l("Risk"), _risks, _give_risk),
    Source("action_item", _l("Action"), _actions, _give_action),
    Source("decision", _l("Decision to carry out"), _decisions, _give_decision),
    Source("raci_entry", _l("Letter of the responsibility matrix"), _letters, _give_letter, _may_assign),
):
    add_holding(_source)
