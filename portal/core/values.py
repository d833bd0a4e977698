"""Types for request bodies: what the forms' fields clean and refuse, the API cleans and refuses too.

`Line` and `Paragraph` are NFC-normalised, stripped and without control characters; `Day` is an ISO date as
text between 1900 and 2200 (a bare number would be read as seconds since 1970); `Amount` is finite and has two
places at most.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from flask_babel import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from portal.core.forms import FIRST_DAY, INVISIBLE, LAST_DAY, LINE, PARAGRAPH, clean, has_control_characters


def cleaned(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _refuse_control(text: str, *, multiline: bool) -> str:
    if has_control_characters(text, multiline=multiline):
        raise PydanticCustomError("control_characters", _("Remove the control characters from this text."))
    if text and not set(text) - INVISIBLE - {" ", "\n"}:
        raise PydanticCustomError("invisible", _("This text has only invisible characters."))
    return text


def _one_line(text: str) -> str:
    return _refuse_control(text, multiline=False)


def _several_lines(text: str) -> str:
    return _refuse_control(text, multiline=True)


def _written_as_text(value: Any) -> Any:
    if value is None or isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("day", _("Write the date as YYYY-MM-DD."))
    return value


Line = Annotated[
    str, BeforeValidator(cleaned), Field(min_length=1, max_length=LINE), AfterValidator(_one_line)
]
OptionalLine = Annotated[str, BeforeValidator(cleaned), Field(max_length=LINE), AfterValidator(_one_line)]
Paragraph = Annotated[
    str, BeforeValidator(cleaned), Field(max_length=PARAGRAPH), AfterValidator(_several_lines)
]
NeededParagraph = Annotated[
    str, BeforeValidator(cleaned), Field(min_length=1, max_length=PARAGRAPH), AfterValidator(_several_lines)
]
Day = Annotated[dt.date, BeforeValidator(_written_as_text), Field(ge=FIRST_DAY, le=LAST_DAY)]
Amount = Annotated[Decimal, Field(ge=0, le=Decimal(999_999_999_999), decimal_places=2, allow_inf_nan=False)]
