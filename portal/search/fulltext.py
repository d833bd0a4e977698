"""SQLite's full-text index beside the entries, and the triggers that keep it; PostgreSQL has indexes.

The tokens come from `words` and are separated by spaces; the `ascii` tokenizer leaves every other sign as it
is (`unicode61` would cut once more, by the tables of Unicode 6.1). No positions are kept: phrases are
compared with the stored words. `prefix` makes a single Chinese character and two letters as fast as whole
words.
"""

from __future__ import annotations

from sqlalchemy import Connection

STATEMENTS = (
    """CREATE VIRTUAL TABLE search_fts USING fts5(title_words, words, content='search_entry',
    content_rowid='id', tokenize='ascii', detail=column, prefix='1 2')""",
    """CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_fts (rowid, title_words, words) VALUES (new.id, new.title_words, new.words); END""",
    """CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_fts (search_fts, rowid, title_words, words)
    VALUES ('delete', old.id, old.title_words, old.words); END""",
    """CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_fts (search_fts, rowid, title_words, words)
    VALUES ('delete', old.id, old.title_words, old.words);
    INSERT INTO search_fts (rowid, title_words, words) VALUES (new.id, new.title_words, new.words); END""",
)


def install(connection: Connection) -> None:
    """Equip a freshly created `search_entry`."""
    if connection.dialect.name == "sqlite":
        for statement in STATEMENTS:
            connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Before `search_entry` goes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE search_fts")
