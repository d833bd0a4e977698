"""Reads of readiness and gates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.projects.labels import PATH, PHASES, word
from portal.projects.models import Phase, Project
from portal.projects.queries import project_by_code
from portal.readiness.assessment import Assessment, assess
from portal.readiness.checklists import CHECKLISTS, PHASE_OF, gates_to
from portal.readiness.models import GateEntry, GateOverride, Proceeding, ReadinessAnswer, Term
from portal.steering.models import HOLDING, Decision

MOST = 500
CHOICES = 200


def answers_of(project: Project) -> Sequence[ReadinessAnswer]:
    """Everything that was said, the oldest first. One statement."""
    statement = select(ReadinessAnswer).where(ReadinessAnswer.project_id == project.id)
    options = (joinedload(ReadinessAnswer.department), joinedload(ReadinessAnswer.answered_by))
    newest = session().scalars(statement.options(*options).order_by(ReadinessAnswer.id.desc()).limit(MOST))
    return newest.all()[::-1]


def proceedings_of(project: Project) -> Sequence[Proceeding]:
    """With their terms, the newest first. Two statements."""
    terms = selectinload(Proceeding.terms)
    statement = (
        select(Proceeding)
        .where(Proceeding.project_id == project.id)
        .options(
            joinedload(Proceeding.decision),
            joinedload(Proceeding.recorded_by),
            terms.joinedload(Term.owner),
            terms.joinedload(Term.met_by),
        )
        .order_by(Proceeding.id.desc())
        .limit(CHOICES)
    )
    return session().scalars(statement).unique().all()


def proceeding_by_id(proceeding_id: int) -> Proceeding | None:
    """Loader for addresses."""
    return by_number(Proceeding, proceeding_id)


def term_by_id(term_id: int) -> Term | None:
    """Loader for addresses."""
    return by_number(Term, term_id)


def holding_decisions(project: Project) -> list[tuple[str, str]]:
    """(id, words) of the decisions about this project that hold, the newest first."""
    statement = (
        select(Decision.id, Decision.code, Decision.title)
        .where(Decision.project_id == project.id, Decision.state.in_(HOLDING))
        .order_by(Decision.listed_on.desc(), Decision.id.desc())
        .limit(CHOICES)
    )
    return [(str(number), f"{code} {title}") for number, code, title in session().execute(statement)]


def decision_of(project: Project, number: int | None) -> Decision | None:
    """A decision about this project; None for another's."""
    found = by_number(Decision, number) if number is not None else None
    return found if found is not None and found.project_id == project.id else None


def decision_coded(project: Project, code: str) -> Decision | None:
    """A decision about this project by its code."""
    statement = select(Decision).where(Decision.code == code, Decision.project_id == project.id)
    return session().scalars(statement).one_or_none()


def returned(today: dt.date, project_ids: Collection[int] | None = None, limit: int = MOST) -> Sequence[Term]:
    """Conditions whose day has come and which nobody reported as met, the earliest first."""
    statement = (
        select(Term)
        .join(Proceeding, Proceeding.id == Term.proceeding_id)
        .where(Term.met_on.is_(None), Term.due_on <= today)
        .options(joinedload(Term.owner), joinedload(Term.proceeding).joinedload(Proceeding.project))
        .order_by(Term.due_on, Term.id)
        .limit(limit)
    )
    if project_ids is not None:
        statement = statement.where(Proceeding.project_id.in_(project_ids))
    return session().scalars(statement).all()


@dataclass(frozen=True)
class Standing:
    """What the page of the mandates says about readiness."""

    project: Project
    assessment: Assessment
    proceeding: Proceeding | None
    open_terms: list[Term]


def standing(project: Project, _actor: Actor | None = None) -> Standing | None:
    """None for what is closed: nobody is about to accept its lead."""
    if project.phase == Phase.CLOSED:
        return None
    proceedings = proceedings_of(project)
    holding = next((each for each in proceedings if each.decision.holds), None)
    terms = [term for each in proceedings for term in each.terms if not term.is_met]
    return Standing(project, assess(answers_of(project)), holding, terms)


@dataclass(frozen=True)
class GateItem:
    """One item of a project's gate, with its newest entry."""

    project: Project
    phase: str
    code: str
    entry: GateEntry | None = None

    @property
    def title(self) -> str:
        return str(CHECKLISTS[self.phase][self.code])

    @property
    def is_done(self) -> bool:
        return self.entry is not None and self.entry.is_done


@dataclass(frozen=True)
class Gate:
    """The gate before a phase: its items, and the decisions by which it may be passed all the same."""

    project: Project
    phase: str
    items: tuple[GateItem, ...] = ()
    overrides: tuple[GateOverride, ...] = ()

    @property
    def title(self) -> str:
        return word(PHASES, self.phase)

    @property
    def open_items(self) -> list[GateItem]:
        return [each for each in self.items if not each.is_done]

    @property
    def override(self) -> GateOverride | None:
        """The newest whose decision holds now."""
        return next((each for each in reversed(self.overrides) if each.decision.holds), None)

    @property
    def is_open(self) -> bool:
        """May the project pass?"""
        return not self.open_items or self.override is not None

    @property
    def is_behind(self) -> bool:
        """Has the project gone further than this?"""
        now = self.project.phase
        return now in PATH and PATH.index(Phase(self.phase)) <= PATH.index(Phase(now))


def gates_of(project: Project) -> list[Gate]:
    """All gates on the way of a project. Two statements."""
    entries = select(GateEntry).where(GateEntry.project_id == project.id).order_by(GateEntry.id)
    newest = {
        each.item: each for each in session().scalars(entries.options(joinedload(GateEntry.entered_by)))
    }
    options = (joinedload(GateOverride.decision), joinedload(GateOverride.recorded_by))
    found = select(GateOverride).where(GateOverride.project_id == project.id).order_by(GateOverride.id)
    overrides = session().scalars(found.options(*options)).all()
    return [
        Gate(
            project,
            phase,
            tuple(GateItem(project, phase, code, newest.get(code)) for code in items),
            tuple(each for each in overrides if each.phase == phase),
        )
        for phase, items in CHECKLISTS.items()
    ]


def gate_of(code: str, phase: str) -> Gate | None:
    """Loader for addresses: the gate before this phase of a project."""
    project = project_by_code(code) if phase in CHECKLISTS else None
    return next((each for each in gates_of(project) if each.phase == phase), None) if project else None


def item_of(code: str, item: str) -> GateItem | None:
    """Loader for addresses: an item of one of a project's gates."""
    gate = gate_of(code, PHASE_OF.get(item, ""))
    return next((each for each in gate.items if each.code == item), None) if gate else None


def shut_gates(project: Project, phase: str) -> list[Gate]:
    """The gates on the way to a phase that cannot be passed now."""
    on_the_way = gates_to(project.phase, phase)
    return [each for each in gates_of(project) if each.phase in on_the_way and not each.is_open]


def why_shut(gate: Gate) -> str:
    """What is open, in a sentence."""
    items: dict[str, Any] = {"phase": gate.title, "items": "; ".join(each.title for each in gate.open_items)}
    words = _(
        "Before the phase “%(phase)s” this is open: %(items)s. Tick it, or record the decision to go on."
    )
    return words % items
