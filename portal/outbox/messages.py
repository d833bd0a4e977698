"""A letter as an e-mail message.

Its Message-ID comes from the letter, so that a second copy (sent again because nobody knew whether the first
had left) can be recognised, and most mail programs show it once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app

from portal.outbox.calendars import add_entry
from portal.outbox.models import Letter
from portal.outbox.words import one_line, subject_and_body

if TYPE_CHECKING:
    from email.policy import EmailPolicy  # generic for the type checker only


@dataclass(frozen=True)
class Form:
    """How a message is written down."""

    policy: EmailPolicy[EmailMessage]
    transfer: str


#: For mail servers of any age, and for people who open the file.
FOR_SERVERS = Form(SMTP, "quoted-printable")
FOR_READERS = Form(SMTP, "8bit")


def compose(letter: Letter, now: dt.datetime, form: Form) -> EmailMessage:
    """The message to `letter`'s receiver. Raises whatever is wrong with its template, facts or address."""
    subject, body = subject_and_body(letter)
    message = EmailMessage(policy=form.policy)
    message["Subject"] = subject
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = Address(one_line(letter.name), addr_spec=letter.email)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(letter)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, cte=form.transfer)
    message["Content-Language"] = letter.language.replace("_", "-")
    add_entry(message, letter, form.transfer)
    return message


def message_id(letter: Letter) -> str:
    """The same for every copy of the letter."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return f"<{letter.uid}@{host}>"
