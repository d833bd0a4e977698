"""Terms in parts: "50 % until May, then 100 %". Ordered stretches of time, each with its own amount."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

#: More stretches than these are not one promise any more.
MOST_PARTS = 12
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """A stretch of time with a share of the week, or with hours a week."""

    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    share_percent: int | None = None
    hours_per_week: Decimal | None = None

    def rounded(self) -> Part:
        hours = None if self.hours_per_week is None else self.hours_per_week.quantize(Decimal("0.01"))
        return replace(self, hours_per_week=hours)

    def told(self) -> dict[str, Any]:
        """For the register and for letters: only what was said."""
        return {name: value for name, value in vars(self).items() if value is not None}


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """By their beginning; whoever enters them need not."""
    return tuple(sorted((part.rounded() for part in parts), key=lambda part: part.valid_from or dt.date.max))


def one_stretch(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Neighbours with the same amount are one."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last is not None and _continues(last, part):
            found[-1] = replace(last, valid_to=part.valid_to)
        else:
            found.append(part)
    return tuple(found)


def _continues(before: Part, after: Part) -> bool:
    amounts = (before.share_percent, before.hours_per_week) == (after.share_percent, after.hours_per_week)
    is_next = before.valid_to is not None and after.valid_from == before.valid_to + DAY
    return amounts and is_next and after.valid_to is not None


class PartsColumn(TypeDecorator[tuple[Part, ...]]):
    """Parts beside the terms that they are: a version and its parts are one row, so neither changes alone."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())

    def process_bind_param(self, value: tuple[Part, ...] | None, dialect: Dialect) -> Any:
        return [_packed(part) for part in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Part, ...]:
        return tuple(_unpacked(part) for part in value or ())


def _packed(part: Part) -> dict[str, Any]:
    return {
        "valid_from": part.valid_from.isoformat() if part.valid_from else None,
        "valid_to": part.valid_to.isoformat() if part.valid_to else None,
        "share_percent": part.share_percent,
        "hours_per_week": None if part.hours_per_week is None else str(part.hours_per_week),
    }


def _unpacked(stored: dict[str, Any]) -> Part:
    first, last, hours = stored["valid_from"], stored["valid_to"], stored["hours_per_week"]
    return Part(
        valid_from=dt.date.fromisoformat(first) if first else None,
        valid_to=dt.date.fromisoformat(last) if last else None,
        share_percent=stored["share_percent"],
        hours_per_week=None if hours is None else Decimal(hours),
    )
