"""The sections of a record: each reads one kind of fact as it stood on a day, in a fixed number of statements.

A section gets *candidates* from its table (whatever began by the day and may have stood then) and lets `standing`
judge them against the register: a fact counts if it held on the day by what is known now, or by what was known
then.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.absences.models import Absence
from portal.accountability.lines import Line, Section
from portal.accountability.moments import Memory, Moment
from portal.accounts.models import Department, DepartmentHead
from portal.commitments import sentences
from portal.commitments.models import AmendmentState, Commitment, Offer, State
from portal.core import clock
from portal.core.language import date
from portal.database import session
from portal.mandates.models import Mandate
from portal.projects import labels as project_labels
from portal.projects.models import Appointment, Project
from portal.register.models import SUBJECT
from portal.register.queries import history_of
from portal.stakeholders.labels import ROLES as RACI_ROLES
from portal.stakeholders.models import RaciEntry
from portal.steering.models import Decision, DecisionState, Membership, SteeringGroup

#: Edits of one project that are undone to see it as it was; more were never made.
MOST_EDITS = 1000


class DatedRecord(Protocol):
    """A fact with a first and a last day."""

    uid: uuid.UUID
    register_kind: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass
class Day:
    """A project on a day, as far as the register had got by its end."""

    project: Project
    moment: Moment
    memory: Memory

    @property
    def day(self) -> dt.date:
        return self.moment.day

    @property
    def midnight(self) -> dt.datetime:
        return dt.datetime.combine(self.day + dt.timedelta(days=1), dt.time(), clock.timezone())


def candidates(statement: Select[Any], model: Any, at: Day) -> Sequence[Any]:
    """What began by the day and was not over, or about which something was recorded after it: perhaps its end."""
    later = exists().where(SUBJECT.c.subject == model.uid, SUBJECT.c.seq > at.moment.seq)
    lasted = or_(model.valid_to.is_(None), model.valid_to >= at.day, later)
    return session().scalars(statement.where(model.valid_from <= at.day, lasted)).unique().all()


def standing(records: Iterable[DatedRecord], at: Day) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Those that held on the day, each with what its line says about its record."""
    rows = list(records)
    known = at.memory.recorded(row.uid for row in rows)
    over = {row.uid for row in rows if row.valid_to is not None and row.valid_to < at.day}
    late = _ended_later([uid for uid in over if known[uid][1] > at.moment.seq], at)
    for row in rows:
        if row.uid not in over or row.uid in late:
            trace = traced(row, known[row.uid][0], at)
            yield row, {**trace, "since": row.valid_from, "ended_later": row.uid in late}


def _ended_later(over: Sequence[uuid.UUID], at: Day) -> set[uuid.UUID]:
    """Those that were known on the day and whose end was entered only afterwards, for a day before."""
    return {
        uid
        for uid, acts in at.memory.told(over).items()
        if acts
        and acts[0][0] <= at.moment.seq
        and any(seq > at.moment.seq and event.endswith("ended") for seq, event in acts)
    }


def traced(record: Any, first: int | None, at: Day) -> dict[str, Any]:
    later = first is not None and first > at.moment.seq
    return {"subject": record.uid, "kind": record.register_kind, "seq": first, "recorded_later": later}


# ---- the project itself ----


def lead(at: Day) -> Section:
    """Department, lead model and phase. The project keeps only today's; its edits since are taken back."""
    values = _as_it_was(at)
    rows = [
        ("department", _("Lead department"), values["lead_department"] or ""),
        ("model", _("Lead model"), _word(project_labels.LEAD_MODELS, values["lead_model"])),
        ("phase", _("Phase"), _word(project_labels.PHASES, values["phase"])),
    ]
    trace: dict[str, Any] = {
        "subject": at.project.uid,
        "kind": at.project.register_kind,
        "seq": at.memory.recorded([at.project.uid])[at.project.uid][0],
        "recorded_later": at.project.created_at >= at.midnight,
    }
    lines = [Line(key, what, terms=terms, **trace) for key, what, terms in rows if terms]
    return Section("lead", _("The project"), _("It had neither a lead nor a phase."), lines)


def _as_it_was(at: Day) -> dict[str, Any]:
    project = at.project
    values: dict[str, Any] = {
        "lead_department": project.lead_department.name if project.lead_department else None,
        "lead_model": project.lead_model,
        "phase": project.phase,
    }
    for entry in history_of(project, limit=MOST_EDITS):
        if entry.seq <= at.moment.seq:
            break
        before = entry.values.get("before")
        if entry.event == "projects.phase_changed":
            values["phase"] = before
        elif isinstance(before, dict):
            values.update({name: old for name, old in before.items() if name in values})
    return values


def _word(words: dict[str, object], code: str | None) -> str:
    return str(words.get(code, code)) if code else ""


# ---- people ----


