"""Writing to the register: `record()` an act, `erase()` a content. Neither commits."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Collection, Iterable
from typing import Any, Protocol

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from portal import database
from portal.register import erasure, events
from portal.register.encoding import Act, instant, plain
from portal.register.writing import AlreadyRecorded, Pending, act_context, enqueue

__all__ = ["AlreadyRecorded", "Pending", "Person", "Subject", "erase", "record"]

AUTH = re.compile(r"[a-z][a-z0-9_+-]*")


class Subject(Protocol):
    """A record that an act is about.

    It may also have `register_kind` (else its table's name), `register_label()` (else `str`) and `version`
    (else 1).
    """

    @property
    def uid(self) -> uuid.UUID: ...


class Person(Protocol):
    @property
    def uid(self) -> uuid.UUID: ...

    @property
    def name(self) -> str: ...


def record(
    event: events.Event,
    subject: Subject,
    *,
    by: Person | None,
    now: dt.datetime,
    project: Subject | None = None,
    supersedes: int | None = None,
    auth: str | None = None,
    about: Iterable[Subject] = (),
    session: Session | None = None,
    **details: Any,
) -> Pending:
    """Say that `by` (None: the portal itself) did `event` to `subject`, in the transaction that does it.

    `details`: exactly what the event declares; texts, integers, dates, decimals, UUIDs, lists and dicts of
    them. `about`: other records whose timelines show the act too. `supersedes`: the `seq` of an earlier
    entry. `auth`: how the person was identified (`login`, `login+mfa`, `passkey`, `link+code`, `on_behalf`,
    `system`), by default what the session's act context says. Words are taken now; the version is the one
    that the transaction leaves behind. The answer's `seq` is known after the commit.

    Raises TypeError on details that were not declared or cannot be kept and, at the commit,
    `AlreadyRecorded` for an idempotency key that stands in the register.
    """
    if events.find(event.key) is not event:
        raise ValueError(f"{event.key} is not a declared event")
    event.check(details)
    unit = session or _session_of(subject)
    telling = _Telling(
        event, supersedes, _auth(auth, by, unit), {key: plain(each) for key, each in details.items()}
    )
    telling.name_parties(subject, by, project, about)
    return enqueue(unit, Pending(telling.act, instant(now)))


def erase(
    seq: int,
    *,
    reason: str,
    approved_by: Collection[Person],
    by: Person,
    now: dt.datetime,
    session: Session | None = None,
) -> Pending:
    """A person's right to be forgotten: the content of an entry goes, the entry and its proof stay.

    Two people must approve. The erasure itself is an entry, and only what such an entry announces can be
    deleted.
    """
    unit = session or database.session()
    approvers = {person.uid: f"{person.name} ({person.uid})" for person in approved_by}
    line = erasure.erasable(unit, seq, len(approvers))
    announced = record(
        events.ERASED,
        line,
        by=by,
        now=now,
        supersedes=seq,
        session=unit,
        entry=seq,
        reason=reason,
        approved_by=list(approvers.values()),
    )
    erasure.carry_out(unit, seq, announced)
    return announced


class _Party:
    """A record or person in an act. One that is not stored yet has no id and is asked again at the commit."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing
        self.words = self._tell() if thing.uid is not None else None

    def _tell(self) -> dict[str, str]:
        thing = self.thing
        kind = (
            getattr(thing, "register_kind", None)
            or getattr(thing, "__tablename__", None)
            or type(thing).__name__
        )
        label = thing.register_label() if hasattr(thing, "register_label") else str(thing)
        return {"kind": kind, "label": plain(label), "uid": str(thing.uid)}

    def tell(self) -> dict[str, str]:
        return self.words or self._tell()


class _Telling:
    """What was said, until the commit makes an `Act` of it."""

    def __init__(
        self, event: events.Event, supersedes: int | None, auth: str, details: dict[str, Any]
    ) -> None:
        self.event = event
        self.supersedes = supersedes
        self.auth = auth
        self.details = details

    def name_parties(
        self, subject: Subject, by: Person | None, project: Subject | None, about: Iterable[Subject]
    ) -> None:
        self.subject = _Party(subject)
        self.by = by
        self.actor = {"name": plain(by.name)} if by else None
        self.project = _Party(project) if project else None
        self.about = [_Party(each) for each in about]

    def act(self) -> Act:
        subject = self.subject.tell()
        project = self.project.tell() if self.project else None
        version = getattr(self.subject.thing, "version", None)
        payload: dict[str, Any] = {
            "actor": self.actor,
            "details": self.details,
            "object": {"kind": subject["kind"], "label": subject["label"]},
            "project": {"label": project["label"]} if project else None,
        }
        if self.about:
            payload["about"] = [each.tell() for each in self.about]
        return Act(
            type=self.event.key,
            actor=str(self.by.uid) if self.by else None,
            auth=self.auth,
            object=subject["uid"],
            object_version=1 if version is None else int(version),
            project=project["uid"] if project else None,
            supersedes=self.supersedes,
            payload=payload,
            is_restricted=self.event.restricted,
        )


def _auth(given: str | None, by: Person | None, session: Session) -> str:
    context = act_context(session)
    auth = given or ("system" if by is None or context is None else context.auth)
    if not AUTH.fullmatch(auth):
        raise ValueError(f"{auth!r} is no way to identify a person")
    return auth


def _session_of(subject: object) -> Session:
    state = inspect(subject, raiseerr=False)
    return getattr(state, "session", None) or database.session()
