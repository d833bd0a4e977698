"""What administrators do about letters."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.operation import events
from portal.outbox.models import Letter
from portal.register.operations import record


def try_letter_again(letter: Letter, *, by: Person, now: dt.datetime) -> None:
    """What stood in the way (a wrong address, a server that was down) has been put right."""
    reason = letter.error
    letter.try_again(now)
    record(events.LETTER_TRIED_AGAIN, letter, by=by, now=now, reason=reason)
