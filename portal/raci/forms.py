"""Forms of the matrix as a whole. The cells of the grid are read by `grid.submitted`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from portal.accounts.fields import department_field, person_field
from portal.core.forms import CleanText, Form, cards, day, paragraph, presence
from portal.raci.pasting import MOST_CHARACTERS


class GridForm(Form):
    """`seen`: what the page showed, so that nobody overwrites what somebody else entered meanwhile."""

    valid_from = day(_l("Changes hold from"), help=_l("What stood until then stays readable on its days."))
    seen = HiddenField(validators=[Length(max=500_000), CleanText()])


class ColumnForm(Form):
    """Somebody who shall get a column."""

    department = department_field(_l("Department"), required=False)
    person = person_field(_l("Or person"), required=False)


class PasteForm(Form):
    #: not `paragraph`: an empty first cell must stay, and what cannot be read is said cell by cell
    text = TextAreaField(_l("Cells from Excel"), [presence(True), Length(max=MOST_CHARACTERS)])
    valid_from = day(_l("Holds from"))


class AskForm(Form):
    due_on = day(_l("Answer by"))


class AnswerForm(Form):
    """Two equal choices; rows are declined one by one by `decline-3` and `reason-3`."""

    answer = cards(_l("Your answer"), [("accept", _l("Accept")), ("decline", _l("Decline"))])
    reason = paragraph(_l("Reason, where you do not accept"), maximum=2000)
    seen = HiddenField(validators=[Length(max=200), CleanText()])


class WithdrawalForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=2000)
