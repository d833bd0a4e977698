"""Presence by month as a picture: a bar for the meetings one was invited to, filled as far as one was there.

Nothing is said by the picture alone: the table below it has every number, `sentences` the same in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.sponsorship.ledger import Month

STEP, BAR, HEIGHT, TOP, FOOT = 52, 30, 96, 22, 26


@dataclass(frozen=True)
class Bar:
    """`y` and `height` of what was asked, `filled_y` and `filled` of what was given."""

    x: int
    y: int
    height: int
    filled_y: int
    filled: int
    words: str
    name: str
    is_alone: bool


@dataclass(frozen=True)
class Picture:
    bars: Sequence[Bar]
    width: int
    height: int
    base: int
    bar: int
    sentences: Sequence[str]


def month_name(month: dt.date, skeleton: str = "yMMM") -> str:
    """As the reader's language writes it."""
    return str(format_skeleton(skeleton, month, locale=get_locale() or "en"))


def picture_of(months: Sequence[Month]) -> Picture:
    """Every month has its place, the empty ones too."""
    most = max((each.invited for each in months), default=0) or 1
    bars = [_bar(each, place, most) for place, each in enumerate(months)]
    return Picture(
        bars=bars,
        width=max(len(months) * STEP, STEP),
        height=TOP + HEIGHT + FOOT,
        base=TOP + HEIGHT,
        bar=BAR,
        sentences=[_sentence(each) for each in months],
    )


def _bar(month: Month, place: int, most: int) -> Bar:
    whole, filled = month.invited * HEIGHT // most, month.present * HEIGHT // most
    return Bar(
        x=place * STEP + (STEP - BAR) // 2,
        y=TOP + HEIGHT - whole,
        height=whole,
        filled_y=TOP + HEIGHT - filled,
        filled=filled,
        words=f"{month.present}/{month.invited}" if month.invited else "–",
        name=month_name(month.first, "MMM"),
        is_alone=month.is_alone,
    )


def _sentence(month: Month) -> str:
    name = month_name(month.first)
    if not month.invited:
        return _("%(month)s: no meeting.", month=name)
    return _(
        "%(month)s: present at %(present)d of %(invited)d meetings.",
        month=name,
        present=month.present,
        invited=month.invited,
    )
