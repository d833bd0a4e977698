"""One cell into one value, or a sentence why not. What a form would refuse is refused here in the same words."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.core.forms import FIRST_DAY, INVISIBLE, LAST_DAY, clean, has_control_characters
from portal.exchange.files import Cell, Faulty

MOST = Decimal("999999999999.99")
YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
YES = {"yes", "true", "1", "y", "是"}
NO = {"no", "false", "0", "n", "否"}


class Kind(enum.StrEnum):
    """What a column holds."""

    LINE = "line"
    TEXT = "text"
    CODE = "code"
    DAY = "day"
    INSTANT = "instant"
    WHOLE = "whole"
    AMOUNT = "amount"
    CHOICE = "choice"
    FLAG = "flag"
    REFERENCE = "reference"


class DateOrder(enum.StrEnum):
    """How dates are written that do not begin with the year."""

    YEAR_FIRST = "year_first"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Unfit(Exception):
    """This cell cannot be taken; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Shape:
    """What is expected of a cell."""

    kind: Kind
    limit: int = 300
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    choices: Mapping[str, str] | None = None  # folded word → code
    dates: DateOrder = DateOrder.YEAR_FIRST
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


def read_cell(cell: Cell, shape: Shape) -> Any:
    """The value, or None for an empty cell. Raises `Unfit`."""
    if isinstance(cell, Faulty):
        raise Unfit(cell.sentence)
    if isinstance(cell, str):
        cell = clean(cell)
    if cell is None or cell == "":
        return None
    return READERS[shape.kind](cell, shape)


def as_text(cell: Cell) -> str:
    """A cell as a reader sees it, for texts and for what was given."""
    if cell is None or isinstance(cell, Faulty):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "minutes")
    return str(clean(cell) if isinstance(cell, str) else cell)


def _text(cell: Cell, shape: Shape) -> str:
    return _checked(cell if isinstance(cell, str) else as_text(cell), shape.limit, multiline=True)


def _line(cell: Cell, shape: Shape) -> str:
    """One line; line breaks within a cell of a spreadsheet are spaces."""
    text = cell if isinstance(cell, str) else as_text(cell)
    return _checked(" ".join(text.split("\n")) if "\n" in text else text, shape.limit, multiline=False)


def _checked(text: str, limit: int, *, multiline: bool) -> str:
    if len(text) > limit:
        raise Unfit(
            _(
                "This has %(count)d characters; there is room for %(limit)d.",
                count=len(text),
                limit=limit,
            )
        )
    if text.isprintable():
        return text
    if has_control_characters(text, multiline=multiline):
        raise Unfit(_("Remove the control characters from this text."))
    if not set(text) - INVISIBLE - {" ", "\n"}:
        raise Unfit(_("This text has only invisible characters."))
    return text


def _code(cell: Cell, shape: Shape) -> str:
    return _line(cell, shape)


def _day(cell: Cell, shape: Shape) -> dt.date:
    if isinstance(cell, dt.datetime):
        found = cell.date()
    elif isinstance(cell, dt.date):
        found = cell
    elif isinstance(cell, str):
        found = written_day(cell, shape.dates)
    else:
        raise Unfit(_not_a_day(as_text(cell), shape.dates))
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unfit(_("Choose a date between 1900 and 2200."))
    return found


def written_day(text: str, order: DateOrder) -> dt.date:
    """A date in figures. `31/05/2010` is understood only where somebody said that the day comes first."""
    try:
        if match := YEAR_FIRST.fullmatch(text):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if order != DateOrder.YEAR_FIRST and (match := DAY_OR_MONTH_FIRST.fullmatch(text)):
            first, second, year = int(match[1]), int(match[2]), _full_year(match[3])
            day, month = (first, second) if order == DateOrder.DAY_FIRST else (second, first)
            return dt.date(year, month, day)
    except ValueError:
        raise Unfit(_("There is no day “%(text)s” in the calendar.", text=text[:40])) from None
    if order == DateOrder.YEAR_FIRST and "T" in text[:11]:
        return _instant_of(text).date()
    raise Unfit(_not_a_day(text, order))


