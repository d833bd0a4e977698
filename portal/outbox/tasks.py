"""Sending: what waits in the outbox leaves, by any number of workers at once.

At least once: a letter is claimed (committed), handed over, and marked as sent (committed). A worker that
dies in between leaves it claimed; when the claim has run out another one sends it again, under the same
Message-ID. The only task that commits by itself: what has left cannot be rolled back, and a mail server must
not hold up writers.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence

import structlog
from flask import current_app
from sqlalchemy import select

from portal.database import session
from portal.outbox.delivery import Deferred, Delivery, Undeliverable, Unreachable, delivery
from portal.outbox.messages import compose
from portal.outbox.models import Letter, LetterState

BATCH = 20
CLAIM = dt.timedelta(minutes=15)
LONGEST_RUN = 300.0

log = structlog.get_logger("portal.outbox")


def send_letters(now: dt.datetime) -> int:
    """Send what is due. Returns how many letters left."""
    started = time.monotonic()
    sent = 0
    with delivery(current_app.config["MAIL_URL"]) as mail:
        while (passed := time.monotonic() - started) < LONGEST_RUN:
            batch = _claim(now + dt.timedelta(seconds=passed))
            if not batch:
                break
            done, is_reachable = _send_batch(batch, mail, now)
            sent += done
            if not is_reachable:
                break
    return sent


def _claim(now: dt.datetime) -> Sequence[Letter]:
    """Some letters that are due, taken by this worker; no other gets them before the claim runs out.

    They come back detached: reading them opens no transaction while the mail server takes its time.
    """
    due = select(Letter).where(Letter.next_try_at <= now).order_by(Letter.next_try_at, Letter.id).limit(BATCH)
    batch: list[Letter] = []
    while not batch and (found := session().scalars(due.with_for_update(skip_locked=True)).all()):
        batch = [letter for letter in found if letter.claim(now + CLAIM)]
        session().flush()
        for letter in batch:
            session().expunge(letter)
    session().commit()
    return batch


def _send_batch(batch: Sequence[Letter], mail: Delivery, now: dt.datetime) -> tuple[int, bool]:
    """How many left, and whether the others would."""
    sent = 0
    for place, letter in enumerate(batch, 1):
        try:
            sent += _send(letter, mail, now)
        except Unreachable as error:
            log.warning("letters cannot be sent", reason=str(error))
            for other in batch[place:]:
                _note(other, lambda stored: stored.put_back(now))
            return sent, False
    return sent, True


def _send(letter: Letter, mail: Delivery, now: dt.datetime) -> bool:
    """Did this letter leave? What is wrong with it alone must not stop the others."""
    try:
        mail.send(compose(letter, now, mail.form), f"{letter.created_at:%Y%m%dT%H%M%SZ}-{letter.uid}")
    except Exception as error:
        _note(letter, _consequence(error, letter, now))
        if isinstance(error, Unreachable):
            raise
        return False
    _note(letter, lambda stored: stored.left(now), even_if_late=True)
    return True


def _consequence(error: Exception, letter: Letter, now: dt.datetime) -> Callable[[Letter], None]:
    if isinstance(error, Undeliverable):
        return lambda stored: stored.give_up(str(error))
    if isinstance(error, Unreachable | Deferred):
        return lambda stored: stored.could_not_leave(str(error), now)
    log.exception("a letter could not be written", letter=str(letter.uid), template=letter.template)
    told = f"The letter could not be written: {type(error).__name__}: {error}"
    return lambda stored: stored.could_not_leave(told, now)


def _note(letter: Letter, move: Callable[[Letter], None], *, even_if_late: bool = False) -> None:
    """Store how it went, unless another worker took the letter over meanwhile and knows better."""
    stored = session().get(Letter, letter.id, with_for_update=True, populate_existing=True)
    is_ours = stored is not None and (even_if_late or stored.attempts == letter.attempts)
    if stored is not None and is_ours and stored.state != LetterState.SENT:
        move(stored)
    session().commit()


TASKS = [send_letters]
