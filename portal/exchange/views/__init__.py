"""Pages of import and export."""

from __future__ import annotations

from portal.exchange.views import exports, imports, mappings
from portal.exchange.views.blueprint import NAVIGATION, bp

__all__ = ["NAVIGATION", "bp", "exports", "imports", "mappings"]
