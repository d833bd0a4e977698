"""The words that somebody who is bound reads, told anew in each reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal.core.language import date


def sentence(terms: Mapping[str, Any]) -> str:
    """What was decided, and by when it is to be carried out."""
    said = {
        "code": terms["code"],
        "title": terms["title"],
        "outcome": terms["outcome"],
        "day": date(_day(terms.get("decided_on"))),
    }
    text = _("You are bound by %(code)s “%(title)s”, decided on %(day)s: %(outcome)s") % said
    due_on = _day(terms.get("due_on"))
    if due_on is None:
        return text
    return f"{text} {_('To be carried out by %(day)s.', day=date(due_on))}"


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
