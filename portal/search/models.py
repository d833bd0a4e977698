"""The index: one entry for each record that can be found. Derived from the records, `rebuild()` makes it
anew.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base

# SQLite makes only INTEGER (never BIGINT) primary keys its own row number.
Position = BigInteger().with_variant(Integer, "sqlite")


class SearchEntry(Base):
    """A record as it is found. A rewritten entry gets a new id, so that the order of ids is the order of
    news.

    `title_words`: the token of the kind, title, mark. `words`: the same, text, mark. All are tokens with
    single spaces between, so each word has one on either side.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "record_id"),)

    id: Mapped[int] = mapped_column(Position, primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    record_id: Mapped[int]
    project_id: Mapped[int | None]
    updated_at: Mapped[dt.datetime]
    address: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    title_words: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


ENTRY = cast(Table, SearchEntry.__table__)


def tokens_of(column: ColumnElement[str]) -> ColumnElement[object]:
    """PostgreSQL's index on the tokens as they are: its own parser would cut them once more, by locale."""
    split = func.string_to_array(column, " ", type_=ARRAY(Text))
    return func.array_to_tsvector(split, type_=TSVECTOR())


for _name in ("words", "title_words"):
    Index(f"ix_search_entry_{_name}", tokens_of(ENTRY.c[_name]), postgresql_using="gin").ddl_if(
        dialect="postgresql"
    )
