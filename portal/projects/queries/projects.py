"""Which projects there are, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Department
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Appointment, Insider, Project


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Project` (join it first): may the actor see it? See `rules.read`."""
    if actor.reads_everything:
        return true()
    is_insider = exists().where(Insider.project_id == Project.id, Insider.person_id == actor.id)
    return or_(Project.is_confidential.is_(False), is_insider)


def project_by_code(code: str) -> Project | None:
    """Loader for addresses."""
    found: Project | None = _by_code(code).scalar_one_or_none()
    return found


@prepared
def _by_code(code: str) -> Any:
    """With its programme: each page of a project says it."""
    return select(Project).where(Project.code == code).options(joinedload(Project.programme))


def project_with_people(code: str) -> Project | None:
    """Loader of the overview, which says who answers for the project now and who did before."""
    found: Project | None = _with_people(code).scalar_one_or_none()
    return found


@prepared
def _with_people(code: str) -> Any:
    shown = joinedload(Project.programme), joinedload(Project.lead_department)
    people = selectinload(Project.appointments).joinedload(Appointment.person)
    return select(Project).where(Project.code == code).options(*shown, people)


def lead_departments() -> list[tuple[str, str]]:
    """(code, name) of the departments that lead a project, for a filter."""
    return [(code, name) for code, name in _lead_departments()]


@prepared
def _lead_departments() -> Any:
    leads = exists().where(Project.lead_department_id == Department.id)
    return select(Department.code, Department.name).where(leads).order_by(Department.name)


def insider_of(code: str, person_id: int) -> Insider | None:
    """Loader for addresses: this person among those who see the project of that code."""
    statement = select(Insider).join(Project).where(Insider.person_id == person_id, Project.code == code)
    return session().scalars(statement).one_or_none()


def project_by_id(project_id: int) -> Project | None:
    return session().get(Project, project_id)


def projects_by_ids(ids: Iterable[int]) -> dict[int, Project]:
    """Several at once, by id."""
    found = session().scalars(select(Project).where(Project.id.in_(list(ids))))
    return {project.id: project for project in found}


def seq_of(text: str | None) -> int | None:
    """The register number in an address at which a page of history begins; None for none, or for nonsense."""
    return int(text) if text and text.isdecimal() and len(text) < 16 else None
