"""The record as one file that proves itself: its lines, and the register's entries about them with their proofs.

`python standalone.py bundle FILE` checks it without the portal: each entry leads to the root that the file
names, and its content is what the entry committed to.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from portal.accountability.lines import Line
from portal.accountability.moments import CHUNK
from portal.accountability.records import Record
from portal.database import session
from portal.register.models import ENTRY, PAYLOAD, SUBJECT
from portal.register.queries import current_size, inclusion_proof, latest_checkpoint, log_id, root

FORMAT = "accord-bundle/1"


def bundle_of(record: Record, now: dt.datetime) -> dict[str, Any]:
    """Plain values, ready for JSON. Hashes and salts are base64, the root is hexadecimal as people quote it."""
    size = current_size()
    checkpoint = latest_checkpoint()
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "project": {"code": record.project.code, "name": record.project.name},
        "on": record.moment.day.isoformat(),
        "recorded_by_then": record.moment.seq,
        "sections": [
            {"key": section.key, "title": section.title, "lines": [line_of(each) for each in section.lines]}
            for section in record.sections
        ],
        "log": log_id(),
        "size": size,
        "root": root(size).hex(),
        "checkpoint": checkpoint[1] if checkpoint else None,
        "proofs": list(_proofs(_entries_behind(record), size)),
    }


def line_of(line: Line) -> dict[str, Any]:
    return {
        "what": line.what,
        "who": line.who,
        "terms": line.terms,
        "since": line.since,
        "entry": line.seq,
        "recorded_later": line.recorded_later,
        "ended_later": line.ended_later,
    }


def _entries_behind(record: Record) -> list[int]:
    """The numbers of all entries about the lines' records. What is restricted stays where it is."""
    subjects = {line.subject for section in record.sections for line in section.lines if line.subject}
    return sorted(_seqs(list(subjects)))


def _seqs(subjects: list[uuid.UUID]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(subjects), CHUNK):
        part = subjects[start : start + CHUNK]
        found.update(
            session().scalars(
                select(SUBJECT.c.seq).where(SUBJECT.c.subject.in_(part), SUBJECT.c.is_restricted.is_(False))
            )
        )
    return found


def _proofs(seqs: list[int], size: int) -> Iterable[dict[str, Any]]:
    columns = (ENTRY.c.seq, ENTRY.c.entry, PAYLOAD.c.salt, PAYLOAD.c.body)
    for start in range(0, len(seqs), CHUNK):
        statement = (
            select(*columns)
            .select_from(ENTRY.outerjoin(PAYLOAD, PAYLOAD.c.seq == ENTRY.c.seq))
            .where(ENTRY.c.seq.in_(seqs[start : start + CHUNK]))
            .order_by(ENTRY.c.seq)
        )
        for seq, entry, salt, body in session().execute(statement).all():
            yield {
                "seq": seq,
                "entry": entry.decode(),
                "salt": base64.b64encode(salt).decode() if salt is not None else None,
                "payload": body.decode("utf-8", "surrogateescape") if body is not None else None,
                "path": [base64.b64encode(each).decode() for each in inclusion_proof(seq, size)],
            }
