"""What has changed and is not urgent: one line each in the receiver's daily letter, instead of a letter each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import structlog

from portal.outbox.queries import gathered
from portal.outbox.words import subject_and_body

log = structlog.get_logger("portal.escalation")
#: Put to somebody for an answer. While it waits it stands in a section of its own; answered, it is no news to them.
ASKS = frozenset(
    {
        *("commitments/requested", "commitments/requested_again", "commitments/countered"),
        *("commitments/amendment_proposed", "agreements/put"),
        *("minutes/circulated", "minutes/circulated_absent", "minutes/erratum_proposed"),
    }
)


def take_news(now: dt.datetime) -> dict[int, list[dict[str, Any]]]:
    """By receiver, the oldest first. Whatever is taken is told: nothing stands in two letters."""
    news: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for letter in gathered():
        try:
            subject, _body = subject_and_body(letter)
        except Exception as error:  # one letter that cannot be written must not keep all others back
            log.exception("news could not be told", letter=str(letter.uid), template=letter.template)
            letter.give_up(f"{type(error).__name__}: {error}")
            continue
        letter.told(now)
        if letter.template not in ASKS:
            news[letter.person_id].append({"title": subject, "path": letter.link.lstrip("/")})
    return dict(news)
