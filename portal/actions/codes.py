"""Codes that people say aloud (A-000123, D-2026-014): the next one of a series, never the same twice."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from portal.database import session

ATTEMPTS = 20


def store_with_code(record: Any, *, column: InstrumentedAttribute[str], prefix: str, width: int) -> None:
    """Give a new record the next code of its series and store it (flush).

    Whoever takes the same code at the same moment waits at the unique index; the later one takes the next.
    `column` is the model's code, `prefix` names the series, `width` is the least number of digits.
    """
    for attempt in range(1, ATTEMPTS + 1):
        number = last_number(column, prefix) + 1
        record.code = f"{prefix}{number:0{width}d}"
        try:
            with session().begin_nested():
                session().add(record)
            return
        except IntegrityError:
            if attempt == ATTEMPTS or not _is_taken(column, record.code):
                raise


def last_number(column: InstrumentedAttribute[str], prefix: str) -> int:
    """The highest number given so far; codes that only begin alike (imported ones) do not count."""
    statement = (
        select(column)
        .where(
            column.startswith(prefix, autoescape=True),
            column.regexp_match(f"^{re.escape(prefix)}[0-9]{{1,9}}$"),
        )
        .order_by(func.length(column).desc(), column.desc())
        .limit(1)
    )
    with session().no_autoflush:
        found = session().scalar(statement)
    return int(found.removeprefix(prefix)) if found else 0


def _is_taken(column: InstrumentedAttribute[str], code: str) -> bool:
    with session().no_autoflush:
        return session().scalar(select(column).where(column == code)) is not None
