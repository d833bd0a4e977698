"""Events and acts for the tests of the register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from portal.register.events import Event
from portal.register.operations import Pending, record
from tests.register.letters import HEAD, Letter

NOON = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)

SENT = Event("letters.sent", "%(actor)s sent %(object)s to %(receiver)s.", details=("receiver", "terms"))
READ = Event("letters.read", "%(actor)s read %(object)s.")
ODD = Event("letters.odd", "100%% %(actor)s, %(nobody_knows)s")
WEIGHED = Event("letters.weighed", "%(actor)s weighed it.", ("grams", "note"), labels={"grams": "Weight"})
BURNT = Event("letters.burnt", "%(actor)s burnt %(object)s: %(reason)s", details=("reason",), restricted=True)


def later(minutes: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=minutes)


def read(letter: Letter, minutes: float = 0, **arguments: Any) -> Pending:
    return record(READ, letter, **{"by": HEAD, "now": later(minutes), **arguments})


def send(letter: Letter, receiver: str = "the mint", minutes: float = 0, **arguments: Any) -> Pending:
    given = {"by": HEAD, "now": later(minutes), "terms": {"share_percent": 40}, **arguments}
    return record(SENT, letter, receiver=receiver, **given)


def burn(letter: Letter, reason: str = "cold", minutes: float = 0, **arguments: Any) -> Pending:
    return record(BURNT, letter, **{"by": HEAD, "now": later(minutes), "reason": reason, **arguments})


def fill(session: Session, letter: Letter, count: int) -> None:
    """So many entries, one commit each."""
    for number in range(count):
        read(letter, minutes=number)
        session.commit()
