"""Single risks, and which of them an actor may see."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, not_, select, true
from sqlalchemy.orm import joinedload

from portal.accounts.actors import Actor
from portal.accounts.queries.numbers import LARGEST
from portal.database import session
from portal.projects import queries as projects
from portal.projects.models import Appointment, AppointmentRole, Phase, Project
from portal.risks.models import OVER, Risk, RiskScore

_PEOPLE = (
    joinedload(Risk.owner),
    joinedload(Risk.created_by),
    joinedload(Risk.accepted_by),
    joinedload(Risk.acceptance_asked_by),
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Risk` alone, the same as `rules.read`: it does not lie in a project that is hidden."""
    if actor.reads_everything:
        return true()
    hidden = select(Project.id).where(not_(projects.visible_to(actor))).correlate(None)
    return Risk.project_id.not_in(hidden)


def risk_by_id(risk_id: int) -> Risk | None:
    """Loader for addresses, with project and people."""
    if not 0 < risk_id <= LARGEST:
        return None
    return session().get(Risk, risk_id, options=[joinedload(Risk.project), *_PEOPLE])


def risk_by_code(code: str) -> Risk | None:
    return session().scalars(select(Risk).where(Risk.code == code)).one_or_none()


def of_project(project: Project) -> Sequence[Risk]:
    """All risks of a project with their owners, alive and past, worst first. One statement."""
    statement = select(Risk).where(Risk.project_id == project.id).options(joinedload(Risk.owner))
    return session().scalars(statement.order_by(Risk.rank.desc(), Risk.id)).all()


def scores_of(risk: Risk) -> Sequence[RiskScore]:
    """Its history, oldest first, with who scored. One statement."""
    statement = (
        select(RiskScore)
        .where(RiskScore.risk_id == risk.id)
        .options(joinedload(RiskScore.scored_by))
        .order_by(RiskScore.id)
    )
    return session().scalars(statement).all()


def projects_to_keep(actor: Actor, limit: int = 200) -> Sequence[Project]:
    """Projects in whose register the actor may enter a risk, by code."""
    if actor.only_reads:
        return []
    statement = select(Project).where(projects.visible_to(actor), Project.phase != Phase.CLOSED)
    if not actor.keeps_portfolio:
        managed = select(Appointment.project_id).where(
            Appointment.person_id == actor.id,
            Appointment.role == AppointmentRole.MANAGER,
            Appointment.holding_on(actor.today),
        )
        statement = statement.where(Project.id.in_(managed))
    return session().scalars(statement.order_by(Project.code).limit(limit)).all()


def is_alive() -> ColumnElement[bool]:
    """Said by what it is not: SQLite then walks the index of the list's order, where `IN` would sort all."""
    return Risk.state.not_in(OVER)