def roles(at: Day) -> Section:
    statement = (
        select(Appointment)
        .where(Appointment.project_id == at.project.id)
        .options(joinedload(Appointment.person), joinedload(Appointment.department))
        .order_by(Appointment.role, Appointment.valid_from, Appointment.id)
    )
    order = {str(role): place for place, role in enumerate(project_labels.ROLES)}
    lines = [
        Line(
            key=f"{held.role}:{held.person_id}",
            what=_word(project_labels.ROLES, held.role),
            who=held.person.name,
            terms=held.department.name if held.department else "",
            address=f"/people/{held.person_id}",
            **trace,
        )
        for held, trace in sorted(
            standing(candidates(statement, Appointment, at), at),
            key=lambda found: order.get(found[0].role, len(order)),
        )
    ]
    return Section("roles", _("Sponsor, manager and team"), _("Nobody had been appointed."), lines)


def heads(at: Day) -> Section:
    """Who answered for the department that led then, and for those that have promised something."""
    promised = select(Commitment.department_id).where(Commitment.project_id == at.project.id)
    led = Department.name == _as_it_was(at)["lead_department"]  # the register keeps its name
    statement = (
        select(DepartmentHead)
        .join(DepartmentHead.department)
        .where(or_(DepartmentHead.department_id.in_(promised), led))
        .options(joinedload(DepartmentHead.person), joinedload(DepartmentHead.department))
        .order_by(DepartmentHead.department_id, DepartmentHead.valid_from)
    )
    lines = [
        Line(
            key=f"{held.department_id}:{held.person_id}",
            what=_("Head of %(department)s", department=held.department.name),
            who=held.person.name,
            address=f"/departments/{held.department_id}",
            **trace,
        )
        for held, trace in standing(candidates(statement, DepartmentHead, at), at)
    ]
    return Section("heads", _("Heads of the departments concerned"), _("No head was known."), lines)


def group(at: Day) -> Section:
    project = at.project
    deciding = SteeringGroup.project_id == project.id
    if project.programme_id is not None:
        deciding = or_(deciding, SteeringGroup.programme_id == project.programme_id)
    statement = (
        select(Membership)
        .join(Membership.group)
        .where(deciding)
        .options(joinedload(Membership.person), joinedload(Membership.group))
        .order_by(Membership.group_id, Membership.id)
    )
    lines = [
        Line(
            key=f"{seat.group_id}:{seat.person_id}:{seat.role}",
            what=f"{seat.group.name}: {seat.role_label}",
            who=seat.person.name,
            terms="" if seat.votes else _("without a vote"),
            address=f"/groups/{seat.group_id}",
            **trace,
        )
        for seat, trace in standing(candidates(statement, Membership, at), at)
    ]
    return Section("group", _("Who decided"), _("No steering group was in charge."), lines)


def substitutes(at: Day, people: Iterable[str]) -> Section:
    """Who was away that day and who stood in; among those whom the record names."""
    named = set(people)
    statement = (
        select(Absence)
        .where(Absence.starts_on <= at.day, Absence.ends_on >= at.day, Absence.substitute_id.is_not(None))
        .where(or_(Absence.cancelled_at.is_(None), Absence.cancelled_at >= at.midnight))
        .options(joinedload(Absence.person), joinedload(Absence.substitute))
        .order_by(Absence.id)
    )
    away = [each for each in session().scalars(statement) if each.person.name in named]
    known = at.memory.recorded(each.uid for each in away)
    lines = [
        Line(
            key=f"{each.person_id}:{each.substitute_id}",
            what=_("%(person)s was away", person=each.person.name),
            who=each.substitute.name if each.substitute else "",
            terms=_("until %(day)s", day=date(each.ends_on)),
            since=each.starts_on,
            **traced(each, known[each.uid][0], at),
        )
        for each in away
    ]
    return Section("substitutes", _("Substitutes"), _("Nobody was represented that day."), lines)


# ---- authority ----


def mandate(at: Day) -> Section:
    statement = (
        select(Mandate)
        .where(Mandate.project_id == at.project.id, Mandate.holding_on(at.day))
        .options(joinedload(Mandate.signed_by), joinedload(Mandate.grantee))
    )
    found = session().scalars(statement).all()
    known = at.memory.recorded(each.uid for each in found)
    lines = [
        Line(
            key="mandate",
            what=_("Mandate %(number)s", number=each.number),
            who=each.grantee.name,
            terms=_("signed by %(name)s", name=each.signed_by.name) if each.signed_by else "",
            since=each.in_force_on,
            address=f"/mandates/{each.id}",
            **traced(each, known[each.uid][0], at),
        )
        for each in found
    ]
    return Section("mandate", _("Mandate"), _("The project worked without a mandate."), lines)


def raci(at: Day) -> Section:
    statement = (
        select(RaciEntry)
        .where(RaciEntry.project_id == at.project.id, RaciEntry.is_void.is_(False))
        .options(joinedload(RaciEntry.person), joinedload(RaciEntry.department))
        .order_by(RaciEntry.item, RaciEntry.role, RaciEntry.id)
    )
    lines = [
        Line(
            key=f"{entry.item}:{entry.role}:{entry.person_id}:{entry.department_id}",
            what=entry.item,
            who=entry.party.name,
            terms=_word(RACI_ROLES, entry.role),
            address=f"/projects/{at.project.code}/raci?on={at.day.isoformat()}",
            **trace,
        )
        for entry, trace in standing(candidates(statement, RaciEntry, at), at)
    ]
    return Section("raci", _("Who answered for what"), _("Nothing had been entered."), lines)


