"""What can be done: answer, go on with gaps, set and meet conditions, tick, override."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects.models import Project
from portal.projects.operations import admit
from portal.projects.operations.access import hold
from portal.readiness import events, queries
from portal.readiness.assessment import assess
from portal.readiness.models import GateEntry, GateOverride, Proceeding, ReadinessAnswer, Term, Voice
from portal.readiness.queries import Gate, GateItem
from portal.register.operations import record
from portal.steering.models import Decision


class Said(NamedTuple):
    """What somebody says to one precondition."""

    precondition: str
    answer: str
    evidence: str


def answer_readiness(
    project: Project,
    *,
    voice: Voice,
    department: Department | None,
    said: Sequence[Said],
    by: Person,
    now: dt.datetime,
) -> list[ReadinessAnswer]:
    """Each side says what it sees, and what that rests on. A new answer stands beside the old one."""
    hold(project)
    before = {
        (each.precondition, each.voice, each.department_id): each for each in queries.answers_of(project)
    }
    number = department.id if department else None
    made = []
    for each in said:
        old = before.get((each.precondition, voice, number))
        if old is None or (old.answer, old.evidence) != (each.answer, each.evidence):
            made.append(_answer(project, each, voice, department, by, now))
    return made


def _answer(
    project: Project, said: Said, voice: Voice, department: Department | None, by: Person, now: dt.datetime
) -> ReadinessAnswer:
    made = ReadinessAnswer(
        project=project,
        precondition=said.precondition,
        voice=str(voice),
        department=department,
        answer=said.answer,
        evidence=said.evidence,
        answered_by=by,
        answered_at=now,
    )
    session().add(made)
    session().flush()
    told: dict[str, Any] = {
        **said._asdict(),
        "voice": str(voice),
        "department": department.name if department else "",
    }
    record(events.ANSWERED, made, by=by, now=now, project=project, **told)
    return made


def _expect_holding(decision: Decision | None, project: Project) -> Decision:
    """What somebody wishes is no decision: it is about this project, and it holds today."""
    if decision is None or decision.project_id != project.id:
        raise Invalid(decision=_("Choose a decision about this project."))
    if not decision.holds:
        raise Invalid(
            decision=_("%(code)s does not hold. Only a decision that holds is enough.", code=decision.code)
        )
    return decision


def proceed(
    project: Project,
    *,
    decision: Decision | None,
    reason: str,
    text: str,
    owner: Person,
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Proceeding:
    """The lead is accepted although something is missing: by decision, and on a condition that returns."""
    hold(project)
    decision = _expect_holding(decision, project)
    gaps = assess(queries.answers_of(project)).open_codes
    if not gaps:
        raise Refused(_("Nothing is missing: both sides say that every precondition is given."))
    made = Proceeding(
        project=project, decision=decision, gaps=gaps, reason=reason, recorded_by=by, recorded_at=now
    )
    session().add(made)
    session().flush()
    told: dict[str, Any] = {"decision": decision.register_label(), "gaps": gaps, "reason": reason}
    record(events.PROCEEDED, made, by=by, now=now, project=project, about=[decision], **told)
    set_term(made, text=text, owner=owner, due_on=due_on, by=by, now=now, today=today)
    return made


def set_term(
    proceeding: Proceeding,
    *,
    text: str,
    owner: Person,
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Term:
    """A condition without an owner and a day is a wish. On its day it stands on the agenda until it is met."""
    if due_on < today:
        raise Invalid(due_on=_("This day has passed. Choose the day on which the condition returns."))
    if not owner.is_active:
        raise Invalid(owner=_("%(name)s is no longer active. Name somebody else.", name=owner.name))
    project = proceeding.project
    term = Term(proceeding=proceeding, text=text, owner=owner, due_on=due_on)
    session().add(term)
    session().flush()
    if project.is_confidential:
        admit(project, owner)
    told: dict[str, Any] = {"text": text, "owner": owner.name, "due_on": due_on}
    record(events.TERM_SET, term, by=by, now=now, project=project, about=[proceeding, owner], **told)
    if owner.id != by.id:
        facts = {"actor": by.name, "project": project.name, "text": text, "due_on": due_on}
        post(
            "readiness/condition",
            to=owner,
            facts=facts,
            link=f"/projects/{project.code}/readiness",
            now=now,
        )
    return term


def report_met(term: Term, *, evidence: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """Said to be met, with what shows it: from then on it does not return any more."""
    term.meet(evidence, by, today)
    record(
        events.TERM_MET,
        term,
        by=by,
        now=now,
        project=term.project,
        about=[term.proceeding],
        evidence=evidence,
    )


def mark_item(each: GateItem, *, is_done: bool, evidence: str, by: Person, now: dt.datetime) -> GateEntry:
    """Tick an item of a gate, with what shows it; or open it again, with the reason."""
    hold(each.project)
    gate = queries.gate_of(each.project.code, each.phase)
    current = next(item for item in gate.items if item.code == each.code) if gate else each
    if current.is_done == is_done:
        raise Refused(_("This item is ticked already.") if is_done else _("This item is open already."))
    made = GateEntry(
        project=each.project,
        item=each.code,
        is_done=is_done,
        evidence=evidence,
        entered_by=by,
        entered_at=now,
    )
    session().add(made)
    session().flush()
    event = events.TICKED if is_done else events.OPENED_AGAIN
    told: dict[str, Any] = {"item": each.code, "phase": each.phase, "evidence": evidence}
    record(event, made, by=by, now=now, project=each.project, **told)
    return made


def override_gate(
    gate: Gate, *, decision: Decision | None, reason: str, by: Person, now: dt.datetime
) -> GateOverride:
    """Pass a gate although items are open. The decision must hold still when the phase changes."""
    project = gate.project
    hold(project)
    decision = _expect_holding(decision, project)
    if not gate.open_items:
        raise Refused(_("Every item of this gate is ticked. Nothing needs to be overridden."))
    items = [each.code for each in gate.open_items]
    made = GateOverride(
        project=project,
        phase=gate.phase,
        decision=decision,
        open_items=items,
        reason=reason,
        recorded_by=by,
        recorded_at=now,
    )
    session().add(made)
    session().flush()
    told: dict[str, Any] = {
        "phase": gate.phase,
        "decision": decision.register_label(),
        "open_items": items,
        "reason": reason,
    }
    record(events.OVERRIDDEN, made, by=by, now=now, project=project, about=[decision], **told)
    return made