def _full_year(text: str) -> int:
    """`08` is 2008 and `40` is 2040: portfolios look ahead further than back."""
    year = int(text)
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def _not_a_day(text: str, order: DateOrder) -> str:
    if order == DateOrder.DAY_FIRST:
        return _("“%(text)s” is no date with the day first, such as 31/05/2010.", text=text[:40])
    if order == DateOrder.MONTH_FIRST:
        return _("“%(text)s” is no date with the month first, such as 05/31/2010.", text=text[:40])
    return _("“%(text)s” is no date. Write it as YYYY-MM-DD.", text=text[:40])


def _instant(cell: Cell, shape: Shape) -> dt.datetime:
    """A day and a time in the organization's time zone, unless the text says another."""
    if isinstance(cell, str):
        text = cell.replace("Z", "+00:00") if cell.endswith("Z") else cell
        has_time = len(text) > 10 and text[:4].isdigit()
        cell = _instant_of(text) if has_time else written_day(text, shape.dates)
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        cell = dt.datetime.combine(cell, dt.time())
    if not isinstance(cell, dt.datetime):
        raise Unfit(_not_an_instant(as_text(cell)))
    if not FIRST_DAY <= cell.date() <= LAST_DAY:
        raise Unfit(_("Choose a date between 1900 and 2200."))
    if cell.tzinfo is None:
        # spreadsheets count days in fractions: 09:30 may arrive as 09:29:59.999997
        cell = _to_second(cell).replace(tzinfo=shape.zone)
    return cell.astimezone(dt.UTC)


def _instant_of(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise Unfit(_not_an_instant(text)) from None


def _to_second(moment: dt.datetime) -> dt.datetime:
    if moment.microsecond and abs(moment.microsecond - 500_000) > 490_000:
        moment += dt.timedelta(milliseconds=20)
        return moment.replace(microsecond=0)
    return moment


def _not_an_instant(text: str) -> str:
    return _("“%(text)s” is no date with a time. Write it as YYYY-MM-DD HH:MM.", text=text[:40])


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        raise Unfit(_not_a_number(as_text(cell)))
    text = repr(cell) if isinstance(cell, float) else str(cell).replace("\u00a0", "").replace("\u202f", "")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unfit(_not_a_number(text)) from None
    if not number.is_finite() or abs(number) > MOST:
        raise Unfit(_not_a_number(text))
    return number


def _not_a_number(text: str) -> str:
    return _("“%(text)s” is no number that can be kept. Write figures only.", text=text[:40])


def _within(number: Any, shape: Shape) -> Any:
    below = shape.minimum is not None and number < shape.minimum
    above = shape.maximum is not None and number > shape.maximum
    if below or above:
        raise Unfit(
            _("Enter a number from %(min)s to %(max)s.", min=str(shape.minimum), max=str(shape.maximum))
        )
    return number


def _whole(cell: Cell, shape: Shape) -> int:
    number = _number(cell.removesuffix("%").strip() if isinstance(cell, str) else cell)
    if number != number.to_integral_value():
        raise Unfit(_("“%(text)s” is no whole number.", text=as_text(cell)[:40]))
    return int(_within(int(number), shape))


def _amount(cell: Cell, shape: Shape) -> Decimal:
    """Money or hours with two places. A spreadsheet's own noise in the tenth place is none of the writer's."""
    number = _within(_number(cell), shape)
    rounded: Decimal = number.quantize(Decimal("0.01"))
    if abs(number - rounded) > (Decimal("0.0000001") if isinstance(cell, float) else 0):
        raise Unfit(_("“%(text)s” has more than two decimal places.", text=as_text(cell)[:40]))
    return rounded


def folded_choice(text: str) -> str:
    """The form in which choices are compared: “Amber / Green”, `amber-green` and AMBER_GREEN are one."""
    return re.sub(r"[\s/_\-–]+", "_", text.casefold().strip()).strip("_")


def _choice(cell: Cell, shape: Shape) -> str:
    choices = shape.choices or {}
    text = as_text(cell)
    found = choices.get(folded_choice(text))
    if found is None:
        codes = ", ".join(dict.fromkeys(choices.values()))
        raise Unfit(_("“%(text)s” is none of: %(codes)s.", text=text[:60], codes=codes))
    return found


def _flag(cell: Cell, shape: Shape) -> bool:
    text = as_text(cell).casefold()
    if text in YES | NO:
        return text in YES
    raise Unfit(_("Write yes or no, not “%(text)s”.", text=text[:40]))


READERS: dict[Kind, Callable[[Cell, Shape], Any]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
    Kind.WHOLE: _whole,
    Kind.AMOUNT: _amount,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.REFERENCE: _line,
}
