"""What happens when nobody clicks."""

from __future__ import annotations

from portal.stance.persons import erase_expired

TASKS = [erase_expired]
