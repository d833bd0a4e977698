"""The blueprint of steering in `/api/v1`, and how an act is carried out there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.api import ApiBlueprint
from portal.core.transactions import check_version
from portal.database import session

bp = ApiBlueprint("steering", __name__)


def carry_out(act: Callable[..., Any], record: Any, *, version: int | None = None, **values: Any) -> Any:
    """Do it on the version that was read, and give the record its new version."""
    check_version(record, version)
    result = act(record, **values, by=current_user.person, now=clock.now())
    session().flush()
    return result
