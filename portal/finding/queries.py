"""Asking the index for one person: what they may see, with the names of the projects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from markupsafe import Markup
from pydantic import BeforeValidator, Field
from sqlalchemy import ColumnElement, or_, select

from portal.accounts.actors import Actor
from portal.core.lists import MAX_LIMIT, Filters, OptionalText
from portal.database import session
from portal.finding.excerpts import excerpt, marked
from portal.finding.kinds import GROUPS, kind_words
from portal.projects.models import Project
from portal.projects.queries import visible_to
from portal.search.models import SearchEntry
from portal.search.queries import search
from portal.search.questions import LONGEST


def _shortened(value: Any) -> Any:
    """A long question is cut rather than refused: somebody pasted a paragraph."""
    return value.replace("\x00", "").strip()[:LONGEST] or None if isinstance(value, str) else value


class SearchFilters(Filters):
    """What was typed, the group of kinds, and the page."""

    q: Annotated[str | None, BeforeValidator(_shortened)] = Field(
        None, description="Words; all must be there"
    )
    kind: OptionalText = Field(None, description=f"One of: {', '.join(GROUPS)}")
    limit: int = Field(default=20, ge=1, le=MAX_LIMIT)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of records behind the chosen group; an unknown group is no filter."""
        return GROUPS[self.kind].kinds if self.kind in GROUPS else ()


@dataclass(frozen=True)
class Hit:
    """A found record as the reader sees it. `project_code` and `project_name` are None without a project."""

    entry: SearchEntry
    kind_words: str
    title: Markup
    excerpt: Markup
    project_code: str | None
    project_name: str | None


@dataclass(frozen=True)
class Hits:
    """One page; `is_question` is false where nothing was typed that could be looked for."""

    items: list[Hit]
    filters: SearchFilters
    next: str | None
    is_question: bool
    previous_url: None = None

    @property
    def next_url(self) -> str | None:
        return self.filters.url(after=self.next) if self.next else None


def find(actor: Actor, filters: SearchFilters) -> Hits:
    """What `actor` may see of what was asked for. At most three SQL statements."""
    found = search(
        filters.q or "",
        visible=visible_entries(actor),
        kinds=filters.kinds,
        after=filters.after,
        limit=filters.limit,
    )
    projects = _names({entry.project_id for entry in found.entries if entry.project_id})
    hits = []
    for entry in found.entries:
        code, name = projects.get(entry.project_id or 0, (None, None))
        title, text = marked(entry.title, found.question), excerpt(entry.text, found.question)
        hits.append(Hit(entry, kind_words(entry.kind), title, text, code, name))
    return Hits(hits, filters, found.next, bool(found.question))


def visible_entries(actor: Actor) -> ColumnElement[bool] | None:
    """A condition on `SearchEntry`: what stands outside projects is for everybody who is signed in."""
    if actor.reads_everything:
        return None
    projects = select(Project.id).where(visible_to(actor))
    return or_(SearchEntry.project_id.is_(None), SearchEntry.project_id.in_(projects))


def _names(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    if not ids:
        return {}
    rows: Sequence[Any] = (
        session().execute(select(Project.id, Project.code, Project.name).where(Project.id.in_(ids))).all()
    )
    return {row.id: (row.code, row.name) for row in rows}
