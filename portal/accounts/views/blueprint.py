"""The blueprint that all pages of accounts hang on."""

from __future__ import annotations

from portal.core.web import PageBlueprint

bp = PageBlueprint("accounts", __name__)
