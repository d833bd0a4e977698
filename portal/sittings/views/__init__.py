"""Pages of a running meeting."""

from __future__ import annotations

from portal.sittings import telling
from portal.sittings.views import acting, deciding, screens, voting
from portal.sittings.views.pages import bp

__all__ = ["acting", "bp", "deciding", "screens", "telling", "voting"]
