"""Two entries that turn out to be one person: a handle from minutes, and the account it belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select, update

from portal.accounts import events
from portal.accounts.models import Person, RoleGrant
from portal.accounts.operations.people import forget_credentials, insist_on_current
from portal.accounts.queries.references import Moving, Reference, references, what_moves
from portal.core.errors import Refused
from portal.database import session
from portal.register.operations import record

Handler = Callable[[Person, Person, dt.datetime], None]
_handlers: list[Handler] = []


def after_merger(handler: Handler) -> Handler:
    """For features above: be called with (merged, survivor, now) once the references have moved.

    Where a person may now stand twice without a unique constraint (two memberships in one group), tidy up
    there.
    """
    if handler not in _handlers:
        _handlers.append(handler)
    return handler


def preview_merger(person: Person, into: Person) -> list[Moving]:
    """What `merge_people` would move, by table; says no as it would."""
    _insist_on_two(person, into)
    return what_moves(person, into)


def merge_people(person: Person, *, into: Person, by: Person | None, now: dt.datetime) -> None:
    """Everything that names `person` names `into` from here on. Both stay: the merged one as a pointer.

    Where both stand in a record that can name somebody only once (a meeting's attendance, a position), the
    survivor's entry counts and the other goes into the register. Keys to the merged account are void. Nobody
    merges themselves: it would be a way to a role that nobody granted.
    """
    _insist_on_two(person, into)
    if by is not None and by.id in {person.id, into.id}:
        raise Refused(_("Nobody merges themselves. Ask another administrator."))
    _lock(person, into)
    moved: dict[str, int] = {}
    dropped: list[dict[str, str]] = []
    for reference in references():
        dropped += _drop_twins(reference, person, into)
        _move(reference, person, into, moved)
    _close(person, into, now)
    record(
        events.MERGED,
        into,
        by=by,
        now=now,
        about=[person],
        other=person.name,
        other_key=person.key,
        moved=moved,
        dropped=dropped,
    )
    for handler in _handlers:
        handler(person, into, now)


def _insist_on_two(person: Person, into: Person) -> None:
    insist_on_current(person)
    insist_on_current(into)
    if person.id == into.id:
        raise Refused(_("This is one and the same entry."))
    if person.password_hash and not into.password_hash:
        raise Refused(_("%(name)s has an account: merge the other entry into this one.", name=person.name))
    pair = {person.id, into.id}
    between = select(RoleGrant.id).where(RoleGrant.person_id.in_(pair), RoleGrant.granted_by_id.in_(pair))
    if session().scalars(between).first() is not None:
        raise Refused(_("One of them granted the other a role: they cannot be the same person."))


def _lock(person: Person, into: Person) -> None:
    session().flush()
    pair = or_(Person.id == person.id, Person.id == into.id)
    session().execute(select(Person.id).where(pair).order_by(Person.id).with_for_update())


def _drop_twins(reference: Reference, person: Person, into: Person) -> list[dict[str, str]]:
    """Remove rows that could not move beside the survivor's own.

    What they said is returned for the register.
    """
    if not reference.unique_with:
        return []
    twice = reference.names_twice(person, into)
    rows = session().execute(select(reference.table).where(twice)).mappings().all()
    if rows:
        session().execute(delete(reference.table).where(twice))
    return [_said(reference, row) for row in rows]


def _said(reference: Reference, row: Any) -> dict[str, str]:
    values = {name: str(value) for name, value in row.items() if value is not None}
    return {"table": reference.table.name, **values}


def _move(reference: Reference, person: Person, into: Person, moved: dict[str, int]) -> None:
    statement = update(reference.table).where(reference.names(person)).values({reference.column: into.id})
    count: int = session().execute(statement).rowcount  # type: ignore[attr-defined]  # a cursor result
    if count:
        moved[reference.table.name] = moved.get(reference.table.name, 0) + count


def _close(person: Person, into: Person, now: dt.datetime) -> None:
    """The merged entry is a pointer from here on; what the survivor lacked is taken over."""
    session().expire_all()
    address, person.email = person.email, None if into.email is None else person.email
    person.password_hash = None
    person.is_active = False
    forget_credentials(person, now)
    person.merged_into = into
    session().flush()
    into.email = into.email or address
    into.title = into.title or person.title
    into.department = into.department or person.department
