"""Keeps the index: notices changed records at each flush and writes their entries in the same transaction.

An entry is written anew only when what can be found has changed; a change of state alone does not bring an
old record to the top. Bulk statements that go past the session are not noticed: call `rebuild()` after them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, event, func, select
from sqlalchemy.orm import Session, UOWTransaction

from portal.core import clock
from portal.database import Base, session, store_many
from portal.search.documents import Searchable, SearchDocument
from portal.search.models import ENTRY, SearchEntry
from portal.search.words import LONGEST_TEXT, MARK, tokens

NOTICED = "search.noticed"
LATER = "search.later"
BATCH = 1000
TURN = 200
Key = tuple[str, int]
Found = Mapping[Key, SearchDocument | None]


@dataclass
class Noticed:
    """What one flush changed."""

    changed: list[Any]
    gone: list[Key]


@contextmanager
def index_later() -> Iterator[None]:
    """Read everything once at the end instead of after each change: for filling an empty database."""
    session().info[LATER] = True
    try:
        yield
    finally:
        session().info.pop(LATER, None)
    rebuild()


@event.listens_for(Session, "after_flush")
def _notice(unit: Session, _flush: UOWTransaction) -> None:
    if LATER in unit.info:
        return
    changed = [each for each in unit.new if _is_searchable(each)]
    changed += [each for each in unit.dirty if _is_searchable(each) and unit.is_modified(each)]
    gone = [(each.register_kind, each.id) for each in unit.deleted if _is_searchable(each)]
    if changed or gone:
        unit.info[NOTICED] = Noticed(changed, gone)


@event.listens_for(Session, "after_flush_postexec")
def _write_noticed(unit: Session, _flush: UOWTransaction) -> None:
    noticed: Noticed | None = unit.info.pop(NOTICED, None)
    if noticed is None:
        return
    with unit.no_autoflush:
        documents = {(each.register_kind, each.id): each.search_document() for each in noticed.changed}
    documents.update(dict.fromkeys(noticed.gone))
    write(unit.connection(bind_arguments={"mapper": SearchEntry}), documents)


def _is_searchable(record: object) -> bool:
    return hasattr(record, "search_document")


def write(connection: Connection, documents: Found) -> int:
    """Bring the entries of these records up to date; None takes one away. Returns how many changed."""
    keys = iter(documents)
    changed = 0
    while batch := list(islice(keys, BATCH)):
        stored = _stored(connection, batch)
        rows = {key: row for key in batch if (row := _row(key, documents[key])) != stored.get(key)}
        _remove(connection, rows.keys() & stored.keys())
        fresh = [row for row in rows.values() if row is not None]
        if fresh:
            now = clock.now()  # the time of the index, not of the act: acts get theirs from the caller
            store_many(connection, ENTRY, [{**row, "updated_at": now} for row in fresh])
        changed += len(rows)
    return changed


def _row(key: Key, document: SearchDocument | None) -> dict[str, Any] | None:
    if document is None:
        return None
    kind, record_id = key
    title, text = _storable(document.title), _storable(document.text)[:LONGEST_TEXT]
    title_words = " ".join([kind_token(kind), *tokens(title), MARK])
    return {
        "kind": kind,
        "record_id": record_id,
        "project_id": document.project_id,
        "address": document.address,
        "title": title,
        "text": text,
        "title_words": title_words,
        "words": " ".join([title_words, *tokens(text), MARK]),
    }


def _storable(text: str | None) -> str:
    """Without what a database refuses; the record itself was refused if it has any."""
    return (text or "").replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def kind_token(kind: str) -> str:
    """Stands among the words of each entry, so that a question about one kind reads no others."""
    return MARK + kind


def _by_kind(keys: Iterable[Key]) -> Iterator[tuple[str, list[int]]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for kind, record_id in keys:
        grouped[kind].append(record_id)
    return iter(grouped.items())


def _stored(connection: Connection, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    columns = [ENTRY.c[name] for name in ("kind", "record_id", "project_id", "address", "title", "text")]
    columns += [ENTRY.c.title_words, ENTRY.c.words]
    found = {}
    for kind, ids in _by_kind(keys):
        statement = select(*columns).where(ENTRY.c.kind == kind, ENTRY.c.record_id.in_(ids))
        for row in connection.execute(statement).mappings():
            found[row["kind"], row["record_id"]] = dict(row)
    return found


def _remove(connection: Connection, keys: Collection[Key]) -> None:
    for kind, ids in _by_kind(keys):
        connection.execute(delete(ENTRY).where(ENTRY.c.kind == kind, ENTRY.c.record_id.in_(ids)))


def searchable_models() -> dict[str, type[Searchable]]:
    """Kind → model, for everything that can be found."""
    found = [mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "search_document")]
    return {model.register_kind: model for model in sorted(found, key=lambda model: model.__name__)}


def rebuild(kinds: Collection[str] | None = None) -> int:
    """Read all records (of these kinds) and bring their entries up to date, in this session's transaction.

    For bulk statements that went past the session, and for a change of what can be found. Memory stays small.
    Returns how many entries changed.
    """
    session().flush()
    connection = session().connection(bind_arguments={"mapper": SearchEntry})
    models = {kind: model for kind, model in searchable_models().items() if not kinds or kind in kinds}
    changed = sum(write(connection, documents) for documents in _all_documents(connection, models))
    return changed + sum(_remove_orphans(connection, kind, model) for kind, model in models.items())


def _all_documents(connection: Connection, models: Mapping[str, Any]) -> Iterator[Found]:
    """Batches of documents, oldest first; the kinds take turns by progress, so that none is all the news."""
    counts = {kind: _count(connection, model) for kind, model in models.items()}
    waiting = [(0.0, kind, 0) for kind, count in counts.items() if count]
    with Session(connection, join_transaction_mode="rollback_only", autoflush=False) as reader:
        while waiting:
            done, kind, last = heappop(waiting)
            model = models[kind]
            statement = select(model).where(model.id > last).order_by(model.id).limit(TURN)
            if records := reader.scalars(statement).unique().all():
                yield {(kind, record.id): record.search_document() for record in records}
                heappush(waiting, (done + TURN / counts[kind], kind, records[-1].id))
            reader.expunge_all()


def _count(connection: Connection, model: Any) -> int:
    return int(connection.scalar(select(func.count()).select_from(model)) or 0)


def _remove_orphans(connection: Connection, kind: str, model: Any) -> int:
    orphans = delete(ENTRY).where(ENTRY.c.kind == kind, ENTRY.c.record_id.not_in(select(model.id)))
    return int(connection.execute(orphans).rowcount)
