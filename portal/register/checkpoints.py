"""Checkpoints: the register's state, signed. What is signed was read back and recomputed first."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal import database
from portal.register import erasure, events, standalone, tree
from portal.register.encoding import instant
from portal.register.models import CHECKPOINT, ENTRY, PAYLOAD
from portal.register.operations import record
from portal.register.queries import current_size, latest_checkpoint, log_id, root
from portal.register.signing import SigningKey, origin, sign_checkpoint
from portal.register.writing import RegisterBroken, append_waiting, lock_head


def checkpoint(now: dt.datetime, key: SigningKey, *, session: Session | None = None) -> str | None:
    """Sign the state of the register; None if nothing was ever recorded. Does not commit.

    A key that signs for the first time is announced by an entry, so that verifiers learn it from the
    register. Raises `RegisterBroken`, and signs nothing, where the rows do not lead from the last
    checkpoint to the last entry.
    """
    unit = session or database.session()
    append_waiting(unit)
    lock_head(unit.connection())
    last = latest_checkpoint(session=unit)
    size = current_size(session=unit)
    if size == 0 or (last and last[0] == size):
        return last[1] if last else None
    log = log_id(session=unit)
    _announce(unit, key, log, now)
    size = current_size(session=unit)
    note = sign_checkpoint(key, log, size, _recomputed_root(unit, last, size), instant(now))
    unit.execute(insert(CHECKPOINT).values(size=size, note=note))
    return note


def signed_at(note: str) -> dt.datetime:
    """The instant in a checkpoint of ours."""
    return dt.datetime.fromisoformat(note.split("\n")[3])


def _announce(unit: Session, key: SigningKey, log: str, now: dt.datetime) -> None:
    """Once per key: rotation is an entry too, and notes signed with the old key stay valid."""
    name = origin(log)
    idem = _announcement(key.hint(name))
    if unit.execute(select(ENTRY.c.seq).where(ENTRY.c.idem == idem)).one_or_none():
        return
    pending = record(
        events.KEY_ADOPTED,
        erasure.the_register(unit),
        by=None,
        now=now,
        session=unit,
        name=key.hint(name).hex(),
        key=key.verifier(name),
    )
    pending.idem = idem
    append_waiting(unit)


def _announcement(hint: bytes) -> str:
    return f"key/{hint.hex()}"


def _recomputed_root(unit: Session, last: tuple[int, str] | None, size: int) -> bytes:
    """Read the rows since the last checkpoint back, and climb from its root to ours."""
    reached, frontier = (last[0], _signed_frontier(unit, *last)) if last else (0, [])
    rows = select(ENTRY.c.seq, ENTRY.c.entry, ENTRY.c.leaf, ENTRY.c.frontier).where(ENTRY.c.seq > reached)
    for row in unit.execute(rows.order_by(ENTRY.c.seq), execution_options={"yield_per": 1000}):
        leaf = tree.leaf_hash(row.entry)
        tree.append(frontier, reached, leaf)
        reached += 1
        if (row.seq, row.leaf, row.frontier) != (reached, leaf, b"".join(frontier)):
            raise RegisterBroken(f"entry {row.seq} does not follow from entry {reached - 1}")
    if reached != size:
        raise RegisterBroken(f"the head counts {size} entries, the last one is {reached}")
    return tree.fold(frontier)


def _signed_frontier(unit: Session, size: int, text: str) -> tree.Frontier:
    """The frontier of the last checkpoint, provided that what was signed is still what is stored."""
    note = standalone.read_note("the last checkpoint", text)
    if note.size != size or root(size, session=unit) != note.root:
        raise RegisterBroken(f"the first {size} entries are not those that were signed")
    if not standalone.is_trusted(note, _announced_keys(unit, note)):
        raise RegisterBroken(f"the checkpoint of {size} entries is not signed by a key of this register")
    packed = unit.execute(select(ENTRY.c.frontier).where(ENTRY.c.seq == size)).scalar_one()
    return tree.split(packed)


def _announced_keys(unit: Session, note: standalone.Note) -> list[standalone.Key]:
    idems = [_announcement(hint) for _name, hint, _signature in note.signatures]
    joined = ENTRY.join(PAYLOAD, PAYLOAD.c.seq == ENTRY.c.seq)
    bodies = unit.scalars(select(PAYLOAD.c.body).select_from(joined).where(ENTRY.c.idem.in_(idems)))
    return [standalone.read_key(json.loads(body)["details"]["key"]) for body in bodies]
