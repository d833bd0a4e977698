"""The rows of a sheet as they stand in the workbook, read as a stream."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from portal.core import clock
from portal.database import session
from portal.exchange.sheets import Sheet

AT_ONCE = 500


def rows_of(sheet: Sheet, today: dt.date, as_of: dt.date | None) -> Iterator[Sequence[Any]]:
    """Plain values: texts, numbers, dates; instants in the organization's time zone."""
    zone = clock.timezone()
    statement = sheet.query(as_of or today, as_of).execution_options(yield_per=AT_ONCE)
    for row in session().execute(statement):
        yield [plain(value, zone) for value in sheet.shown(row)]


def plain(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, dt.datetime):
        return _local(value, zone)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime | str:
    """A time without its zone where that is certain; else a text that says the zone, or fractions of a second."""
    here = moment.astimezone(zone)
    naive = here.replace(tzinfo=None)
    is_certain = naive.replace(tzinfo=zone).astimezone(dt.UTC) == moment and not here.microsecond
    return naive if is_certain else here.isoformat()
