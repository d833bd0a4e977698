"""Forms of weeks, reasons, objectives and evaluations. Fields are the operations' keywords."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.core.forms import Form, amount, cards, choice, day, line, paragraph
from portal.fulfilment.labels import OUTCOMES, SETTLEMENTS, reason_groups
from portal.fulfilment.models import Objectives


class EntryForm(Form):
    """One week of one promise."""

    week_on = day(_l("Week"), help=_l("Any day of the week."))
    hours = line(
        _l("Given"),
        maximum=20,
        help=_l("Hours such as 16 or 7.5, or a share of the week such as %(share)s.", share="40 %"),
    )


class ManyForm(Form):
    """Several promises for one week: the rows are read from the request, see `views.grid`."""


class LookForm(Form):
    """Agreeing is one click on a figure that was seen."""

    seen = HiddenField()

    @property
    def figure(self) -> Decimal | None:
        """What the page showed; nonsense is no figure that was ever shown."""
        text = str(self.seen.data or "")
        return (
            Decimal(text)
            if text.replace(".", "", 1).isdecimal() and text.isascii() and len(text) < 9
            else None
        )


class ObjectionForm(LookForm):
    """The head's own figure, and why."""

    hours = amount(_l("Hours given, as you know it"), required=True, maximum="80")
    reason = paragraph(
        _l("Why you disagree"), required=True, maximum=4000, help=_l("The project reads this and answers.")
    )


class SettlementForm(Form):
    """What the project answers to a disagreement."""

    settlement = cards(_l("Your answer"), list(SETTLEMENTS.items()))
    note = paragraph(_l("Note"), maximum=4000)


class ReasonForm(Form):
    """Why less was given. The reasons are grouped by the side on which they lie."""

    reason = choice(_l("Reason"), required=True)
    note = paragraph(_l("Note"), maximum=4000, help=_l("What happened, in a sentence."))

    def offer(self) -> ReasonForm:
        """The reasons in the reader's language."""
        groups: dict[str, Any] = {"": [("", "—")]}
        groups.update(reason_groups())
        self.reason.choices = groups
        return self


class ObjectivesForm(Form):
    """One objective per line."""

    texts = paragraph(
        _l("Objectives"),
        required=True,
        maximum=8000,
        help=_l("One per line, seven at most. Say what will be there in the end, so that one can see it."),
    )

    def lines(self) -> list[str]:
        return str(self.texts.data or "").splitlines()


class ObjectivesAnswerForm(Form):
    """The head's yes or no to the objectives that were shown."""

    number = HiddenField()
    answer = cards(
        _l("Your answer"),
        [("accepted", _l("Take them into the promise")), ("declined", _l("Decline them"))],
    )
    reason = paragraph(_l("Reason"), maximum=4000, help=_l("Needed if you decline."))

    @property
    def seen(self) -> int | None:
        text = str(self.number.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


class EvaluationForm(Form):
    """The shared text; what became of each agreed objective is added by `evaluation_form`."""

    text = paragraph(
        _l("The contribution"),
        required=True,
        maximum=8000,
        help=_l("What this person brought to the project, what they could do more of. They will read it."),
    )

    def outcomes(self) -> dict[int, tuple[str, str]]:
        """Number of the objective → outcome and note."""
        numbers = [int(name.removeprefix("outcome_")) for name in self._fields if name.startswith("outcome_")]
        return {
            number: (self[f"outcome_{number}"].data or "", self[f"note_{number}"].data or "")
            for number in numbers
        }


def evaluation_form(agreed: Objectives | None, data: dict[str, Any]) -> EvaluationForm:
    """The form with a pair of fields for each objective that was agreed."""
    fields: dict[str, Any] = {}
    stored: dict[str, Any] = {}
    for item in agreed.items if agreed else []:
        fields[f"outcome_{item.number}"] = choice(_l("Outcome"), list(OUTCOMES.items()), required=False)
        fields[f"note_{item.number}"] = line(_l("Note"), required=False)
        stored |= {f"outcome_{item.number}": item.outcome or None, f"note_{item.number}": item.outcome_note}
    form: EvaluationForm = type("EvaluationOfObjectivesForm", (EvaluationForm,), fields)(
        data={**stored, **data}
    )
    return form


class OwnWordsForm(Form):
    own_words = paragraph(
        _l("Your own words"),
        maximum=8000,
        help=_l("They stand beside the evaluation. The head and the project manager read them."),
    )
