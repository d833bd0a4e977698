"""Forms of agreements: one answer, and the hidden fields of a page of many."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from portal.agreements.labels import CHOICES
from portal.core.forms import CleanText, Form, cards, paragraph

REASON = _l("Reason, where you do not accept")


class AnswerForm(Form):
    """Three equal choices, none made beforehand. `seen` says which words were on the screen."""

    answer = cards(_l("Your answer"), CHOICES.items())
    reason = paragraph(REASON, required=False)
    seen = HiddenField(validators=[Length(max=200), CleanText()])


class RowsForm(Form):
    """A page of many answers: each row is read by `row_values`, as `answer-7`, `reason-7`, `seen-7`."""
