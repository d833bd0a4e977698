"""Two who act on the same record at the same moment: the second waits, looks again, and is told."""

from __future__ import annotations

from portal.core.errors import Stale
from portal.database import session
from portal.steering.models import Decision, Meeting, SteeringGroup


def hold(record: Decision | Meeting | SteeringGroup, *, again: tuple[str, ...] = ()) -> None:
    """Nobody else acts on this record until our transaction ends; `Stale` if somebody did since we read it.

    `again`: collections that are read anew, because others may have added to them without touching it.
    On SQLite the transaction is the only writer anyway.
    """
    session().flush()
    before = record.version
    names = ["version"] if isinstance(record, SteeringGroup) else ["state", "version"]
    session().refresh(record, attribute_names=names, with_for_update=True)
    if record.version != before:
        raise Stale(record)
    if again:
        session().expire(record, again)
