"""The first page of everybody."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.commitments.versions import changes
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.web import Destination, PageBlueprint
from portal.desk.queries import desk_of

bp = PageBlueprint("desk", __name__)
NAVIGATION = [Destination(_l("Desk"), "desk.index", "home", order=10)]


@bp.get("/")
@require(SIGNED_IN)
def index() -> Any:
    desk = desk_of(current_user, clock.now())
    return render_template("desk/index.html", desk=desk, today=current_user.today, changes=changes)
