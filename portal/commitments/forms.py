"""Forms of asking, answering and ending. Fields are the operations' keywords; terms are read by `terms()`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import Choice

from portal.accounts.fields import department_field, person_field
from portal.accounts.models import Department, Person
from portal.commitments import sentences
from portal.commitments.models import Commitment, Kind, TermValues
from portal.commitments.queries import Candidate
from portal.core.forms import Form, amount, day, line, paragraph, presence, whole
from portal.database import session

TERM_FIELDS = ("person", "skill", "share_percent", "hours_per_week", "valid_from", "valid_to", "statement")


class CandidateField(SelectField):
    """One of the department's own people, with what they are promised to; `data` is a `Person` or None."""

    def __init__(self, label: Any = None, *, required: bool = True, **kwargs: Any) -> None:
        super().__init__(
            label, [presence(required, chosen=True)], coerce=str, validate_choice=False, **kwargs
        )
        self.candidates: list[Candidate] = []

    def offer(self, candidates: Iterable[Candidate], asked: Person | None = None) -> None:
        """Set the choices; `asked` stays choosable even if they left the department meanwhile."""
        self.candidates = list(candidates)
        self.choices = [("", "—"), *((str(c.person.id), sentences.candidate(c)) for c in self.candidates)]
        if asked is not None and all(c.person.id != asked.id for c in self.candidates):
            self.choices.append((str(asked.id), asked.name))
        self.choices = self.choices

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        self.data = session().get(Person, number) if number else None
        if text and self.data is None:
            raise ValueError(_("Choose one of the people."))

    def iter_choices(self) -> Any:
        chosen = str(self.data.id) if isinstance(self.data, Person) else ""
        for value, label in self.choices or []:
            yield Choice(value, label, value == chosen, {})


class TermsForm(Form):
    """What every set of terms has: what for, and why these terms."""

    statement = paragraph(_l("For what"), required=True, maximum=4000)
    note = paragraph(_l("Why"), maximum=4000)

    def terms(self) -> TermValues:
        """The terms as entered; fields that this kind does not have stay empty."""
        given = {name: self._fields[name].data for name in TERM_FIELDS if name in self._fields}
        given = {name: value for name, value in given.items() if value not in (None, "")}
        return TermValues(**given)


class ByDayForm(TermsForm):
    """Deliverables and decisions: by which day."""

    valid_to = day(_l("By"))


class PeriodForm(TermsForm):
    """From–to."""

    valid_from = day(_l("From"))
    valid_to = day(_l("To"))


class AmountForm(PeriodForm):
    """People: a share of the week or hours, exactly one of the two."""

    share_percent = whole(
        _l("Share of the week"), minimum=5, maximum=100, required=False, render_kw={"inputmode": "numeric"}
    )
    hours_per_week = amount(
        _l("or hours a week"), maximum="60", render_kw={"inputmode": "decimal", "step": "0.5"}
    )


class Asked(Form):
    """To whom, until when, and why."""

    note = paragraph(
        _l("Why it matters"),
        maximum=4000,
        help=_l("What hangs on it. The head reads this before the answer."),
    )

    department = department_field(
        _l("Department"), help=_l("Its head on the day of the request is asked, by name.")
    )
    answer_due_on = day(_l("Answer by"), required=False)

    @property
    def asked_department(self) -> Department | None:
        return self.department.department


PERSON = person_field(
    _l("Person"), required=False, help=_l("Name or e-mail. Leave it empty to ask for a skill.")
)
SKILL = line(
    _l("or a skill"),
    required=False,
    help=_l("For example: knows the stock counts. The head names the person."),
)
ATTENDEE = line(_l("or who should come"), required=False, help=_l("For example: two shift leaders."))


class StaffingAskForm(Asked, AmountForm):
    person = PERSON
    skill = SKILL


class AttendanceAskForm(Asked, PeriodForm):
    person = PERSON
    skill = ATTENDEE


class DeliverableAskForm(Asked, ByDayForm):
    pass


class DecisionAskForm(Asked, ByDayForm):
    pass


ASK_FORMS: dict[str, type[Any]] = {
    Kind.STAFFING: StaffingAskForm,
    Kind.ATTENDANCE: AttendanceAskForm,
    Kind.DELIVERABLE: DeliverableAskForm,
    Kind.DECISION: DecisionAskForm,
}


class StaffingCounterForm(AmountForm):
    person = CandidateField(_l("Person you offer"))
    skill = line(_l("Skill"), required=False)


class AttendanceCounterForm(PeriodForm):
    person = CandidateField(_l("Person you send"), required=False)
    skill = line(_l("or who comes"), required=False)


COUNTER_FORMS: dict[str, type[Any]] = {
    Kind.STAFFING: StaffingCounterForm,
    Kind.ATTENDANCE: AttendanceCounterForm,
    Kind.DELIVERABLE: ByDayForm,
    Kind.DECISION: ByDayForm,
}


class ConfirmationForm(Form):
    """A yes, with a note if there is something to say."""

    note = paragraph(_l("Note"), maximum=4000, help=_l("Only if there is something to add."))


class NamingConfirmationForm(ConfirmationForm):
    """A yes to a skill: it needs the person."""

    person = CandidateField(_l("Who does it"))


class RefusalForm(Form):
    reason = paragraph(
        _l("Why not"), required=True, maximum=4000, help=_l("The project reads this and plans with it.")
    )


class NoteForm(Form):
    """Accepting and fulfilling: a note if there is something to say."""

    note = paragraph(_l("Note"), maximum=4000)


class ReasonForm(Form):
    """Releasing, missing: not without a reason."""

    reason = paragraph(_l("Reason"), required=True, maximum=4000)


class WithdrawalForm(Form):
    reason = paragraph(_l("Reason"), maximum=4000, help=_l("Whoever was asked reads it."))


class DeliveryForm(Form):
    """Hours of one week."""

    week_on = day(_l("Week"), help=_l("Any day of the week."))
    hours = amount(_l("Hours given"), required=True, maximum="80", render_kw={"inputmode": "decimal"})


def fill(form: type[Any], commitment: Commitment, **more: Any) -> Any:
    """A form that starts from the terms last asked or offered, on the version that the reader sees."""
    terms = {name: getattr(commitment, name) for name in TERM_FIELDS}
    return form(data={**terms, **more, "version": commitment.version})
