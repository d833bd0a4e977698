"""The blueprint that all of accounts' API hangs on."""

from __future__ import annotations

from portal.core.api import ApiBlueprint

bp = ApiBlueprint("accounts", __name__)
