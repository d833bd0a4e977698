"""The acts of bulk statements: a hundred thousand entries, one at a time, without keeping them in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal import database
from portal.register.encoding import Act, instant
from portal.register.events import Event
from portal.register.operations import Person
from portal.register.writing import Pending, act_context, append, append_waiting


@dataclass(frozen=True, slots=True)
class Thing:
    """A record as the register names it; `uid` in its written form."""

    kind: str
    label: str
    uid: str


@dataclass(frozen=True, slots=True)
class Told:
    """What `record()` would be told: the event, the record with the version it has now, and plain details."""

    event: Event
    subject: Thing
    version: int
    project: Thing | None
    details: Mapping[str, Any]


def record_all(
    acts: Iterable[Told], *, by: Person | None, now: dt.datetime, session: Session | None = None
) -> None:
    """Write the entries of many acts now, in this session's transaction, after those that wait in it.

    Call it last: other writers wait for the register from here to the commit. Details are what the event
    declares, in the form of `encoding.plain`. Raises TypeError on details that were not declared.
    """
    unit = session or database.session()
    append_waiting(unit)
    context = act_context(unit)
    auth = "system" if by is None or context is None else context.auth
    actor = (str(by.uid), {"name": by.name}) if by is not None else (None, None)
    append(unit.connection(), _pending(acts, actor, auth, instant(now)), None)


def _pending(acts: Iterable[Told], actor: tuple[Any, Any], auth: str, moment: str) -> Iterator[Pending]:
    for told in acts:
        told.event.check(told.details)
        act = _act(told, actor, auth)
        yield Pending(lambda act=act: act, moment)  # type: ignore[misc]  # mypy sees no type for the default


def _act(told: Told, actor: tuple[Any, Any], auth: str) -> Act:
    uid, name = actor
    project = told.project
    return Act(
        type=told.event.key,
        actor=uid,
        auth=auth,
        object=told.subject.uid,
        object_version=told.version,
        project=project.uid if project else None,
        supersedes=None,
        payload={
            "actor": name,
            "details": dict(told.details),
            "object": {"kind": told.subject.kind, "label": told.subject.label},
            "project": {"label": project.label} if project else None,
        },
        is_restricted=told.event.restricted,
    )
