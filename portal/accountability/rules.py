"""Who may look back: whoever may see the project may see who answered for it."""

from __future__ import annotations

from portal.projects.rules import read

__all__ = ["read"]
