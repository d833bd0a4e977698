"""What happens to imports when nobody clicks."""

from __future__ import annotations

from portal.exchange.operations import delete_old_files, mark_interrupted

TASKS = [delete_old_files, mark_interrupted]
