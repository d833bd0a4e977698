"""Forms of circulating, answering, settling, closing, and of errata."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.forms import Form, cards, day, paragraph, whole
from portal.minutes.models import Outcome
from portal.steering.forms import MINUTES

WORDS = 4000
#: How long absent members may note, unless the secretary says otherwise.
NOTES_DAYS = 14
MOST_NOTES_DAYS = 60
#: How long everybody has to answer, unless the secretary says otherwise.
ANSWER_DAYS = 7


class CirculationForm(Form):
    due_on = day(_l("Answers are due on"), help=_l("After this day the chair may close over who is silent."))
    notes_days = whole(
        _l("Days for notes of absent members"),
        minimum=0,
        maximum=MOST_NOTES_DAYS,
        default=NOTES_DAYS,
        help=_l("Counted from today. Their notes are printed beside the minutes and change nothing in them."),
    )


class ErratumForm(Form):
    text = paragraph(
        _l("What is to be read, instead of what"),
        required=True,
        maximum=MINUTES,
        help=_l("The approved minutes stay as they are; this stands beside them. Markdown."),
    )
    reason = paragraph(_l("Why"), required=True, maximum=WORDS)
    due_on = day(_l("Answers are due on"))


class AnswerForm(Form):
    """`version` is the version of the text that was on the screen."""

    answer = cards(_l("Your answer"), [])
    words = paragraph(_l("In your words"), maximum=WORDS, help=_l("Printed as you write it."))
    proposed = paragraph(
        _l("The text as it should read"),
        maximum=MINUTES,
        help=_l("Only for a correction: change what is not right and leave the rest."),
    )


class SettlementForm(Form):
    outcome = cards(
        _l("What becomes of it"),
        [(Outcome.TAKEN.value, _l("Take it into the text")), (Outcome.DECLINED.value, _l("Do not take it"))],
    )
    reason = paragraph(_l("Reason"), maximum=WORDS, help=_l("Needed where it is not taken."))


class ClosingForm(Form):
    """A button."""
