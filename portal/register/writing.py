"""The append: acts wait in their session and become entries when its transaction commits.

Business statements go first, then the head row is locked, then the entries are written, then comes COMMIT:
the lock is held as briefly as it can be, and no act is ever stored without its entry or the other way
round.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, event, select, update
from sqlalchemy.orm import Session, SessionTransaction

from portal.core.errors import Refused
from portal.database import store_many
from portal.register import tree
from portal.register.encoding import SALT_BYTES, Act, seal
from portal.register.index import rows_of
from portal.register.models import ENTRY, HEAD, PAYLOAD, SUBJECT

QUEUE = "register.queue"
BATCH = 1000


class AlreadyRecorded(Refused):
    """This submission was carried out before: its idempotency key stands in the register at `seq`."""

    def __init__(self, key: str, seq: int) -> None:
        super().__init__(_("This was already recorded, as entry %(number)s.", number=seq))
        self.key = key
        self.seq = seq


class RegisterBroken(Exception):
    """The stored register contradicts itself; nothing more is written or signed until somebody has looked."""


class ActContext(Protocol):
    """What the web layer puts into `session.info["act"]`."""

    auth: str
    key: str | None


class Pending:
    """An act that waits for its commit; `seq` is its entry's number from then on."""

    def __init__(self, resolve: Callable[[], Act], moment: str, idem: str | None = None) -> None:
        self.resolve = resolve
        self.moment = moment
        self.idem = idem
        self.seq: int | None = None


class Queue:
    """The acts of one session's transaction, and how many there were when each savepoint began."""

    def __init__(self) -> None:
        self.waiting: list[Pending] = []
        self.marks: dict[SessionTransaction, int] = {}


def act_context(session: Session) -> ActContext | None:
    return session.info.get("act")


def enqueue(session: Session, pending: Pending) -> Pending:
    if not session.in_transaction():
        session.begin()  # so that its end, however it comes, empties the queue
    queue = session.info.setdefault(QUEUE, Queue())
    queue.waiting.append(pending)
    return pending


@event.listens_for(Session, "before_commit")
def _append_at_commit(session: Session) -> None:
    if QUEUE in session.info and not session.in_nested_transaction():
        append_waiting(session)


@event.listens_for(Session, "after_transaction_create")
def _mark_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and (queue := session.info.get(QUEUE)):
        queue.marks[transaction] = len(queue.waiting)


@event.listens_for(Session, "after_soft_rollback")
def _forget_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and (queue := session.info.get(QUEUE)):
        del queue.waiting[queue.marks.get(transaction, 0) :]


@event.listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(QUEUE, None)


def append_waiting(session: Session) -> None:
    """Write the waiting acts now, inside the session's transaction."""
    queue: Queue | None = session.info.get(QUEUE)
    while queue and queue.waiting:
        session.flush()
        waiting, queue.waiting = queue.waiting, []
        connection = session.connection()
        context = act_context(session)
        append(connection, waiting, context.key if context else None)


@dataclass
class Head:
    """Where the register ends: everything the next entry builds on."""

    log: str
    size: int
    frontier: tree.Frontier
    ts: str


LOCK_HEAD = select(HEAD.c.log, HEAD.c.size).where(HEAD.c.id == 1).with_for_update()
LAST_ENTRY = select(ENTRY.c.entry, ENTRY.c.frontier).where(ENTRY.c.seq == bindparam("size"))
SAME_SUBMISSION = select(ENTRY.c.seq).where(ENTRY.c.idem == bindparam("idem"))
MOVE_HEAD = update(HEAD).where(HEAD.c.id == 1).values(size=bindparam("new_size"))
TABLES = (ENTRY, PAYLOAD, SUBJECT)


def lock_head(connection: Connection) -> Head:
    """Wait for our turn (PostgreSQL; on SQLite the transaction already is the only writer) and read the end.

    Two statements: only one that begins after the lock was granted sees what the previous writer committed.
    """
    locked = connection.execute(LOCK_HEAD).one()
    if not locked.size:
        return Head(locked.log, 0, [], "")
    last = connection.execute(LAST_ENTRY, {"size": locked.size}).one_or_none()
    if last is None:
        raise RegisterBroken(f"the head counts {locked.size} entries, but the last one is missing")
    return Head(locked.log, locked.size, tree.split(last.frontier), json.loads(last.entry)["ts"])


def append(connection: Connection, waiting: Iterable[Pending], key: str | None) -> None:
    """Give each act its place, in order, and write all of them in a few statements."""
    head = lock_head(connection)
    if key:
        _refuse_repetition(connection, key)
    rows = _rows(head, waiting, key)
    while batch := list(islice(rows, BATCH)):
        entries, payloads, subjects = zip(*batch, strict=True)
        for table, values in zip(TABLES, (entries, payloads, list(chain(*subjects))), strict=True):
            store_many(connection, table, values)
    connection.execute(MOVE_HEAD, {"new_size": head.size})


def _refuse_repetition(connection: Connection, key: str) -> None:
    """Whoever used the key before used its ordinal 0; the head's lock lets nobody slip in between."""
    idem = f"{key}:0"
    if found := connection.scalar(SAME_SUBMISSION, {"idem": idem}):
        raise AlreadyRecorded(key, found)


Rows = tuple[Mapping[str, Any], Mapping[str, Any], list[Mapping[str, Any]]]


def _rows(head: Head, waiting: Iterable[Pending], key: str | None) -> Iterator[Rows]:
    for ordinal, pending in enumerate(waiting):
        idem = pending.idem or (f"{key}:{ordinal}" if key else str(uuid.uuid4()))
        yield _row(head, pending, idem, secrets.token_bytes(SALT_BYTES))


def _row(head: Head, pending: Pending, idem: str, salt: bytes) -> Rows:
    """Seal one act onto the end. The register's clock never runs backwards; an older one is kept in `at`."""
    act = pending.resolve()
    if pending.moment < head.ts:
        act.payload["at"] = pending.moment
    head.ts = max(head.ts, pending.moment)
    seq = head.size + 1
    sealed = seal(act, log=head.log, seq=seq, ts=head.ts, salt=salt)
    leaf = tree.leaf_hash(sealed.entry)
    tree.append(head.frontier, head.size, leaf)
    head.size = pending.seq = seq
    frontier = b"".join(head.frontier)
    entry = {"seq": seq, "entry": sealed.entry, "leaf": leaf, "frontier": frontier, "idem": idem}
    return (
        entry,
        {"seq": seq, "salt": salt, "body": sealed.payload},
        [row._asdict() for row in rows_of(seq, act)],
    )
