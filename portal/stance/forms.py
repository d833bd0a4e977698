"""Forms of the register of stakeholders and of observations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.accounts.fields import department_field, person_field
from portal.core.forms import cards, day, line, paragraph
from portal.stance.models import LEVEL_WORDS, STANCE_WORDS
from portal.steering.forms import Form

LONGEST = 5000


class AssessmentForm(Form):
    influence = cards(
        _l("Influence on the project"),
        LEVEL_WORDS.items(),
        help=_l("How much it can help or hold up the project."),
    )
    interest = cards(
        _l("Interest in the project"), LEVEL_WORDS.items(), help=_l("How much the project changes for it.")
    )
    reason = paragraph(_l("Reasons"), required=True, maximum=LONGEST)


class StakeholderForm(AssessmentForm):
    department = department_field(_l("Department"))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "department": self.department.department}


class ContactForm(Form):
    person = person_field(_l("Person"))
    topic = line(_l("About what"), required=False, help=_l("What to talk to them about. Nothing about them."))


class StepForm(Form):
    what = paragraph(
        _l("What"), required=True, maximum=LONGEST, help=_l("What is done so that they take part.")
    )
    responsible = person_field(_l("Who"))
    due_on = day(_l("Until"))


class OutcomeForm(Form):
    outcome = paragraph(_l("What came of it"), required=True, maximum=LONGEST)


class TalkForm(Form):
    talked_on = day(_l("On"))
    with_whom = line(_l("With whom"))
    note = paragraph(_l("What was said"), required=True, maximum=LONGEST)


class ObservationForm(Form):
    stance = cards(_l("How it acts"), STANCE_WORDS.items())
    grounds = paragraph(
        _l("On what grounds"),
        required=True,
        maximum=LONGEST,
        help=_l("What was seen and when. No hearsay, nothing about a single person."),
    )
    tried = paragraph(
        _l("What was tried"),
        required=True,
        maximum=LONGEST,
        help=_l("What the project did about it, and what it will do."),
    )
    observed_on = day(_l("Seen on"))


class ReplyForm(Form):
    words = paragraph(_l("In our own words"), required=True, maximum=LONGEST)


class MemberForm(Form):
    person = person_field(_l("Person"))


class PersonObservationForm(ObservationForm):
    person = person_field(_l("Person"))
    grounds = paragraph(
        _l("On what grounds"), required=True, maximum=LONGEST, help=_l("What was seen and when. No hearsay.")
    )


class SwitchForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=2000)
