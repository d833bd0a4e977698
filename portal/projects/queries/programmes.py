"""Programmes, with how their projects stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from sqlalchemy import func, or_, select

from portal.accounts.actors import Actor
from portal.accounts.models import fold
from portal.core.lists import Filters, OptionalText, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Programme, Project, Rating
from portal.projects.queries.projects import visible_to


class ProgrammeFilters(Filters):
    default_sort: ClassVar[str] = "name"
    sortable: ClassVar[tuple[str, ...]] = ("name", "code")

    q: OptionalText = None


def all_programmes() -> list[tuple[str, str]]:
    """(code, name) for a filter or a choice."""
    return [(code, name) for code, name in _all_programmes()]


@prepared
def _all_programmes() -> Any:
    return select(Programme.code, Programme.name).order_by(Programme.folded_name)


def programme_by_code(programme_code: str) -> Programme | None:
    """Loader for addresses."""
    return session().scalars(select(Programme).where(Programme.code == programme_code)).one_or_none()


def list_programmes(filters: ProgrammeFilters) -> Page[Programme]:
    statement = select(Programme)
    if filters.q:
        by_name = Programme.folded_name.contains(fold(filters.q), autoescape=True)
        statement = statement.where(or_(by_name, Programme.code.icontains(filters.q, autoescape=True)))
    sorts = {
        "name": Sort(Programme.folded_name, lambda row: row.folded_name),
        "code": Sort(Programme.code, lambda row: row.code),
    }
    return paginate(statement, filters, sorts=sorts, key=Programme.id)


def ratings_by_programme(programme_ids: Iterable[int], actor: Actor) -> dict[int, dict[str, int]]:
    """How many of the projects that the actor may see are rated how, worst first. One statement."""
    statement = (
        select(Project.programme_id, Project.said_rating, func.count())
        .where(Project.programme_id.in_(list(programme_ids)), visible_to(actor))
        .group_by(Project.programme_id, Project.said_rating)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = sorted(session().execute(statement), key=lambda row: -Rating(row[1]).rank)
    for programme_id, rating, count in rows:
        found[programme_id or 0][rating] = count
    return found
