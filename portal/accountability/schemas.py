"""The record of a day in JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accountability.bundle import line_of
from portal.accountability.lines import Compared, Pair
from portal.accountability.records import Record
from portal.core.api import View


class RecordLine(View):
    """One thing that stood. `entry`: the number of the register's entry about it."""

    what: str
    who: str
    terms: str
    since: dt.date | None
    entry: int | None
    recorded_later: bool
    ended_later: bool


class RecordPair(View):
    """On the day and today; `difference` is `same`, `changed`, `ended` or `new`."""

    difference: str
    then: RecordLine | None
    now: RecordLine | None


class RecordSection(View):
    key: str
    title: str
    rows: list[RecordPair]


class RecordView(View):
    """Who was accountable on a day. `recorded_by_then`: the last entry that the register had by its end."""

    project: str
    on: dt.date
    recorded_by_then: int
    sections: list[RecordSection]


def record_view(record: Record, compared: list[Compared]) -> dict[str, Any]:
    return {
        "project": record.project.code,
        "on": record.moment.day,
        "recorded_by_then": record.moment.seq,
        "sections": [
            {
                "key": each.section.key,
                "title": each.section.title,
                "rows": [_pair(pair) for pair in each.pairs],
            }
            for each in compared
        ],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "difference": str(pair.difference),
        "then": line_of(pair.then) if pair.then else None,
        "now": line_of(pair.now) if pair.now else None,
    }
