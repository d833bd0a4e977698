"""Groups, meetings and decisions in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from portal.steering.api import decisions, groups, interests, meetings, outcomes, preparing
from portal.steering.api.blueprint import bp

__all__ = ["bp", "decisions", "groups", "interests", "meetings", "outcomes", "preparing"]
