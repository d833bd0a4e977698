"""The search box in `/api/v1`: the same question, the same visibility."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_login import current_user
from pydantic import Field

from portal.core.access import SIGNED_IN, require
from portal.core.api import ApiBlueprint, Items, View
from portal.finding.queries import Hit, SearchFilters, find

bp = ApiBlueprint("finding", __name__)


class HitView(View):
    """A found record."""

    kind: str = Field(description="What it is, e.g. `decision`")
    id: int = Field(description="Its number among its kind")
    title: str
    excerpt: str = Field(description="The part of its text around the first asked word")
    address: str = Field(description="The path of its page")
    project: str | None = Field(description="The code of its project")
    updated_at: dt.datetime = Field(description="When what can be found of it last changed")


@bp.get("/search")
@require(SIGNED_IN)
@bp.input(SearchFilters, location="query", arg_name="filters")
@bp.output(Items[HitView])
def index(filters: SearchFilters) -> Any:
    """Records that have every word of `q`, as far as the caller may see them; title hits first, then the
    newest.
    """
    page = find(current_user, filters)
    return {"items": [hit_view(hit) for hit in page.items], "next": page.next}


def hit_view(hit: Hit) -> HitView:
    return HitView(
        kind=hit.entry.kind,
        id=hit.entry.record_id,
        title=hit.entry.title,
        excerpt=hit.excerpt.striptags(),
        address=hit.entry.address,
        project=hit.project_code,
        updated_at=hit.entry.updated_at,
    )
