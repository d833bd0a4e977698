"""The blueprint of the portfolio's API."""

from __future__ import annotations

from portal.core.api import ApiBlueprint

bp = ApiBlueprint("projects", __name__)
