"""Which days a repeated entry of a calendar falls on, asked day by day: the work is bounded by the days asked for.

(Programs that follow a rule to its next day can be made to search for ever: "every 30 February".)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DAY = dt.timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"})
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
BYDAY = re.compile(r"(?P<place>[+-]?[0-9]{1,2})?(?P<day>MO|TU|WE|TH|FR|SA|SU)")
#: A counted repetition is followed from its beginning; an older one is refused.
COUNTED_FROM = dt.timedelta(days=20 * 366)
MOST = 1000


class NotUnderstood(Exception):
    """A repetition of a kind that absences and holidays do not need."""


@dataclass(frozen=True)
class Rule:
    """A repetition: `days` are (weekday, place in the month or 0)."""

    frequency: str
    start: dt.date
    interval: int = 1
    count: int | None = None
    until: dt.date | None = None
    days: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()

    def occurrences(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The days between two days on which it happens."""
        day = self.start if self.count else max(self.start, first)
        if self.count and first - self.start > COUNTED_FROM:
            raise NotUnderstood
        end = min(last, self.until) if self.until else last
        met = 0
        while day <= end and (self.count is None or met < self.count):
            if self._falls_on(day):
                met += 1
                if day >= first:
                    yield day
            day += DAY

    def _falls_on(self, day: dt.date) -> bool:
        if self.months and day.month not in self.months:
            return False
        return self._steps(day) % self.interval == 0 and self._fits(day)

    def _steps(self, day: dt.date) -> int:
        """How many days, weeks, months or years have begun since the start."""
        months = (day.year - self.start.year) * 12 + day.month - self.start.month
        weeks = ((day - DAY * day.weekday()) - (self.start - DAY * self.start.weekday())).days // 7
        steps = {"DAILY": (day - self.start).days, "WEEKLY": weeks, "MONTHLY": months}
        return steps.get(self.frequency, day.year - self.start.year)

    def _fits(self, day: dt.date) -> bool:
        if self.days or self.monthdays:
            return self._fits_month(day)
        if self.frequency == "WEEKLY":
            return day.weekday() == self.start.weekday()
        if self.frequency == "DAILY":
            return True
        same_month = self.frequency == "MONTHLY" or bool(self.months) or day.month == self.start.month
        return same_month and day.day == self.start.day

    def _fits_month(self, day: dt.date) -> bool:
        length = ((day.replace(day=1) + 32 * DAY).replace(day=1) - DAY).day
        places = {0, (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)}
        if self.days and not any(day.weekday() == each and place in places for each, place in self.days):
            return False
        return not self.monthdays or day.day in self.monthdays or day.day - length - 1 in self.monthdays


def rule_of(values: dict[str, list[Any]], start: dt.date) -> Rule:
    """The repetition that an RRULE says; raises `NotUnderstood` for any other kind."""
    given = {str(name).upper(): each for name, each in values.items()}
    frequency = str(_only(given, "FREQ")).upper()
    if set(given) - KNOWN or frequency not in FREQUENCIES:
        raise NotUnderstood
    if frequency == "YEARLY" and {"BYDAY", "BYMONTHDAY"} & set(given) and "BYMONTH" not in given:
        raise NotUnderstood
    interval, count = _whole(_only(given, "INTERVAL", 1)), given.get("COUNT")
    return Rule(
        frequency,
        start,
        max(1, interval),
        min(MOST, _whole(count[0])) if count else None,
        _until(_only(given, "UNTIL", None)),
        tuple(_weekday(str(each)) for each in given.get("BYDAY", ())),
        tuple(_whole(each) for each in given.get("BYMONTH", ())),
        tuple(_whole(each) for each in given.get("BYMONTHDAY", ())),
    )


def _only(given: dict[str, list[Any]], name: str, default: Any = "") -> Any:
    values = given.get(name)
    if values is None:
        return default
    if len(values) != 1:
        raise NotUnderstood
    return values[0]


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise NotUnderstood from error


def _until(value: Any) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def _weekday(text: str) -> tuple[int, int]:
    found = BYDAY.fullmatch(text.upper())
    if found is None:
        raise NotUnderstood
    return WEEKDAYS.index(found["day"]), int(found["place"] or 0)
