"""Form fields that clean what was typed and refuse what must not be stored.

Text is NFC-normalised and stripped; control characters and over-long text are refused at the field. Use the
factories (`line`, `paragraph`, `day` …) instead of raw WTForms fields, so that the limits stand in one place.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.errors import Invalid

LINE = 300
PARAGRAPH = 20_000
FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2200, 12, 31)
INVISIBLE = {"\u200b", "\u2060", "\ufeff"}


def clean(text: str | None) -> str | None:
    """NFC, one kind of line ending, no surrounding white space; None stays None."""
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()


def entered(text: str | None) -> str:
    """What was typed, cleaned; a field that was not sent at all reads as empty."""
    return clean(text) or ""


def has_control_characters(text: str, *, multiline: bool = False) -> bool:
    """Control, surrogate and bidirectional override characters have no business in a record."""
    allowed = {"\n", "\t"} if multiline else set()
    return any(
        character not in allowed
        and (
            unicodedata.category(character) in {"Cc", "Cs"}
            or "\u202a" <= character <= "\u202e"
            or "\u2066" <= character <= "\u2069"
        )
        for character in text
    )


class CleanText:
    """Validator: no control characters. (A validator and not a filter: what was typed is shown again.)"""

    def __init__(self, *, multiline: bool = False) -> None:
        self.multiline = multiline

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and has_control_characters(field.data, multiline=self.multiline):
            raise ValidationError(str(_l("Remove the control characters from this text.")))
        if field.data and not set(field.data) - INVISIBLE - {" ", "\n"}:
            raise ValidationError(str(_l("This text has only invisible characters.")))


class WithinCalendar:
    """Validator: a date that the portal can work with."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not FIRST_DAY <= field.data <= LAST_DAY:
            raise ValidationError(str(_l("Choose a date between 1900 and 2200.")))


def presence(required: bool, chosen: bool = False) -> Any:
    """The validator that asks for a value, or lets an empty one pass."""
    message = _l("Choose one.") if chosen else _l("This field is needed.")
    return DataRequired(message=message) if required else Optional()


def line(
    label: Any, *, required: bool = True, maximum: int = LINE, help: Any = "", **kwargs: Any
) -> StringField:
    """One line of text."""
    too_long = Length(max=maximum, message=_l("Keep this to %(max)d characters at most."))
    checks = [presence(required), too_long, CleanText(), *kwargs.pop("checks", ())]
    return StringField(label, checks, filters=[entered], description=help, **kwargs)


def paragraph(
    label: Any, *, required: bool = False, maximum: int = PARAGRAPH, help: Any = "", **kwargs: Any
) -> TextAreaField:
    """Several lines of text."""
    too_long = Length(max=maximum, message=_l("Keep this to %(max)d characters at most."))
    checks = [presence(required), too_long, CleanText(multiline=True), *kwargs.pop("checks", ())]
    return TextAreaField(label, checks, filters=[entered], description=help, **kwargs)


def secret(label: Any, *, maximum: int = 200, help: Any = "", **kwargs: Any) -> PasswordField:
    """A password; never shown again, never cleaned."""
    checks = [presence(True), Length(max=maximum), *kwargs.pop("checks", ())]
    return PasswordField(label, checks, description=help, **kwargs)


def day(label: Any, *, required: bool = True, help: Any = "", **kwargs: Any) -> DateField:
    """A calendar day."""
    return DateField(label, [presence(required), WithinCalendar()], description=help, **kwargs)


def whole(
    label: Any, *, minimum: int, maximum: int, required: bool = True, help: Any = "", **kwargs: Any
) -> IntegerField:
    """A whole number between two bounds."""
    bounds = NumberRange(minimum, maximum, _l("Enter a number from %(min)s to %(max)s."))
    needed = InputRequired(_l("This field is needed.")) if required else Optional()
    return IntegerField(label, [needed, bounds], description=help, **kwargs)


def amount(
    label: Any, *, required: bool = False, maximum: str = "999999999999", help: Any = "", **kwargs: Any
) -> DecimalField:
    """A non-negative decimal with two places, for money and hours."""
    bounds = NumberRange(Decimal(0), Decimal(maximum), _l("Enter a number from %(min)s to %(max)s."))
    needed = InputRequired(_l("This field is needed.")) if required else Optional()
    return DecimalField(label, [needed, FiniteNumber(), bounds], places=2, description=help, **kwargs)


class FiniteNumber:
    """Validator: `NaN` and `Infinity` parse as decimals but are no amount."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and not field.data.is_finite():
            field.data = None
            raise ValidationError(str(_l("Enter a number.")))


def choice(
    label: Any,
    choices: Iterable[tuple[str, Any]] = (),
    *,
    required: bool = True,
    help: Any = "",
    **kwargs: Any,
) -> SelectField:
    """One of a list; an optional choice starts with an empty line."""
    options = list(choices)
    if not required:
        options = [("", "—"), *options]
        kwargs.setdefault("coerce", _text_or_none)
    return SelectField(label, [presence(required, chosen=True)], choices=options, description=help, **kwargs)


def _text_or_none(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def cards(label: Any, choices: Iterable[tuple[str, Any]], *, help: Any = "", **kwargs: Any) -> RadioField:
    """A few equal choices, none preselected."""
    return RadioField(
        label, [InputRequired(_l("Choose one."))], choices=list(choices), description=help, **kwargs
    )


def flag(label: Any, *, help: Any = "", **kwargs: Any) -> BooleanField:
    """Yes or no."""
    return BooleanField(label, description=help, **kwargs)


class Form(FlaskForm):
    """A form with the hidden fields that every form carries: CSRF token, `once`, and `version` for edits."""

    once = HiddenField(default=lambda: uuid.uuid4().hex)
    version = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Sentences that were written down before the language was known become text now."""
        is_acceptable = bool(super().validate(extra_validators))
        for field in self:
            field.errors = [str(each) if isinstance(each, LazyString) else each for each in field.errors]
        return is_acceptable

    def submitted(self) -> bool:
        """Was the form sent, and is every field acceptable?"""
        return bool(self.validate_on_submit())

    def values(self) -> dict[str, Any]:
        """What was entered, under the operation's keywords."""
        return {
            name: value for name, value in self.data.items() if name not in {"csrf_token", "once", "version"}
        }

    def reject(self, error: Invalid) -> None:
        """Put an operation's complaints at the fields they name, else above the form."""
        for name, sentence in error.errors.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, sentence]
            else:
                self.form_errors.append(sentence)


def form_from_json(form: type[Form], data: dict[str, Any]) -> Form:
    """The same checks for a batch row: a form filled from plain values, without CSRF."""
    return form(formdata=MultiDict(data), meta={"csrf": False})


def is_submitted() -> bool:
    """Is this request a submission?"""
    return request.method in {"POST", "PUT", "PATCH", "DELETE"}