# ---- promises and decisions ----

AGREED = frozenset({"commitments.confirmed", "commitments.confirmed_for", "commitments.accepted"})
OVER = frozenset(
    {"commitments.released", "commitments.recalled", "commitments.fulfilled", "commitments.missed"}
)
#: What was entered from elsewhere has no history of its own: it stands for its period if it was ever agreed.
WAS_AGREED = (State.CONFIRMED, State.FULFILLED, State.MISSED, State.RELEASED)


def commitments(at: Day) -> Section:
    statement = (
        select(Commitment)
        .where(Commitment.project_id == at.project.id, Commitment.state != State.DRAFT)
        .options(
            joinedload(Commitment.department),
            joinedload(Commitment.person),
            joinedload(Commitment.answered_by),
            joinedload(Commitment.requester),
            selectinload(Commitment.offers).joinedload(Offer.person),
            selectinload(Commitment.amendments),
        )
        .order_by(Commitment.code)
    )
    asked = session().scalars(statement).unique().all()
    told = at.memory.told(each.uid for each in asked)
    lines = [
        Line(
            key=each.code,
            what=each.code,
            who=each.answered_by.name
            if each.answered_by
            else (each.department.name if each.department else ""),
            terms=sentences.ask(each, _terms_then(each, at)),
            address=f"/commitments/{each.id}",
            **traced(each, told[each.uid][0][0] if told[each.uid] else None, at),
        )
        for each in asked
        if _was_promised(each, told[each.uid], at)
    ]
    return Section("commitments", _("Promises in force"), _("Nothing was promised."), lines)


def _was_promised(commitment: Commitment, told: Sequence[tuple[int, str]], at: Day) -> bool:
    first, last = commitment.valid_from or at.day, commitment.valid_to or at.day
    if all(
        event not in AGREED for _seq, event in told
    ):  # it came from elsewhere, as agreed, or was never agreed
        came = not told or any(event == "commitments.taken_over" for _seq, event in told)
        return came and commitment.state in WAS_AGREED and first <= at.day <= last
    moves = [event for seq, event in told if seq <= at.moment.seq and event in AGREED | OVER]
    return bool(moves) and moves[-1] in AGREED and at.day <= last


def _terms_then(commitment: Commitment, at: Day) -> Offer | None:
    """The version that counted at the end of the day; None: what it was entered with."""
    agreed = {
        each.offer_id: each.closed_on
        for each in commitment.amendments
        if each.state == AmendmentState.ACCEPTED and each.closed_on is not None
    }
    counted = [
        each
        for each in commitment.offers
        if (agreed.get(each.id, dt.date.max) <= at.day if each.is_amendment else each.made_at < at.midnight)
    ]
    return counted[-1] if counted else None


#: From this act on a decision binds; that its proposal had been written before says nothing.
BINDS = frozenset({"decisions.decided", "decisions.decided_without_quorum", "decisions.ratified"})


def decisions(at: Day) -> Section:
    """What had been decided and not yet been superseded, reversed, or left without a quorum."""
    project = at.project
    statement = (
        select(Decision)
        .where(Decision.project_id == project.id, Decision.decided_on <= at.day)
        .where(Decision.state.not_in([DecisionState.DRAFT, DecisionState.PROPOSED, DecisionState.DROPPED]))
        .options(joinedload(Decision.group), joinedload(Decision.owner), selectinload(Decision.superseded_by))
        .order_by(Decision.decided_on, Decision.id)
    )
    taken = [each for each in session().scalars(statement) if _held(each, at.day)]
    told = at.memory.told(each.uid for each in taken)
    lines = [
        Line(
            key=each.code,
            what=f"{each.code} {each.title}",
            who=each.group.name if each.group else "",
            terms=_("carried out by %(name)s", name=each.owner.name) if each.owner else "",
            since=each.ratified_on or each.decided_on,
            address=f"/decisions/{each.id}",
            **traced(each, _bound_by(told[each.uid]), at),
        )
        for each in taken
    ]
    return Section("decisions", _("Decisions in force"), _("Nothing had been decided."), lines)


def _bound_by(told: Sequence[tuple[int, str]]) -> int | None:
    """The entry that made it binding; of what was entered from elsewhere the first."""
    return next((seq for seq, event in told if event in BINDS), told[0][0] if told else None)


def _held(decision: Decision, day: dt.date) -> bool:
    return _binds_by(decision, day) and not any(_binds_by(later, day) for later in decision.superseded_by)


def _binds_by(decision: Decision, day: dt.date) -> bool:
    since = decision.ratified_on if decision.quorum_met is False else decision.decided_on
    return decision.is_recorded and decision.is_carried is not False and since is not None and since <= day


def sections(at: Day) -> list[Section]:
    """All of them, in the order in which they are read."""
    made = [lead(at), mandate(at), roles(at), heads(at), group(at), raci(at), commitments(at), decisions(at)]
    people = {line.who for section in made for line in section.lines if line.who}
    return [*made[:5], substitutes(at, people), *made[5:]]
