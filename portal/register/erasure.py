"""Erasing a content: what may go, and how it goes. The operation is `operations.erase`."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.core.errors import Refused
from portal.register import events, index
from portal.register.encoding import RESTRICTED
from portal.register.models import ENTRY, HEAD, PAYLOAD, SUBJECT
from portal.register.writing import Pending, append_waiting

NEVER_ERASED = frozenset({events.ERASED.key, events.KEY_ADOPTED.key})
APPROVERS = 2


@dataclass(frozen=True)
class Line:
    """An entry as the subject of another: it shows in the same timeline, named by its number alone."""

    uid: uuid.UUID
    register_kind: str
    label: str

    def register_label(self) -> str:
        return self.label


def the_register(session: Session) -> Line:
    """The register as a subject of entries about itself."""
    return Line(uuid.UUID(session.execute(select(HEAD.c.log)).scalar_one()), "register", "register")


def erasable(session: Session, seq: int, approvers: int) -> Line:
    """The line of an entry whose content may be erased; refuses otherwise."""
    if approvers < APPROVERS:
        raise Refused(_("An erasure must be approved by two people."))
    stored = _stored(session, seq)
    if stored is None:
        raise Refused(_("Entry %(number)s has no content to erase.", number=seq))
    entry, payload = json.loads(stored[0]), json.loads(stored[1])
    if entry["type"] in NEVER_ERASED:
        raise Refused(_("This entry keeps the register verifiable; its content stays."))
    if entry["type"] == RESTRICTED:
        return Line(the_register(session).uid, "register", f"#{seq}")
    return Line(uuid.UUID(entry["object"]), payload["object"]["kind"], f"#{seq}")


def carry_out(session: Session, seq: int, announced: Pending) -> None:
    """Delete what was announced; the entry stands first, for the database deletes nothing unannounced."""
    announced.idem = f"erasure/{seq}"
    append_waiting(session)
    entry, payload = _stored(session, seq) or (b"{}", None)
    for row in index.derive(seq, entry, payload):
        session.execute(delete(SUBJECT).where(SUBJECT.c.subject == row.subject, SUBJECT.c.seq == seq))
    session.execute(delete(PAYLOAD).where(PAYLOAD.c.seq == seq))
    if remaining := [row._asdict() for row in index.derive(seq, entry, None)]:
        session.execute(insert(SUBJECT), remaining)


def _stored(session: Session, seq: int) -> tuple[bytes, bytes] | None:
    joined = ENTRY.join(PAYLOAD, PAYLOAD.c.seq == ENTRY.c.seq)
    found = session.execute(
        select(ENTRY.c.entry, PAYLOAD.c.body).select_from(joined).where(ENTRY.c.seq == seq)
    )
    row = found.one_or_none()
    return (row.entry, row.body) if row else None
