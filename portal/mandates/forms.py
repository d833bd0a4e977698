"""Forms of mandates."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from portal.accounts.fields import department_field, person_field
from portal.agreements.models import Answer
from portal.core.forms import CleanText, Form, amount, cards, choice, day, line, paragraph, whole
from portal.mandates.models import TERMS, TEXTS, Mandate, TouchedDepartment
from portal.projects.forms import CURRENCY
from portal.projects.labels import LEAD_MODELS

LONGEST = 4000
#: Names of the forms of Chinese in themselves: a reader looks for their own.
CHINESE = (("zh_Hans", "简体中文"), ("zh_Hant", "繁體中文"))


class DraftForm(Form):
    lead_model = cards(_l("Who leads"), LEAD_MODELS.items())
    grantee = person_field(
        _l("Who gets the authority"), help=_l("The person who leads, usually the project manager.")
    )
    chinese = choice(_l("Chinese of the letter"), CHINESE)


def _words(label: Any, help: Any = "") -> Any:
    return paragraph(label, maximum=LONGEST, help=help)


class MandateForm(Form):
    grantee = person_field(_l("Who gets the authority"))
    grantee_department = department_field(_l("Department that leads"), required=False)
    scope = _words(_l("Scope (English)"))
    scope_zh = _words(_l("Scope (Chinese)"))
    money_limit = amount(
        _l("Most money for one decision"),
        help=_l("A decision that commits more is marked before it is taken. Empty: no money of their own."),
    )
    currency = line(_l("Currency"), required=False, maximum=3, checks=[CURRENCY])
    people_power = _words(_l("Power over people (English)"))
    people_power_zh = _words(_l("Power over people (Chinese)"))
    decision_power = _words(_l("Power to decide (English)"))
    decision_power_zh = _words(_l("Power to decide (Chinese)"))
    limits = _words(_l("Limits (English)"))
    limits_zh = _words(_l("Limits (Chinese)"))
    valid_from = day(_l("From"))
    valid_to = day(_l("To"), required=False)
    until_milestone = choice(_l("Or until the milestone"), required=False)
    backdating_reason = paragraph(
        _l("Why it begins before the signature"),
        maximum=1000,
        help=_l("Only where the first day has passed. It is printed on the letter."),
    )
    sponsor_percent = whole(_l("Share of the sponsor's time"), minimum=1, maximum=100, required=False)
    presence = _words(_l("Presence of the sponsor (English)"))
    presence_zh = _words(_l("Presence of the sponsor (Chinese)"))

    def offer(self, milestones: list[tuple[str, str]]) -> None:
        self.until_milestone.choices = [("", "—"), *milestones]

    def values(self) -> dict[str, Any]:
        given = super().values()
        number = given["until_milestone"]
        return {
            **given,
            "currency": given["currency"].upper() if given["currency"] else None,
            "grantee_department": self.grantee_department.department,
            "until_milestone": int(number) if number else None,
        }


def as_entered(mandate: Mandate) -> dict[str, Any]:
    names = (*TERMS, *TEXTS, *(f"{name}_zh" for name in TEXTS), "backdating_reason", "version", "grantee")
    return {
        **{name: getattr(mandate, name) for name in names},
        "grantee_department": mandate.grantee_department_id,
        "until_milestone": str(mandate.until_milestone_id) if mandate.until_milestone_id else None,
    }


class DutyForm(Form):
    duty = paragraph(_l("Duty (English)"), maximum=LONGEST, help=_l("Empty: it only takes note."))
    duty_zh = paragraph(_l("Duty (Chinese)"), maximum=LONGEST)


def duty_as_entered(each: TouchedDepartment) -> dict[str, Any]:
    return {"duty": each.duty, "duty_zh": each.duty_zh, "version": each.mandate.version}


class DepartmentForm(DutyForm):
    department = department_field(_l("Department"))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "department": self.department.department}


class PuttingForm(Form):
    due_on = day(_l("Answer by"))


class _AnswerForm(Form):
    reason = paragraph(_l("Reason, where you decline"), maximum=2000)
    seen = HiddenField(validators=[Length(max=200), CleanText()])


class SignatureForm(_AnswerForm):
    answer = cards(
        _l("Your signature"), ((Answer.ACCEPT, _l("Sign")), (Answer.DECLINE, _l("Decline to sign")))
    )


class AcknowledgementForm(_AnswerForm):
    answer = cards(_l("Your answer"), ((Answer.ACCEPT, _l("Acknowledge")), (Answer.DECLINE, _l("Decline"))))


class ReasonForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=2000)


class AmendmentForm(Form):
    reason = paragraph(
        _l("Why it changes"), required=True, maximum=1000, help=_l("It is printed on the new edition.")
    )


class ExtensionForm(AmendmentForm):
    valid_to = day(_l("New last day"))
    due_on = day(_l("Answer by"))


class RemovalForm(Form):
    """Nothing to fill in; what the page sends says that it was the page."""

    sure = HiddenField(default="yes", validators=[InputRequired()])
