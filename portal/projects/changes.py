"""What an edit changed, for the register; and both texts, for the page of somebody who came too late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms import SelectField
from wtforms.fields.core import Field

from portal.core.forms import Form


def apply(record: Any, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Set what differs; (before, after) of just those fields in plain words, or None if nothing does."""
    different = {name: value for name, value in values.items() if getattr(record, name) != value}
    if not different:
        return None
    before = {name: plain(getattr(record, name)) for name in different}
    for name, value in different.items():
        setattr(record, name, value)
    return before, {name: plain(value) for name, value in different.items()}


def plain(value: Any) -> Any:
    """As the register keeps it: a record by its name, everything else as it is."""
    return value if value is None or isinstance(value, str | int | Decimal | dt.date) else str(value)


def both_texts(submitted: Form, stored: Form) -> list[tuple[str, str, str]]:
    """(label, stored text, submitted text) of the fields in which two fillings of one form differ."""
    rows = [
        (str(field.label.text), shown(stored[field.name]), shown(field))
        for field in submitted
        if _is_seen(field)
    ]
    return [row for row in rows if row[1] != row[2]]


def _is_seen(field: Field) -> bool:
    return field.type not in {"HiddenField", "CSRFTokenField"}


def shown(field: Field) -> str:
    """What a person reads in a field."""
    if isinstance(field, SelectField):
        return next((str(choice[1]) for choice in field.iter_choices() if choice[2]), "")
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")
