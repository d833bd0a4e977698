"""What a letter says, kept as JSON between the act and the sending: days, instants and amounts come back as
such.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import force_locale
from flask_babel.speaklater import LazyString

TAG = "$"


def pack(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """JSON of texts, numbers, days, instants, amounts, lists and dicts of them; translatable words in
    `language`.
    """
    with force_locale(language):
        return {str(name): _packed(value) for name, value in facts.items()}


def unpack(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the template gets them."""
    return {name: _unpacked(value) for name, value in stored.items()}


def _packed(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case str() | LazyString():
            return str(value).replace("\x00", "")
        case dt.datetime():
            return {TAG: "instant", "value": value.astimezone(dt.UTC).isoformat()}
        case dt.date():
            return {TAG: "day", "value": value.isoformat()}
        case Decimal():
            return {TAG: "amount", "value": str(value)}
        case Mapping():
            return {str(name): _packed(each) for name, each in value.items()}
        case list() | tuple():
            return [_packed(each) for each in value]
    raise TypeError(f"a letter cannot keep {type(value).__name__}: give texts, numbers, days, lists")


READ: dict[str, Any] = {
    "instant": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "amount": Decimal,
}


def _unpacked(value: Any) -> Any:
    match value:
        case {"$": kind, "value": text}:
            return READ[kind](text)
        case dict():
            return {name: _unpacked(each) for name, each in value.items()}
        case list():
            return [_unpacked(each) for each in value]
    return value
