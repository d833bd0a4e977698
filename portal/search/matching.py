"""One question as SQL, for either database; the newest `limit` entries of one group.

SQLite's full-text index gives its answer in the order of ids, so the first page of a frequent word is as
cheap as that of a rare one. PostgreSQL's gives all answers at once: there the newest entries are compared one
by one first (enough for a frequent word), and only if they do not fill the page the index is asked (then the
word is rare).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    column,
    exists,
    func,
    literal,
    not_,
    select,
    table,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import defer

from portal.database import session
from portal.search.index import kind_token
from portal.search.models import ENTRY, SearchEntry, tokens_of
from portal.search.questions import Question, Term

IN_TITLE, IN_TEXT = 1, 0
NEWEST = 2000
FREQUENT = 1000
_fts = table("search_fts", column("rowid"), column("search_fts"))


@dataclass(frozen=True)
class Asked:
    """What a statement asks for. `group`: title hits or the others; `below`: ids of the pages before are
    above.
    """

    question: Question
    group: int
    kinds: tuple[str, ...]
    visible: ColumnElement[bool] | None
    below: int | None
    limit: int

    @property
    def words(self) -> ColumnElement[str]:
        return ENTRY.c.title_words if self.group == IN_TITLE else ENTRY.c.words


def statement(asked: Asked) -> Select[Any]:
    """The entries of this group, newest first; without their words, which nobody reads."""
    made = _for_sqlite(asked) if _is_sqlite() else _for_postgresql(asked)
    return made.options(defer(SearchEntry.words), defer(SearchEntry.title_words))


def every_hit(question: Question, kind: str) -> Select[Any]:
    """Ids of all records of one kind with these words, in title or text: a condition for lists.

    The kind is asked of the index only: a second condition makes SQLite ask it once for each entry.
    """
    asked = Asked(question, IN_TEXT, (kind,), None, None, 0)
    found = select(ENTRY.c.record_id).where(*_phrases(asked))
    if not _is_sqlite():
        return found.where(_in_tokens(asked))
    return found.join_from(_fts, ENTRY, ENTRY.c.id == _fts.c.rowid).where(_in_fts(asked))


def among_hits(question: Question, kind: str, number: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that the record of this number is a hit: for lists, which have an order of their own.

    Where a word stands in very many records, collecting and sorting all of them to show fifty is the dear way:
    then the list is walked in its order, and each record is looked at until the page is full. One small statement
    finds out which way is shorter.
    """
    hits = every_hit(question, kind).correlate(None)
    several = select(func.count()).select_from(hits.limit(FREQUENT).subquery())
    if (session().scalar(several) or 0) < FREQUENT:
        condition: ColumnElement[bool] = number.in_(hits)
        return condition
    compared = [_stands_in(ENTRY.c.words, term) for term in question.terms]
    return exists(select(1).where(ENTRY.c.kind == kind, ENTRY.c.record_id == number, *compared))


def _is_sqlite() -> bool:
    return session().get_bind().dialect.name == "sqlite"


def _in_fts(asked: Asked) -> ColumnElement[bool]:
    parts = [f'"{token}"{"*" if is_open else ""}' for token, is_open in _beginnings(asked.question)]
    if asked.kinds:
        parts.append("(" + " OR ".join(f'"{kind_token(kind)}"' for kind in asked.kinds) + ")")
    return _fts.c.search_fts.op("MATCH", is_comparison=True)(f"{asked.words.name} : ({' AND '.join(parts)})")


def _for_sqlite(asked: Asked) -> Select[Any]:
    found = select(SearchEntry).join_from(_fts, SearchEntry, SearchEntry.id == _fts.c.rowid)
    found = found.where(_in_fts(asked), *_phrases(asked), *_common(asked))
    if asked.below is not None:
        found = found.where(_fts.c.rowid < asked.below)
    return found.order_by(_fts.c.rowid.desc()).limit(asked.limit)


def _for_postgresql(asked: Asked) -> Select[Any]:
    newest = _among_newest(asked).cte("newest")
    is_full = select(func.count()).select_from(newest).scalar_subquery() >= asked.limit
    first = select(newest.c.id).where(is_full)
    second = _by_index(asked).where(not_(is_full)).subquery()
    hits = union_all(first, select(second.c.id)).subquery()
    return select(SearchEntry).where(SearchEntry.id.in_(select(hits.c.id))).order_by(SearchEntry.id.desc())


def _among_newest(asked: Asked) -> Select[Any]:
    top = select(func.max(ENTRY.c.id)).scalar_subquery() if asked.below is None else literal(asked.below)
    compared = [_stands_in(asked.words, term) for term in asked.question.terms]
    found = select(ENTRY.c.id).where(ENTRY.c.id > top - NEWEST, *compared, *_common(asked), _below(asked))
    if asked.kinds:
        found = found.where(ENTRY.c.kind.in_(asked.kinds))
    return found.order_by(ENTRY.c.id.desc()).limit(asked.limit)


def _in_tokens(asked: Asked) -> ColumnElement[bool]:
    parts = [f"'{token}'{':*' if is_open else ''}" for token, is_open in _beginnings(asked.question)]
    if asked.kinds:
        parts.append("(" + " | ".join(f"'{kind_token(kind)}'" for kind in asked.kinds) + ")")
    expression = cast(literal(" & ".join(parts), Text), TSQUERY)
    return tokens_of(asked.words).op("@@", is_comparison=True)(expression)


def _by_index(asked: Asked) -> Select[Any]:
    found = select(ENTRY.c.id).where(_in_tokens(asked), *_phrases(asked), *_common(asked), _below(asked))
    # "+ 0": in the order of the key the planner would rather walk all entries than use the index
    return found.order_by((ENTRY.c.id + 0).desc()).limit(asked.limit)


def _below(asked: Asked) -> ColumnElement[bool]:
    return true() if asked.below is None else ENTRY.c.id < asked.below


def _common(asked: Asked) -> list[ColumnElement[bool]]:
    """What the person may see; and an entry that is a title hit does not come again as a text hit."""
    conditions = [] if asked.visible is None else [asked.visible]
    if asked.group == IN_TEXT:
        in_title = and_(*(_stands_in(ENTRY.c.title_words, term) for term in asked.question.terms))
        conditions.append(not_(in_title))
    return conditions


def _phrases(asked: Asked) -> list[ColumnElement[bool]]:
    """The indexes know that the tokens are there, not that they follow each other."""
    return [_stands_in(asked.words, term) for term in asked.question.terms if len(term.tokens) > 1]


def _stands_in(words: ColumnElement[str], term: Term) -> ColumnElement[bool]:
    """The tokens one after the other, anywhere among the words."""
    wanted = f" {' '.join(term.tokens)}{'' if term.is_open else ' '}"
    position = func.instr if _is_sqlite() else func.strpos
    return position(words, wanted) > 0


def _beginnings(question: Question) -> list[tuple[str, bool]]:
    """Every token once, and whether it is only a beginning."""
    found: dict[tuple[str, bool], None] = {}
    for term in question.terms:
        *whole, last = term.tokens
        found.update(dict.fromkeys((token, False) for token in whole))
        found[last, term.is_open] = None
    return list(found)
