"""Many rows at once are stored like one, on both databases, and refused like one."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Table, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.accounts.models import Person
from portal.agreements.models import Agreement, AgreementVersion
from portal.database import FEW, session, store_many
from portal.register.models import ENTRY
from tests.factories.accounts import World
from tests.support.times import NOW

PERSON: Table = Person.__table__  # type: ignore[assignment]  # mapped to a table, not to a join
VERSION: Table = AgreementVersion.__table__  # type: ignore[assignment]  # mapped to a table, not to a join
STRANGE = 'tab\tline\nback\\slash \\N "quoted" 王敏 𠀀 {brace}'
MANY = FEW + 5


def people(count: int, **same: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": f"many-{number}@example.org",
            "name": STRANGE,
            "folded_name": "strange",
            "email": None,
            "hours_per_week": Decimal("37.5"),
            "created_at": NOW + dt.timedelta(microseconds=number),
            **same,
        }
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, MANY])
def test_values_come_back_as_they_were_and_the_others_are_the_defaults(world: World, count: int) -> None:
    rows = people(count)
    store_many(session().connection(), PERSON, rows)
    found = session().scalars(select(Person).where(Person.folded_name == "strange").order_by(Person.id)).all()
    assert [(each.key, each.name, each.email, each.created_at) for each in found] == [
        (row["key"], STRANGE, None, row["created_at"]) for row in rows
    ]
    assert all(each.hours_per_week == Decimal("37.5") and each.is_active for each in found)
    assert len({each.uid for each in found}) == count


def test_structures_are_stored_as_such(world: World) -> None:
    about = Agreement(subject_kind="none", subject_id=1, purpose="test", created_at=NOW)
    session().add(about)
    session().flush()
    terms = {"words": STRANGE, "parts": [1, None, {"deep": True}]}
    row = {"agreement_id": about.id, "text": STRANGE, "language": "en", "terms": terms, "made_at": NOW}
    rows = [{**row, "number": number, "digest": "0" * 64, "uid": uuid.uuid4()} for number in range(MANY)]
    store_many(session().connection(), VERSION, rows)
    found = session().scalars(select(AgreementVersion)).all()
    assert len(found) == MANY
    assert all((each.terms, each.text) == (terms, STRANGE) for each in found)


def test_what_is_there_already_is_refused_as_anywhere_else(world: World) -> None:
    with pytest.raises(IntegrityError):
        store_many(session().connection(), PERSON, people(MANY, key=world.head.key))
    session().rollback()
    assert session().scalar(select(func.count()).where(Person.folded_name == "strange")) == 0


def test_the_register_guards_its_order_against_many_entries_at_once(world: World) -> None:
    size = session().scalar(select(func.count()).select_from(ENTRY)) or 0
    entry = {"entry": b"{}\x00\\", "leaf": b"\xff" * 32, "frontier": b"\\"}
    rows: list[dict[str, Any]] = [
        {**entry, "seq": size + 1 + number, "idem": f"many-{number}"} for number in range(MANY)
    ]
    store_many(session().connection(), ENTRY, rows)
    stored = session().execute(select(ENTRY.c.entry, ENTRY.c.frontier).where(ENTRY.c.seq > size)).all()
    assert stored == [(b"{}\x00\\", b"\\")] * MANY
    again = [{**row, "seq": row["seq"] + MANY + 1, "idem": f"later-{n}"} for n, row in enumerate(rows)]
    with pytest.raises(DBAPIError, match="an entry must follow the last one"):
        store_many(session().connection(), ENTRY, again)
