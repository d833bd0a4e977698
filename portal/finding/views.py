"""The page of the search box."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import SIGNED_IN, require
from portal.core.web import PageBlueprint
from portal.finding.kinds import GROUPS
from portal.finding.queries import SearchFilters, find

bp = PageBlueprint("finding", __name__)


@bp.get("/search")
@require(SIGNED_IN)
def index() -> Any:
    filters = SearchFilters.from_request()
    page = find(current_user, filters)
    return render_template("finding/index.html", page=page, filters=filters, groups=_groups(filters))


def _groups(filters: SearchFilters) -> list[dict[str, Any]]:
    """The choices of kinds as tabs: everything, then each group."""
    chosen = filters.kind if filters.kind in GROUPS else None
    every = {"label": _("Everything"), "url": filters.url(kind=None), "is_current": chosen is None}
    return [every] + [
        {"label": group.label, "url": filters.url(kind=name), "is_current": chosen == name}
        for name, group in GROUPS.items()
    ]
