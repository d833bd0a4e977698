"""Calendar entries that travel with a letter, so that a meeting lands in people's calendars by itself.

The outbox does not know what a meeting is: a package above it says, for a template of its own, what entry the
facts of the letter make. It is written when the letter is sent, in the receiver's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from flask import current_app
from flask_babel import force_locale

from portal.outbox.facts import unpack
from portal.outbox.models import Letter

FILE = "invitation.ics"


@dataclass(frozen=True)
class Entry:
    """A calendar object (RFC 5545) and what the receiver's calendar is to do with it (RFC 5546)."""

    method: str
    text: str


#: Facts and the full address of the letter's link → the entry.
Writer = Callable[[Mapping[str, Any], str], Entry]
_writers: dict[str, Writer] = {}


def with_letters(*templates: str) -> Callable[[Writer], Writer]:
    """Decorator: letters of these templates carry the entry that the function writes."""

    def keep(writer: Writer) -> Writer:
        _writers.update(dict.fromkeys(templates, writer))
        return writer

    return keep


def add_entry(message: EmailMessage, letter: Letter, transfer: str) -> None:
    """Beside the words, for programs that show an invitation as such, and as a file for all others."""
    writer = _writers.get(letter.template)
    if writer is None:
        return
    with force_locale(letter.language):
        entry = writer(unpack(letter.facts), current_app.config["BASE_URL"] + letter.link)
    message.add_alternative(
        entry.text, subtype="calendar", charset="utf-8", cte=transfer, params={"method": entry.method}
    )
    message.add_attachment(entry.text.encode(), maintype="application", subtype="ics", filename=FILE)
