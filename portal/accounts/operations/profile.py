"""What people change about themselves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from portal.accounts import events
from portal.accounts.models import Person
from portal.accounts.operations.people import change

THEMES = ("light", "dark")


def edit_profile(
    person: Person,
    *,
    name: str,
    language: str | None,
    theme: str | None,
    hours_per_week: Decimal,
    by: Person,
    now: dt.datetime,
) -> None:
    """One's own name and working hours (they are what capacity is counted from) and preferences."""
    choose_theme(person, theme)
    choose_language(person, language)
    values = {"name": name, "hours_per_week": hours_per_week}
    change(person, values, events.PERSON_EDITED, by=by, now=now)


def choose_language(person: Person, language: str | None) -> None:
    """How somebody reads the portal says nothing about who answers for what, so it is not recorded."""
    person.language = language or None


def choose_theme(person: Person, theme: str | None) -> None:
    """As with the language: a preference, not an act."""
    person.theme = theme if theme in THEMES else None
