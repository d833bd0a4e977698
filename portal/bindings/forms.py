"""Forms of who is bound, what relies on a decision, and what a group looked at again."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from portal.accounts.fields import department_field, person_field
from portal.bindings.models import FATE_WORDS
from portal.core.forms import CleanText, cards, choice, day, line, paragraph
from portal.steering.forms import Form, ReasonForm, offer_meetings
from portal.steering.models import Meeting

__all__ = ["ReasonForm"]


class NameForm(Form):
    department = department_field(
        _l("Department"), required=False, help=_l("Its head answers. Or name a person below.")
    )
    person = person_field(_l("Person"), required=False)
    due_on = day(_l("Acknowledge by"), help=_l("After that day it is offered to the next agenda by itself."))


class AnswerForm(Form):
    """`seen` says which words were on the screen."""

    answer = cards(
        _l("Your answer"),
        {"accept": _l("Read and understood"), "decline": _l("It cannot be done")}.items(),
    )
    reason = paragraph(
        _l("Reason, if it cannot be done"),
        required=False,
        maximum=2000,
        help=_l("What stands in the way, and what would be needed."),
    )
    seen = HiddenField(validators=[Length(max=200), CleanText()])


class LookForm(Form):
    meeting = choice(_l("Meeting"), required=False)
    note = paragraph(_l("What the group saw"), required=True, maximum=5000)

    def offer(self, meetings: Iterable[Meeting]) -> None:
        offer_meetings(self.meeting, meetings, _("Between meetings"))


class ReviewForm(LookForm):
    note = paragraph(_l("What the group found"), required=True, maximum=5000)
    next_review_on = day(
        _l("Look at it again on"), required=False, help=_l("Leave empty if nobody needs to look again.")
    )


class RelianceForm(Form):
    decision = line(_l("Decision"), maximum=64, help=_l("Its code, such as D-2026-014."))
    note = paragraph(_l("Why it relies on it"), required=False, maximum=2000)


class FateForm(Form):
    fate = cards(_l("What becomes of it"), FATE_WORDS.items())
    note = paragraph(_l("What changes, or why it ends"), required=False, maximum=2000)
