"""What the states of letters are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.outbox.models import LetterState

STATE_WORDS: dict[str, Any] = {
    LetterState.GATHERED: _l("Waits for the daily letter"),
    LetterState.TOLD: _l("Told in the daily letter"),
    LetterState.WAITING: _l("Waiting"),
    LetterState.FAILED: _l("Failed, will be tried again"),
    LetterState.GIVEN_UP: _l("Given up"),
    LetterState.SENT: _l("Sent"),
}
STATE_TONES = {
    LetterState.GATHERED: "neutral",
    LetterState.TOLD: "done",
    LetterState.WAITING: "waiting",
    LetterState.FAILED: "warning",
    LetterState.GIVEN_UP: "bad",
    LetterState.SENT: "done",
}
