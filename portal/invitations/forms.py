"""The form of a reply."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts.fields import person_field
from portal.core.forms import Form, cards, paragraph
from portal.invitations.models import REPLY_WORDS, Reply

WORDS = 2000


class AnswerForm(Form):
    reply = cards(_l("Do you come?"), [(code.value, word) for code, word in REPLY_WORDS.items() if code])  # type: ignore[attr-defined]  # the keys are of the vocabulary
    reason = paragraph(
        _l("Why"), maximum=WORDS, help=_l("Needed if you do not come. The chair and the secretary read it.")
    )
    substitute = person_field(
        _l("Who comes in your place"),
        required=False,
        help=_l("They are invited at once. Who stands in is heard, and does not count towards the quorum."),
    )


ANSWERS = tuple(code.value for code in Reply if code)
