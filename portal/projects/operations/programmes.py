"""Creating and changing programmes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, select

from portal.accounts.models import Person
from portal.database import session
from portal.projects import changes, events
from portal.projects.models import Programme
from portal.projects.operations.projects import check_code
from portal.register.operations import record


def create_programme(
    *,
    code: str,
    name: str,
    by: Person | None,
    now: dt.datetime,
    purpose: str = "",
    rating_points: int = 5,
) -> Programme:
    """Projects that serve one change are steered and read together."""
    check_code(code, is_taken=session().scalar(select(exists().where(Programme.code == code))))
    programme = Programme(code=code, name=name, purpose=purpose, rating_points=rating_points)
    session().add(programme)
    session().flush()
    record(events.PROGRAMME_CREATED, programme, by=by, now=now, purpose=purpose)
    return programme


def edit_programme(
    programme: Programme, *, name: str, purpose: str, rating_points: int, by: Person, now: dt.datetime
) -> None:
    """What changed stands in the register, with what it was before."""
    changed = changes.apply(programme, {"name": name, "purpose": purpose, "rating_points": rating_points})
    if changed:
        before, after = changed
        record(events.PROGRAMME_EDITED, programme, by=by, now=now, before=before, after=after)
