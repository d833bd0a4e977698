"""`/api/v1/desk`: what is asked of the caller."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.api import ApiBlueprint
from portal.desk.queries import desk_of
from portal.desk.schemas import DeskView, desk_view

bp = ApiBlueprint("desk", __name__)


@bp.get("/desk")
@require(SIGNED_IN)
@bp.output(DeskView)
def show() -> Any:
    """The caller's desk, as on the first page."""
    return desk_view(desk_of(current_user, clock.now()), current_user.today)
