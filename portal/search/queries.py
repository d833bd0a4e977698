"""Asking the index. Title hits come first, then the newest; the same entries in the same order everywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from portal.core.lists import decode_cursor, encode_cursor
from portal.database import session
from portal.search.matching import IN_TEXT, IN_TITLE, Asked, statement
from portal.search.models import SearchEntry
from portal.search.questions import Question, parse


@dataclass(frozen=True)
class Found:
    """One page of what was found; `next` is the cursor of the next page or None."""

    question: Question
    entries: Sequence[SearchEntry] = ()
    next: str | None = None


def search(
    text: str,
    *,
    visible: ColumnElement[bool] | None = None,
    kinds: Collection[str] = (),
    after: str | None = None,
    limit: int = 20,
) -> Found:
    """Entries that have every word of `text`, at most `limit`. One or two SQL statements.

    `visible`: a condition on `SearchEntry` (its `project_id`) that says what the asking person may see; None:
    all. `kinds`: only these; none: all. `after`: the cursor of the page before.
    """
    question = parse(text)
    if not question:
        return Found(question)
    group, below = _place(after)
    rows: list[tuple[int, SearchEntry]] = []
    while group >= IN_TEXT and len(rows) <= limit:
        asked = Asked(question, group, tuple(sorted(kinds)), visible, below, limit + 1 - len(rows))
        rows += [(group, entry) for entry in session().scalars(statement(asked))]
        group, below = group - 1, None
    entries = [entry for _group, entry in rows[:limit]]
    if len(rows) <= limit:
        return Found(question, entries)
    last_group, last = rows[limit - 1]
    return Found(question, entries, encode_cursor(last_group, last.id))


def _place(after: str | None) -> tuple[int, int | None]:
    """The group that a cursor stands in and the id it stands at; a cursor of something else starts at the
    top.
    """
    cursor = decode_cursor(after)
    if cursor is None or cursor[0] not in (IN_TITLE, IN_TEXT):
        return IN_TITLE, None
    return cursor
