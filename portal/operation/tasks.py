"""What is tidied up when nobody clicks."""

from __future__ import annotations

from portal.core.idempotency import forget_old

TASKS = [forget_old]
