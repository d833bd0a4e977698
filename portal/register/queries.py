"""Reading the register: timelines for pages, proofs and roots for receipts.

Every function takes `session=` and otherwise uses the one of this request or command.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import CompoundSelect, Select, select, union
from sqlalchemy.orm import Session

from portal import database
from portal.register import tree
from portal.register.history import HistoryEntry
from portal.register.models import CHECKPOINT, ENTRY, HEAD, PAYLOAD, SUBJECT

__all__ = [
    "HistoryEntry",
    "consistency_proof",
    "current_size",
    "history_of",
    "history_of_project",
    "inclusion_proof",
    "latest_checkpoint",
    "latest_seq",
    "log_id",
    "root",
]


class Recorded(Protocol):
    @property
    def uid(self) -> Any: ...


def history_of(
    subject: Recorded,
    *,
    limit: int = 50,
    before: int | None = None,
    include_restricted: bool = False,
    session: Session | None = None,
) -> list[HistoryEntry]:
    """A record's story, newest first. One statement. `before`: the `seq` where the previous page ended."""
    seqs = _page(SUBJECT.c.subject == subject.uid, limit, before)
    if not include_restricted:
        seqs = seqs.where(SUBJECT.c.is_restricted.is_(False))
    return _told(session, seqs)


def history_of_project(
    project: Recorded, *, limit: int = 50, before: int | None = None, session: Session | None = None
) -> list[HistoryEntry]:
    """Everything in a project and about itself, newest first; nothing restricted. One statement."""
    inside = _page(SUBJECT.c.project == project.uid, limit, before).subquery()
    itself = (
        _page(SUBJECT.c.subject == project.uid, limit, before)
        .where(SUBJECT.c.is_restricted.is_(False))
        .subquery()
    )
    both = union(select(inside.c.seq), select(itself.c.seq))
    return _told(session, both.order_by(both.selected_columns.seq.desc()).limit(limit))


def _page(belongs: Any, limit: int, before: int | None) -> Select[tuple[int]]:
    seqs = select(SUBJECT.c.seq).where(belongs).order_by(SUBJECT.c.seq.desc()).limit(limit)
    return seqs if before is None else seqs.where(SUBJECT.c.seq < before)


def _told(session: Session | None, seqs: Select[tuple[int]] | CompoundSelect[Any]) -> list[HistoryEntry]:
    page = seqs.subquery()
    statement = (
        select(ENTRY.c.seq, ENTRY.c.entry, PAYLOAD.c.body)
        .select_from(
            page.join(ENTRY, ENTRY.c.seq == page.c.seq).outerjoin(PAYLOAD, PAYLOAD.c.seq == page.c.seq)
        )
        .order_by(ENTRY.c.seq.desc())
    )
    return [HistoryEntry(*row) for row in _unit(session).execute(statement)]


def _unit(session: Session | None) -> Session:
    return session or database.session()


def log_id(*, session: Session | None = None) -> str:
    """The register's own name, a UUID that stands in every entry."""
    return str(_unit(session).execute(select(HEAD.c.log)).scalar_one())


def current_size(*, session: Session | None = None) -> int:
    """How many entries there are; also the `seq` of the newest."""
    return int(_unit(session).execute(select(HEAD.c.size)).scalar_one())


def root(size: int, *, session: Session | None = None) -> bytes:
    """The root over the first `size` entries, 32 bytes (RFC 6962). LookupError if there are fewer."""
    if size == 0:
        return tree.EMPTY
    packed = _unit(session).execute(select(ENTRY.c.frontier).where(ENTRY.c.seq == size)).scalar_one_or_none()
    if packed is None:
        raise LookupError(f"the register does not have {size} entries")
    return tree.fold(tree.split(packed))


def inclusion_proof(seq: int, size: int | None = None, *, session: Session | None = None) -> list[bytes]:
    """The audit path of entry `seq` among `size` entries (default: all), 32 bytes each (RFC 6962, 2.1.1).

    Its leaf has the index `seq - 1`. LookupError if there is no such entry or tree.
    """
    unit = _unit(session)
    wanted = current_size(session=unit) if size is None else size
    if not 1 <= seq <= wanted:
        raise LookupError(f"entry {seq} is not among {wanted}")
    return _roots(unit, tree.inclusion_ranges(seq - 1, wanted))


def consistency_proof(old: int, new: int, *, session: Session | None = None) -> list[bytes]:
    """Proof that the first `old` entries are a prefix of the first `new`, 32 bytes each (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        raise LookupError(f"{old} entries cannot come before {new}")
    return _roots(_unit(session), tree.consistency_ranges(old, new))


def _roots(unit: Session, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """The roots over ranges of leaves, from two rows each, read in one statement."""
    seqs = {seq for _low, high in ranges for seq in (high - 1, high)}
    rows = unit.execute(select(ENTRY.c.seq, ENTRY.c.leaf, ENTRY.c.frontier).where(ENTRY.c.seq.in_(seqs)))
    stored = {row.seq: row for row in rows}
    if missing := seqs - stored.keys() - {0}:
        raise LookupError(f"the register does not have the entries {sorted(missing)}")
    return [
        tree.range_root(
            low, high, tree.split(stored[high - 1].frontier) if high > 1 else [], stored[high].leaf
        )
        for low, high in ranges
    ]


def latest_seq(subject: Recorded, event: str, *, session: Session | None = None) -> int | None:
    """The newest entry of this event about this record: what a later act supersedes."""
    unit = _unit(session)
    found = select(ENTRY.c.seq, ENTRY.c.entry).join(SUBJECT, SUBJECT.c.seq == ENTRY.c.seq)
    for row in unit.execute(found.where(SUBJECT.c.subject == subject.uid).order_by(ENTRY.c.seq.desc())):
        if json.loads(row.entry)["type"] == event:
            return int(row.seq)
    return None


def latest_checkpoint(*, session: Session | None = None) -> tuple[int, str] | None:
    """Size and signed note of the newest checkpoint."""
    newest = select(CHECKPOINT.c.size, CHECKPOINT.c.note).order_by(CHECKPOINT.c.size.desc()).limit(1)
    row = _unit(session).execute(newest).one_or_none()
    return (row.size, row.note) if row else None
