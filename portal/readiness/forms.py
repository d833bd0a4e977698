"""Forms of readiness and gates."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Optional

from portal.accounts.fields import person_field
from portal.core.forms import Form, choice, day, paragraph
from portal.readiness.operations import Said
from portal.readiness.preconditions import GIVEN_WORDS, PRECONDITIONS

LONGEST = 4000


class AnswersForm(Form):
    """All preconditions on one page. What is left out stays unanswered, or as it was answered before."""

    voice = choice(_l("You answer for"))

    def said(self) -> list[Said]:
        return [
            Said(code, self[f"answer_{code}"].data, self[f"evidence_{code}"].data)
            for code in PRECONDITIONS
            if self[f"answer_{code}"].data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """An answer without evidence is an opinion."""
        is_acceptable = super().validate(extra_validators)
        for code in PRECONDITIONS:
            if self[f"answer_{code}"].data and not self[f"evidence_{code}"].data:
                self[f"evidence_{code}"].errors = [_("Say what your answer rests on.")]
                is_acceptable = False
        return is_acceptable


for _code in PRECONDITIONS:
    setattr(
        AnswersForm,
        f"answer_{_code}",
        RadioField(_l("Answer"), [Optional()], choices=list(GIVEN_WORDS.items())),
    )
    setattr(AnswersForm, f"evidence_{_code}", paragraph(_l("What it rests on"), maximum=LONGEST))


class TermForm(Form):
    text = paragraph(_l("Condition"), required=True, maximum=LONGEST)
    owner = person_field(_l("Who sees to it"))
    due_on = day(_l("Returns on"), help=_l("From this day on it stands on the agenda until it is met."))


def _decision() -> Any:
    return choice(_l("Decision that holds"), help=_l("A decision of the steering group about this project."))


class ProceedingForm(TermForm):
    decision = _decision()
    reason = paragraph(_l("Why it goes on all the same"), required=True, maximum=LONGEST)


class ReportForm(Form):
    evidence = paragraph(_l("What shows it"), required=True, maximum=LONGEST)


class ItemForm(Form):
    evidence = paragraph(_l("What shows it"), required=True, maximum=LONGEST)


class OpeningForm(Form):
    evidence = paragraph(_l("Why it is open again"), required=True, maximum=LONGEST)


class OverrideForm(Form):
    decision = _decision()
    reason = paragraph(_l("Why it goes on all the same"), required=True, maximum=LONGEST)
