"""Whom a spreadsheet names. Somebody who is not known yet becomes a person without an account, and is listed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Connection, Table, insert, or_, select

from portal.accounts.models import Person, fold
from portal.accounts.operations.people import ADDRESS
from portal.exchange.importing.report import RowRefused

CHUNK = 500
REMEMBERED = 50_000
PERSON: Table = Person.__table__  # type: ignore[assignment]  # mapped to a table, not to a join
COLUMNS = (
    *(PERSON.c.id, PERSON.c.uid, PERSON.c.key, PERSON.c.name, PERSON.c.email),
    *(PERSON.c.folded_name, PERSON.c.merged_into_id),
)


class Known(NamedTuple):
    id: int
    uid: uuid.UUID
    key: str
    name: str


def key_of(text: str) -> str:
    """What a person is known by: an address or handle in small letters. “Name <key>” is the key."""
    text = text.strip()
    if text.endswith(">") and "<" in text:
        text = text[text.rindex("<") + 1 : -1]
    return " ".join(text.lower().split())


class People:
    """Texts → people, remembered for the run."""

    def __init__(
        self, connection: Connection, now: dt.datetime, *, creates: bool, on_new: Callable[[Known], None]
    ) -> None:
        self.connection, self.now, self.creates, self.on_new = connection, now, creates, on_new
        self._by_key: dict[str, Known | None] = {}
        self._by_id: dict[int, Known] = {}
        self._addresses: set[str] = set()
        self._ambiguous: set[str] = set()
        #: keys of rows of the people sheet that were refused
        self.refused: set[str] = set()

    def load(self, texts: Collection[str]) -> None:
        """Look up whom these texts mean: by address or handle, else by a whole name that only one person has."""
        if len(self._by_key) > REMEMBERED:
            self.forget()
        wanted = [key for key in dict.fromkeys(map(key_of, texts)) if self._by_key.get(key) is None]
        for row in self._read(wanted, lambda part: or_(PERSON.c.key.in_(part), PERSON.c.email.in_(part))):
            for key in {row.key, row.email}:
                if key in wanted:
                    self._by_key[key] = self._survivor(row)
                    self._addresses.add(key)
        missing = [key for key in wanted if self._by_key.get(key) is None]
        self._load_by_name(missing)

    def _load_by_name(self, names: list[str]) -> None:
        folded = {fold(name): name for name in names}
        found: dict[str, list[Any]] = {}
        for row in self._read(
            list(folded), lambda part: PERSON.c.folded_name.in_(part) & PERSON.c.merged_into_id.is_(None)
        ):
            found.setdefault(row.folded_name, []).append(row)
        for name, rows in found.items():
            if len(rows) == 1:
                self._by_key[folded[name]] = self._survivor(rows[0])
            else:
                self._ambiguous.add(folded[name])

    def _read(self, values: list[str], condition: Any) -> Iterable[Any]:
        for start in range(0, len(values), CHUNK):
            statement = select(*COLUMNS).where(condition(values[start : start + CHUNK]))
            yield from self.connection.execute(statement).all()

    def _survivor(self, row: Any) -> Known:
        if row.merged_into_id is not None:
            row = self.connection.execute(select(*COLUMNS).where(PERSON.c.id == row.merged_into_id)).one()
        known = Known(row.id, row.uid, row.key, row.name)
        self._by_id[known.id] = known
        return known

    def get(self, text: str) -> Known | None:
        return self._by_key.get(key_of(text))

    def need(self, text: str, column: str) -> Known:
        """The person of this text, made if need be. Raises `RowRefused`."""
        key = key_of(text)
        found = self._by_key.get(key)
        if found is not None:
            return found
        if key in self._ambiguous:
            raise RowRefused(
                column, _("Several people are called “%(name)s”. Write the e-mail address.", name=text[:100])
            )
        if key in self.refused:
            raise RowRefused(
                column,
                _("The row of “%(code)s” in this import was refused, so this one is, too.", code=text[:100]),
            )
        if not self.creates:
            raise RowRefused(column, _("Nobody known is called “%(name)s”.", name=text[:100]))
        return self._create(text, key, column)

    def _create(self, text: str, key: str, column: str) -> Known:
        name = text.split("<")[0].strip() or key
        if not key or len(key) > 300 or set(key) & set("<>"):
            raise RowRefused(column, _("“%(name)s” cannot be the name of a person.", name=text[:100]))
        if ADDRESS.fullmatch(key) and name.lower() == key:
            name = key.partition("@")[0]
        row = new_person(key, name[:300], self.now)
        row["email"] = key if ADDRESS.fullmatch(key) else None
        made = self.connection.execute(insert(PERSON).returning(PERSON.c.id), [row]).scalar_one()
        known = Known(made, row["uid"], key, row["name"])
        self.remember(known)
        self.on_new(known)
        return known

    def by_address(self, text: str) -> Known | None:
        """Whom an address or handle means; a name alone means nobody here."""
        known = self._by_key.get(key_of(text))
        return known if known is not None and key_of(text) in self._addresses else None

    def remember(self, known: Known, email: str | None = None) -> None:
        """Somebody who was just entered."""
        for key in {known.key, email or known.key}:
            self._by_key[key] = known
            self._addresses.add(key)
            self._ambiguous.discard(key)
        if known.id:
            self._by_id[known.id] = known

    def by_id(self, person_id: int) -> Known:
        if person_id not in self._by_id:
            row = self.connection.execute(select(*COLUMNS).where(PERSON.c.id == person_id)).one()
            self._by_id[person_id] = Known(row.id, row.uid, row.key, row.name)
        return self._by_id[person_id]

    def forget(self) -> None:
        """The people sheet was written: names and addresses may have changed."""
        self._by_key.clear()
        self._by_id.clear()
        self._addresses.clear()
        self._ambiguous.clear()


def new_person(key: str, name: str, now: dt.datetime) -> dict[str, Any]:
    """A row of somebody without an account."""
    return {
        "uid": uuid.uuid4(),
        "key": key,
        "name": name,
        "folded_name": fold(name),
        "email": None,
        "title": "",
        "department_id": None,
        "hours_per_week": Decimal(40),
        "language": None,
        "created_at": now,
        "version": 1,
    }
