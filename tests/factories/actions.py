"""Action items for tests."""

from __future__ import annotations

import itertools
from typing import Any

from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.database import session
from portal.projects.models import Project
from tests.support.times import NOW, days

_numbers = itertools.count(900_001)


def make_action(
    title: str = "Order the scanners",
    *,
    owner: Person | None = None,
    project: Project | None = None,
    created_by: Person | None = None,
    **values: Any,
) -> ActionItem:
    """An open action, due in a week; stored (flushed)."""
    defaults: dict[str, Any] = {"code": f"A-{next(_numbers)}", "due_on": days(7), "created_at": NOW}
    project_id = project.id if project is not None else None
    action = ActionItem(
        title=title, owner=owner, project_id=project_id, created_by=created_by, **{**defaults, **values}
    )
    session().add(action)
    session().flush()
    return action
