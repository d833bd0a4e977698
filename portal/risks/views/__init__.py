"""Pages of the risk register, one module per intention."""

from __future__ import annotations

from portal.risks.views import entering, matrices, moving, register, reviewing, showing
from portal.risks.views.blueprint import NAVIGATION, bp

__all__ = ["NAVIGATION", "bp", "entering", "matrices", "moving", "register", "reviewing", "showing"]
