"""What the register says about letters."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

LETTER_TRIED_AGAIN = Event(
    "letters.tried_again", _l("%(actor)s had the letter %(object)s sent once more."), details=("reason",)
)
