"""Asking the index. Title hits come first, then the newest; the same entries in the same order on both databases.

Both databases walk their index in the order of the answer where a word is frequent, so a page costs the same
among a hundred and among a hundred thousand entries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, column, func, literal, not_, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from portal.core.lists import decode_cursor, encode_cursor
from portal.database import session
from portal.search.index import kind_token
from portal.search.models import ENTRY, SearchEntry, tokens_of
from portal.search.questions import Question, Term, parse

IN_TITLE, IN_TEXT = 1, 0
_fts = table("search_fts", column("rowid"), column("search_fts"))


@dataclass(frozen=True)
class Found:
    """One page of what was found; `next` is the cursor of the next page or None."""

    question: Question
    entries: Sequence[SearchEntry]
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

    `visible`: a condition on `SearchEntry` (its `project_id`) that says what the asking person may see; None: all.
    `kinds`: only these; none: all. `after`: the cursor of the page before.
    """
    question = parse(text)
    if not question:
        return Found(question, ())
    group, last_id = _place(after)
    rows: list[tuple[int, SearchEntry]] = []
    for each in range(group, IN_TEXT - 1, -1):
        statement = _matching(question, each, kinds).limit(limit + 1 - len(rows))
        if visible is not None:
            statement = statement.where(visible)
        if each == group and last_id is not None:
            statement = statement.where(_order() < last_id)
        rows += [(each, entry) for entry in session().scalars(statement)]
        if len(rows) > limit:
            return Found(question, [entry for _group, entry in rows[:limit]], _cursor(*rows[limit - 1]))
    return Found(question, [entry for _group, entry in rows])


def _place(after: str | None) -> tuple[int, int | None]:
    cursor = decode_cursor(after)
    if cursor is None or cursor[0] not in (IN_TITLE, IN_TEXT):
        return IN_TITLE, None
    return cursor


def _cursor(group: int, entry: SearchEntry) -> str:
    return encode_cursor(group, entry.id)


def _is_sqlite() -> bool:
    return session().get_bind().dialect.name == "sqlite"


def _order() -> ColumnElement[int]:
    return _fts.c.rowid if _is_sqlite() else ENTRY.c.id


def _matching(question: Question, group: int, kinds: Collection[str]) -> Select[Any]:
    name = "title_words" if group == IN_TITLE else "words"
    statement = select(SearchEntry).order_by(_order().desc())
    if _is_sqlite():
        asked = f"{name} : ({_for_sqlite(question, kinds)})"
        statement = statement.join_from(_fts, SearchEntry, SearchEntry.id == _fts.c.rowid)
        statement = statement.where(_fts.c.search_fts.op("MATCH")(asked))
    else:
        asked_here = cast(literal(_for_postgresql(question, kinds), Text), TSQUERY)
        statement = statement.where(tokens_of(ENTRY.c[name]).op("@@", is_comparison=True)(asked_here))
    statement = statement.where(
        *(_stands_in(ENTRY.c[name], term) for term in question.terms if len(term.tokens) > 1)
    )
    if group == IN_TEXT:
        in_title = and_(*(_stands_in(ENTRY.c.title_words, term) for term in question.terms))
        statement = statement.where(not_(in_title))
    return statement


def _stands_in(words: ColumnElement[str], term: Term) -> ColumnElement[bool]:
    """The tokens one after the other, anywhere among the words. (No token has a sign that LIKE would interpret.)"""
    pattern = f"% {' '.join(term.tokens)}{'' if term.is_open else ' '}%"
    return (
        func.concat(" ", words, " ").like(pattern) if not _is_sqlite() else (" " + words + " ").like(pattern)
    )


def _beginnings(question: Question) -> list[tuple[str, bool]]:
    """Every token, and whether it is only a beginning."""
    found: dict[tuple[str, bool], None] = {}
    for term in question.terms:
        *whole, last = term.tokens
        found.update(dict.fromkeys((token, False) for token in whole))
        found[last, term.is_open] = None
    return list(found)


def _for_sqlite(question: Question, kinds: Collection[str]) -> str:
    parts = [f'"{token}"{"*" if is_open else ""}' for token, is_open in _beginnings(question)]
    if kinds:
        parts.append("(" + " OR ".join(f'"{kind_token(kind)}"' for kind in sorted(kinds)) + ")")
    return " AND ".join(parts)


def _for_postgresql(question: Question, kinds: Collection[str]) -> str:
    parts = [f"'{token}'{':*' if is_open else ''}" for token, is_open in _beginnings(question)]
    if kinds:
        parts.append("(" + " | ".join(f"'{kind_token(kind)}'" for kind in sorted(kinds)) + ")")
    return " & ".join(parts)
