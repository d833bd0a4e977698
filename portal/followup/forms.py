"""Forms of action items."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from portal.accounts.fields import person_field
from portal.core.forms import CleanText, cards, day, line, paragraph
from portal.followup.subjects import Followed
from portal.steering.forms import Form


class ActionForm(Form):
    title = line(
        _l("What is to be done"), maximum=1000, help=_l("One task, in words that tell when it is done.")
    )
    owner = person_field(_l("Owner"), help=_l("One person. They are told at once."))
    due_on = day(_l("Due on"))
    note = paragraph(_l("Note"), maximum=5000)


class WordingForm(Form):
    title = line(_l("What is to be done"), maximum=1000)
    note = paragraph(_l("Note"), maximum=5000)


def wording_as_entered(followed: Followed) -> dict[str, Any]:
    return {name: getattr(followed.action, name) for name in ("title", "note", "version")}


class CompletionForm(Form):
    outcome = paragraph(_l("What came of it"), required=True, maximum=5000)
    evidence = line(
        _l("Where it can be seen"),
        required=False,
        maximum=500,
        help=_l("The code of a record (D-2026-014, R-000007 …) or a web address. You may leave it empty."),
    )


class CancellationForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=2000)


class HandOverForm(Form):
    owner = person_field(
        _l("New owner"), help=_l("They are asked. Until they say yes, it stays with its owner.")
    )
    note = paragraph(_l("Note"), maximum=2000, help=_l("What they need to know."))


class OwnAnswerForm(Form):
    """The owner's own word. `seen` says which words were on the screen."""

    answer = cards(_l("Your answer"), {"accept": _l("Accept"), "decline": _l("Decline")}.items())
    reason = paragraph(
        _l("Reason, where you do not accept"),
        required=False,
        maximum=2000,
        help=_l("What stands in the way, and what you could do instead."),
    )
    seen = HiddenField(validators=[Length(max=200), CleanText()])


class DueDateForm(Form):
    due_on = day(_l("New date"))
    reason = paragraph(_l("Reason"), required=True, maximum=2000)
