"""Forms of a running meeting. Who is in the room, and what belongs to an item, is checked by the operations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from portal.accounts.fields import person_field
from portal.core.forms import choice, line, paragraph, whole
from portal.sittings.models import LEANING_WORDS, REPLY_WORDS
from portal.sittings.operations.votes import MOST_HANDS
from portal.steering.forms import Form, ReasonForm
from portal.steering.models import Decision, Membership

__all__ = ["ReasonForm"]

NOTE = 5000
ROWS = 8
SCORE = re.compile(r"[+\-−]?\d{1,6}([.,]\d{1,3})?")


class ArrivalForm(Form):
    person = person_field(_l("Somebody else came"), help=_l("Name or e-mail. Who has no seat is a guest."))


class NoteForm(Form):
    text = paragraph(_l("What was said, in short"), required=True, maximum=NOTE)


class HeardForm(Form):
    person_id = whole(_l("Member"), minimum=1, maximum=2**31 - 1)
    position = line(_l("Position"), maximum=20)
    reason = paragraph(_l("Reason"), maximum=5000)


class ProposalHereForm(Form):
    title = line(_l("What is to be decided"), maximum=1000)
    context = paragraph(_l("Context"), help=_l("What led here, and what happens if nothing is decided."))
    options = paragraph(_l("Options"), help=_l("What was considered, with what speaks for and against it."))


class AmendmentForm(ProposalHereForm):
    reason = paragraph(_l("Why it is amended"), maximum=2000)


class VoteForm(Form):
    """What is asked, and about which proposal of the item."""

    question = line(_l("Question"), maximum=500, help=_l("As it was put to the room."))
    decision = choice(_l("About the proposal"), required=False)

    def offer(self, decisions: Iterable[Decision]) -> None:
        found = [(str(each.id), each.register_label()) for each in decisions]
        self.decision.choices = [("", str(_l("None, about the item itself"))), *found]

    def about(self, decisions: Iterable[Decision]) -> Decision | None:
        return next((each for each in decisions if str(each.id) == (self.decision.data or "")), None)


def roll_call_form(seats: Iterable[Membership], data: dict[str, Any]) -> VoteForm:
    """A line for each member who is asked by name."""
    fields = {
        f"reply_{seat.person_id}": choice(seat.person.name, REPLY_WORDS.items(), required=False)
        for seat in seats
    }
    form: VoteForm = type("RollCallForm", (VoteForm,), fields)(data=data)
    return form


def replies(form: VoteForm) -> dict[int, str]:
    """Person id → what they answered; who said nothing is left out."""
    return {
        int(name.removeprefix("reply_")): field.data
        for name, field in form._fields.items()
        if name.startswith("reply_") and field.data
    }


def poll_form(data: dict[str, Any]) -> VoteForm:
    fields = {
        f"count_{code}": whole(word, minimum=0, maximum=MOST_HANDS, required=False, default=0)
        for code, word in LEANING_WORDS.items()
    }
    form: VoteForm = type("PollForm", (VoteForm,), fields)(data=data)
    return form


def counts(form: VoteForm) -> dict[str, int]:
    return {str(code): form[f"count_{code}"].data or 0 for code in LEANING_WORDS}


class IsScore:
    """Validator: a number, also below zero, with up to three decimals."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not SCORE.fullmatch(field.data):
            raise ValidationError(_("Enter a number, such as 12, 3.5 or -4."))


def score_form(data: dict[str, Any]) -> VoteForm:
    fields: dict[str, StringField] = {}
    for row in range(1, ROWS + 1):
        fields[f"option_{row}"] = line(_("Option %(number)d", number=row), required=False, maximum=200)
        fields[f"score_{row}"] = line(_("Score"), required=False, maximum=12, checks=[IsScore()])
    form: VoteForm = type("ScoreForm", (VoteForm,), fields)(data=data)
    return form


def scores(form: VoteForm) -> list[tuple[str, Decimal]]:
    """Options that have both a name and a score."""
    found = []
    for row in range(1, ROWS + 1):
        name, given = form[f"option_{row}"].data, form[f"score_{row}"].data
        if name and given:
            found.append((name, score_of(given)))
    return found


def score_of(text: str) -> Decimal:
    """As people write it: with a comma, or with the minus sign of print."""
    try:
        return Decimal(text.replace("−", "-").replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
