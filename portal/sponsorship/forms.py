"""Forms of the sponsor's ledger."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from portal.core.forms import Form, cards, choice, day, line, paragraph, whole
from portal.sponsorship.models import KIND_WORDS, SponsorAct

ACT = ("kind", "on", "with_whom", "minutes", "note")
DAY_LONG = 1440


class ActForm(Form):
    kind = cards(_l("What it was"), KIND_WORDS.items())
    on = day(_l("On the day"))
    with_whom = line(
        _l("With whom"), required=False, maximum=300, help=_l("Names, or the organization that was visited.")
    )
    minutes = whole(
        _l("Minutes"),
        minimum=1,
        maximum=DAY_LONG,
        required=False,
        help=_l("Counts towards the share of time that the mandate promises."),
    )
    note = paragraph(_l("Note"), maximum=2000, help=_l("What came of it, in a sentence."))


class CorrectionForm(ActForm):
    reason = paragraph(_l("What was wrong"), required=True, maximum=1000)


class StrikingForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=1000)


class ConfirmationForm(Form):
    """Nothing to fill in; what the page sends says that it was the page."""

    sure = HiddenField(default="yes", validators=[InputRequired()])


class CommentForm(Form):
    month_on = choice(_l("Month"))
    words = paragraph(_l("Comment"), required=True, maximum=2000)


def as_entered(act: SponsorAct) -> dict[str, Any]:
    return {**{name: getattr(act, name) for name in ACT}, "version": act.version}
