"""Reads of the portfolio. `visible_to` is the one place that knows which projects an actor may see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select, true

from portal.accounts.actors import Actor
from portal.database import session
from portal.projects.models import Insider, Project


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Project` (join it first): may the actor see it? See `rules.read`."""
    if actor.reads_everything:
        return true()
    is_insider = exists().where(Insider.project_id == Project.id, Insider.person_id == actor.id)
    return or_(Project.is_confidential.is_(False), is_insider)


def project_by_code(code: str) -> Project | None:
    """Loader for addresses."""
    return session().scalars(select(Project).where(Project.code == code)).one_or_none()
