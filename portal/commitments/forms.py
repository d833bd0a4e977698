"""Forms of asking, answering and ending. Fields are the operations' keywords; terms are read by `terms()`."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.accounts.fields import department_field, person_field
from portal.accounts.models import Department
from portal.commitments.fields import CandidateField, MilestonesField
from portal.commitments.models import Commitment, Kind, TermValues
from portal.commitments.parts import DAY, Part
from portal.core.errors import Invalid
from portal.core.forms import Form, amount, day, line, paragraph, whole
from portal.projects.models import Project

TERM_FIELDS = (
    "person",
    "skill",
    "share_percent",
    "hours_per_week",
    "valid_from",
    "valid_to",
    "statement",
    "done_means",
)


class TermsForm(Form):
    """What every set of terms has: what for, and why these terms."""

    statement = paragraph(_l("For what"), required=True, maximum=4000)
    note = paragraph(_l("Why"), maximum=4000)

    def terms(self) -> TermValues:
        """The terms as entered; fields that this kind does not have stay empty."""
        given = {name: self._fields[name].data for name in TERM_FIELDS if name in self._fields}
        given = {name: value for name, value in given.items() if value not in (None, "")}
        return TermValues(**given, parts=self.parts(TermValues(**given)))

    def parts(self, whole: TermValues) -> tuple[Part, ...]:
        """Terms in parts, if there are any; the first part is what the other fields say."""
        return ()


class ByDayForm(TermsForm):
    """Deliverables and decisions: by which day."""

    valid_to = day(_l("By"))


class DeliverableForm(ByDayForm):
    """A thing by a day: what it is, and how both sides will know that it is done."""

    statement = paragraph(_l("What is delivered"), required=True, maximum=4000)
    done_means = paragraph(
        _l("Done means"), maximum=4000, help=_l("How both sides will know that it is done.")
    )


class DecisionForm(ByDayForm):
    statement = paragraph(
        _l("What is to be decided"), required=True, maximum=4000, help=_l("The question, and the options.")
    )


class PeriodForm(TermsForm):
    """From–to."""

    valid_from = day(_l("From"))
    valid_to = day(_l("To"))


#: A form has the terms and three further parts; more are possible through the API.
FURTHER_PARTS = (2, 3, 4)
PART_FIELDS = ("from", "to", "share", "hours")
EMPTY: tuple[Any, ...] = (None, [], [""])


def _further_part() -> tuple[Any, ...]:
    """The fields of one more part: from, to, share, hours."""
    return (
        day(_l("From"), required=False, help=_l("Empty: the day after the part before.")),
        day(_l("To"), required=False),
        whole(
            _l("Share of the week"),
            minimum=5,
            maximum=100,
            required=False,
            render_kw={"inputmode": "numeric"},
        ),
        amount(_l("or hours a week"), maximum="60", render_kw={"inputmode": "decimal", "step": "0.5"}),
    )


class AmountForm(PeriodForm):
    """People: a share of the week or hours, exactly one of the two."""

    share_percent = whole(
        _l("Share of the week"), minimum=5, maximum=100, required=False, render_kw={"inputmode": "numeric"}
    )
    hours_per_week = amount(
        _l("or hours a week"), maximum="60", render_kw={"inputmode": "decimal", "step": "0.5"}
    )

    part2_from, part2_to, part2_share, part2_hours = _further_part()
    part3_from, part3_to, part3_share, part3_hours = _further_part()
    part4_from, part4_to, part4_share, part4_hours = _further_part()

    def part(self, number: int) -> dict[str, Any]:
        """The fields of one further part."""
        return {name: self._fields[f"part{number}_{name}"] for name in PART_FIELDS}

    def is_filled(self, number: int) -> bool:
        fields = self.part(number).values()
        return any(field.data is not None or field.errors or field.raw_data not in EMPTY for field in fields)

    def parts(self, whole: TermValues) -> tuple[Part, ...]:
        found = [Part(whole.valid_from, whole.valid_to, whole.share_percent, whole.hours_per_week)]
        for number in FURTHER_PARTS:
            said = {name: field.data for name, field in self.part(number).items()}
            if any(value is not None for value in said.values()):
                last = found[-1].valid_to
                first = said["from"] or (last + DAY if last else None)
                found.append(Part(first, said["to"], said["share"], said["hours"]))
        return tuple(found) if len(found) > 1 else ()

    def reject(self, error: Invalid) -> None:
        """A complaint about the parts stands at the last one that was entered."""
        complaints = dict(error.errors)
        if "parts" in complaints:
            last = max((number for number in FURTHER_PARTS if self.is_filled(number)), default=0)
            name = f"part{last}_to" if last else "valid_to"
            complaints[name] = complaints.pop("parts")
        super().reject(Invalid(**complaints))


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
    milestones = MilestonesField(
        _l("What hangs on it"), description=_l("Milestones that move if the answer is no, or comes later.")
    )

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
    statement = paragraph(
        _l("Tasks and objectives"),
        required=True,
        maximum=4000,
        help=_l("What the person does, and what should be reached at the end."),
    )
    person = PERSON
    skill = SKILL


class AttendanceAskForm(Asked, PeriodForm):
    statement = paragraph(_l("For which workshop, test or training"), required=True, maximum=4000)
    person = PERSON
    skill = ATTENDEE


class DeliverableAskForm(Asked, DeliverableForm):
    pass


class DecisionAskForm(Asked, DecisionForm):
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


class AmendmentForm(Form):
    """Other terms for a promise in force: why now."""

    note = paragraph(
        _l("Why"), required=True, maximum=4000, help=_l("The other side reads this before it answers.")
    )


class StaffingAmendmentForm(AmendmentForm, AmountForm):
    person = CandidateField(_l("Person"))


class AttendanceAmendmentForm(AmendmentForm, PeriodForm):
    person = CandidateField(_l("Person"), required=False)
    skill = line(_l("or who comes"), required=False)


class DeliverableAmendmentForm(AmendmentForm, DeliverableForm):
    pass


class DecisionAmendmentForm(AmendmentForm, DecisionForm):
    pass


AMENDMENT_FORMS: dict[str, type[Any]] = {
    Kind.STAFFING: StaffingAmendmentForm,
    Kind.ATTENDANCE: AttendanceAmendmentForm,
    Kind.DELIVERABLE: DeliverableAmendmentForm,
    Kind.DECISION: DecisionAmendmentForm,
}


class HandOverForm(AmendmentForm):
    person = CandidateField(_l("Who takes over"))


COUNTER_FORMS: dict[str, type[Any]] = {
    Kind.STAFFING: StaffingCounterForm,
    Kind.ATTENDANCE: AttendanceCounterForm,
    Kind.DELIVERABLE: DeliverableForm,
    Kind.DECISION: DecisionForm,
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


class RecallForm(Form):
    """Not without a reason: the sponsor reads it."""

    reason = paragraph(
        _l("Why"), required=True, maximum=4000, help=_l("The sponsor and the project read this.")
    )


class WithdrawalForm(Form):
    reason = paragraph(_l("Reason"), maximum=4000, help=_l("Whoever was asked reads it."))


def fill(form: type[Any], commitment: Commitment, **more: Any) -> Any:
    """A form that starts from the terms last asked or offered, on the version that the reader sees."""
    terms = {name: getattr(commitment, name) for name in TERM_FIELDS}
    terms |= _fields_of_parts(commitment.parts)
    filled = form(data={**terms, **more, "version": commitment.version})
    if "milestones" in filled:
        offer_milestones(filled, commitment.project)
    return filled


def offer_milestones(form: Any, project: Project) -> None:
    """The choice of what hangs on an ask, where the project has milestones ahead."""
    form.milestones.offer(project)
    if not form.milestones.choices:
        del form.milestones


def _fields_of_parts(parts: tuple[Part, ...]) -> dict[str, Any]:
    """The first part stands in the fields of the whole, the others in their own."""
    if not parts:
        return {}
    named = {"from": "valid_from", "to": "valid_to", "share": "share_percent", "hours": "hours_per_week"}
    found = {name: getattr(parts[0], name) for name in named.values()}
    for number, part in zip(FURTHER_PARTS, parts[1:], strict=False):
        found |= {f"part{number}_{name}": getattr(part, attribute) for name, attribute in named.items()}
    return found


def set_apart(form: Any, mark: str) -> Any:
    """Give the fields of one of several forms on a page ids of their own; their names stay."""
    for field in form:
        field.id = f"{mark}-{field.id}"
        field.label.field_id = field.id
    return form
