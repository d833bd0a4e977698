"""The texts of the synthetic asks that wait for an answer: without them nobody would owe one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select

from portal.agreements.models import CapacityKind
from portal.agreements.seen import digest_of
from portal.commitments.agreed import PURPOSE, TO_ASKER, TO_HEAD
from portal.commitments.models import OPEN, Commitment, State
from portal.database import session

COLUMNS = (
    *(Commitment.id, Commitment.code, Commitment.project_id, Commitment.department_id, Commitment.head_id),
    *(Commitment.requester_id, Commitment.state, Commitment.share_percent, Commitment.statement),
    *(Commitment.requested_on, Commitment.answer_due_on),
)


class Asks:
    """Rows of agreements for every open commitment from a number on; ids continue after what is there."""

    def __init__(
        self, first: int, agreement: int, version: int, uid: Callable[[], uuid.UUID], now: dt.datetime
    ):
        self.first, self.agreement, self.version = first, agreement, version
        self.uid, self.now = uid, now

    def _open(self) -> Iterator[tuple[int, Any]]:
        statement = select(*COLUMNS).where(Commitment.id >= self.first, Commitment.state.in_(OPEN))
        return enumerate(session().execute(statement.order_by(Commitment.id)).all())

    def agreements(self) -> Iterator[dict[str, Any]]:
        for place, ask in self._open():
            yield {
                "id": self.agreement + place,
                "uid": self.uid(),
                "subject_kind": Commitment.register_kind,
                "subject_id": ask.id,
                "purpose": PURPOSE,
                "label": ask.code,
                "project_id": ask.project_id,
                "state": "open",
                "number": 1,
                "created_at": self.now,
            }

    def versions(self) -> Iterator[dict[str, Any]]:
        for place, ask in self._open():
            is_countered = ask.state == State.COUNTERED
            terms = {"commitment": ask.code, "offer": 1, "to": TO_ASKER if is_countered else TO_HEAD}
            text = f"{ask.code}: {ask.share_percent} % of the week, for: {ask.statement}"
            yield {
                "id": self.version + place,
                "uid": self.uid(),
                "agreement_id": self.agreement + place,
                "number": 1,
                "text": text,
                "language": "en",
                "terms": terms,
                "digest": digest_of(text, "en", terms),
                "made_by_id": ask.head_id if is_countered else ask.requester_id,
                "made_at": dt.datetime.combine(ask.requested_on, dt.time(9), dt.UTC),
            }

    def parties(self) -> Iterator[dict[str, Any]]:
        for place, ask in self._open():
            is_countered = ask.state == State.COUNTERED
            yield {
                "uid": self.uid(),
                "version_id": self.version + place,
                "number": 1,
                "capacity": CapacityKind.ASKER if is_countered else CapacityKind.HEAD,
                "department_id": None if is_countered else ask.department_id,
                "project_id": ask.project_id,
                "capacity_on": ask.requested_on,
                "person_id": ask.requester_id if is_countered else ask.head_id,
                "answer_due_on": ask.answer_due_on,
            }
