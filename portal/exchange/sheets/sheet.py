"""What every sheet can do, and how rows with a natural key are found, created and changed in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy import Connection, Select, Table, bindparam, insert, select, text, update

from portal.database import store_many
from portal.exchange.cells import Shape, Unfit, as_text, read_cell
from portal.exchange.importing.journal import thing
from portal.exchange.importing.references import Found
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run, fresh_uid
from portal.exchange.sheets.columns import Column
from portal.register.bulk import Thing

CHUNK = 500
Values = dict[str, Any]


class Sheet:
    """A sheet of the workbook. `key`: the columns that say which record a row means."""

    name: ClassVar[str]
    about: ClassVar[object] = ""
    columns: ClassVar[tuple[Column, ...]]
    key: ClassVar[tuple[str, ...]]
    #: The kind of record others refer to by this sheet's code.
    provides: ClassVar[str | None] = None

    def __init__(self) -> None:
        self.by_name = {column.name: column for column in self.columns}

    def read(self, run: Run, row: Row, shapes: Mapping[str, Shape]) -> None:
        """Cells into `row.values`. Raises `RowRefused` at the first that is unfit."""
        for name, cell in row.cells.items():
            column = self.by_name[name]
            try:
                row.values[name] = read_cell(cell, shapes[name])
            except Unfit as unfit:
                word = column.understands(as_text(cell)) if column.understands else None
                if word is None:
                    raise RowRefused(name, unfit.sentence) from None
                row.values[name] = word
        for name in self.key:
            if row.values.get(name) is None and self.by_name[name].needed:
                raise RowRefused(name, _("This is needed."))

    def load(self, run: Run, rows: Sequence[Row]) -> None:
        """Look up everything that these rows refer to."""
        for column in self.columns:
            if column.to is None or column.attribute is None:
                continue
            texts = [text for row in rows if (text := row.values.get(column.name))]
            if column.to == "person":
                run.people.load(texts)
            else:
                run.references.load(column.to, texts)

    def resolve(self, run: Run, row: Row) -> Values:
        """The attributes of the columns that are there. Raises `RowRefused`."""
        found: Values = {}
        for name, value in row.values.items():
            column = self.by_name[name]
            if value is None and column.needed:
                raise RowRefused(name, _("This is needed."))
            if column.attribute is not None:
                found[column.attribute] = column.empty if value is None else self._meant(run, column, value)
        return found

    def _meant(self, run: Run, column: Column, value: Any) -> Any:
        if column.to is None:
            return value
        if column.to == "person":
            return run.people.need(value, column.name).id
        return run.references.need(column.to, value, column.name).id

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        """Store what these rows say, or refuse them one by one."""
        raise NotImplementedError

    def finish(self, run: Run) -> None:
        """After the last row: what refers to other rows of the same sheet."""

    def settle_later(self, run: Run) -> None:
        """After the last row of the sheet that `waits_for` names."""

    def was_refused(self, run: Run, row: Row) -> None:
        """Remember it: what refers to this row is refused for that reason."""
        if self.provides is not None and (code := row.values.get("code") or row.written("code")):
            run.references.refused.add((self.provides, code))

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        """Everything for the export, one row for one row, in the order of `columns`."""
        raise NotImplementedError

    def shown(self, row: Any) -> Sequence[Any]:
        """A row of the query as it stands in the workbook."""
        return tuple(row)


class Keyed(Sheet):
    """Records with a natural key: new ones are created, others changed where they differ."""

    model: ClassVar[type[Any]]
    #: What a new record has beside the columns.
    defaults: ClassVar[Mapping[str, Any]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.table: Table = self.model.__table__
        self.key_attributes = tuple(self.by_name[name].attribute or name for name in self.key)
        self.has_version = "version" in self.table.c
        kept = {column.attribute: column.empty for column in self.columns if column.attribute}
        self.blank: Values = {**kept, **self.defaults}

    # --- writing ---------------------------------------------------------------------------------

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        self.load(run, rows)
        settled = list(self._resolved(run, rows))
        stored = self._stored(run, [values for _row, values in settled])
        created: list[tuple[Row, Values]] = []
        changed: list[tuple[Row, Values, Values]] = []
        for row, values in settled:
            with run.refusing(row):
                key = self.key_in(values)
                if not run.is_meant_first(row, key):
                    if run.repeats:
                        continue
                    raise RowRefused(self.key[0], _("Another row of this import means the same record."))
                old = stored.get(key)
                if old is None:
                    created.append((row, self.make(run, row, values)))
                elif changes := self.changes(run, row, values, old):
                    changed.append((row, changes, old))
                else:
                    run.settle(row, "unchanged")
                    self.kept(run, row, old)
        self._insert(run, created)
        self._update(run, changed)
        for row in rows:
            if row.status == "refused":
                self.was_refused(run, row)

    def _resolved(self, run: Run, rows: Sequence[Row]) -> Iterator[tuple[Row, Values]]:
        for row in rows:
            with run.refusing(row):
                yield row, self.resolve(run, row)

    def key_in(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(values[name] for name in self.key_attributes)

    def _stored(self, run: Run, wanted: Sequence[Values]) -> dict[tuple[Any, ...], Values]:
        """The records that are there already, by key. Found by the first part of the key, sorted out by the rest."""
        first = self.table.c[self.key_attributes[0]]
        keys = {self.key_in(values) for values in wanted}
        found: dict[tuple[Any, ...], Values] = {}
        for part in parts(dict.fromkeys(key[0] for key in keys)):
            statement = select(self.table).where(first.in_(part))
            if len(self.key_attributes) > 1:
                second = self.table.c[self.key_attributes[1]]
                seconds = list(dict.fromkeys(key[1] for key in keys))
                statement = statement.where(second.in_(seconds)) if len(seconds) <= CHUNK else statement
            for row in run.connection.execute(statement).mappings():
                key = self.key_in(dict(row))
                if key in keys:
                    found[key] = dict(row)
        return found

    def make(self, run: Run, row: Row, values: Values) -> Values:
        """A new record, complete."""
        for column in self.columns:
            if column.needed and column.name not in row.values:
                raise RowRefused(column.name, _("A new record needs this column."))
        made = {**self.blank, **values, "uid": fresh_uid()}
        if "created_at" in self.table.c:
            made["created_at"] = run.now
        if self.has_version:
            made["version"] = 1
        return made

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        """What differs. Raises `RowRefused` where it must not."""
        return {name: value for name, value in values.items() if old[name] != value}

    def kept(self, run: Run, row: Row, old: Values) -> None:
        """The record is there and as the row says."""

    def inserted(self, run: Run, made: Sequence[tuple[Row, Values]]) -> None:
        """New records are stored and have their `id`."""

    def updated(self, run: Run, changed: Sequence[tuple[Row, Values, Values]]) -> None:
        """(row, changes, the record as it was)."""

    def _insert(self, run: Run, created: Sequence[tuple[Row, Values]]) -> None:
        if not created:
            return
        insert_all(run.connection, self.table, [values for _row, values in created])
        self._remember(run, [values for _row, values in created])
        for row, values in created:
            run.settle(row, "created")
            run.touch(self.model, values["id"])
            run.tell_created(row, self.subject(run, values), self.project_of(run, values))
        self.inserted(run, created)

    def _remember(self, run: Run, made: Sequence[Values]) -> None:
        if self.provides is None:
            return
        run.references.forget(self.provides)
        for values in made:
            label = str(values.get("name") or values.get("title") or values["code"])
            project_id = values["id"] if self.provides == "project" else values.get("project_id")
            found = Found(values["id"], values["uid"], values["code"], label, project_id)
            run.references.remember(self.provides, found)

    def _update(self, run: Run, changed: Sequence[tuple[Row, Values, Values]]) -> None:
        if not changed:
            return
        for row, changes, old in changed:
            if self.has_version:
                changes["version"] = old["version"] + 1
            self._tell_change(run, row, changes, old)
            run.settle(row, "changed")
            run.touch(self.model, old["id"])
        kept = [
            (old["id"], {name: value for name, value in changes.items() if name in self.table.c})
            for _row, changes, old in changed
        ]
        update_all(run.connection, self.table, kept)
        if self.provides is not None:
            run.references.forget(self.provides)
        self.updated(run, changed)

    def _tell_change(self, run: Run, row: Row, changes: Values, old: Values) -> None:
        if run.is_dry:
            return
        before, after = self.told(run, changes, old)
        new = {**old, **changes}
        subject = self.subject(run, new)
        run.tell_changed(row, subject, new.get("version", 1), self.project_of(run, new), before, after)

    def told(self, run: Run, changes: Values, old: Values) -> tuple[Values, Values]:
        """Before and after, under the names of the columns and in words."""
        columns = {column.attribute: column for column in self.columns if column.attribute}
        names = [name for name in changes if name in columns]
        before = {columns[name].name: self._word(run, columns[name], old[name]) for name in names}
        after = {columns[name].name: self._word(run, columns[name], changes[name]) for name in names}
        return before, after

    def _word(self, run: Run, column: Column, value: Any) -> Any:
        if value is None or column.to is None:
            return value
        if column.to == "person":
            return run.people.by_id(value).name
        return run.references.by_id(column.to, value).code

    # --- how the register names a record ---------------------------------------------------------

    def subject(self, run: Run, values: Mapping[str, Any]) -> Thing:
        return thing(self.model.register_kind, self.label(run, values), values["uid"])

    def label(self, run: Run, values: Mapping[str, Any]) -> str:
        return f"{values['code']} {values.get('name') or values.get('title') or ''}".strip()

    def project_of(self, run: Run, values: Mapping[str, Any]) -> int | None:
        return values.get("project_id")


#: The next ids of a table, drawn at once.
IDS = text("SELECT nextval(pg_get_serial_sequence(quote_ident(:name), 'id')) FROM generate_series(1, :count)")


def insert_all(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert many rows of the same columns and give each its new `id`.

    PostgreSQL's driver would take four times as long to send the rows in statements that answer with their ids.
    """
    if connection.dialect.name == "postgresql":
        ids = connection.scalars(IDS, {"name": table.name, "count": len(rows)})
        for row, new_id in zip(rows, ids, strict=True):
            row["id"] = new_id
        store_many(connection, table, rows)
        return
    by_uid = {row["uid"]: row for row in rows}
    statement = insert(table).returning(table.c.id, table.c.uid)
    for made in connection.execute(statement, list(rows)):
        by_uid[made.uid]["id"] = made.id


def update_all(connection: Connection, table: Table, changes: Iterable[tuple[int, Values]]) -> None:
    """Update rows by id, those that change the same columns together."""
    grouped: dict[tuple[str, ...], list[Values]] = {}
    for record_id, values in changes:
        names = tuple(sorted(values))
        grouped.setdefault(names, []).append({"row_id": record_id, **{f"new_{n}": values[n] for n in names}})
    for names, rows in grouped.items():
        statement = update(table).where(table.c.id == bindparam("row_id"))
        connection.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), rows)


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """A few hundred at a time: databases limit the length of a list."""
    every = list(values)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]
