"""Forms of groups, meetings and decisions. What only the database knows is checked by the operations."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.accounts.fields import PersonField, person_field
from portal.accounts.models import Person
from portal.core import forms as core
from portal.core.forms import amount as money
from portal.core.forms import cards, choice, day, flag, line, paragraph, whole
from portal.core.language import datetime as shown_instant
from portal.projects.fields import ProgrammeField
from portal.steering import silence
from portal.steering.days import instant_of, local_time
from portal.steering.models import Decision, Meeting, MemberRole, Membership, Presence, Stand, SteeringGroup
from portal.steering.models.states import (
    NEED_WORDS,
    PRESENCE_WORDS,
    QUORUM_WORDS,
    ROLE_WORDS,
    RULE_WORDS,
    SIDE_WORDS,
    STAND_WORDS,
)

MINUTES = 200_000
HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(:[0-5]\d)?")
NOT_NOTED = ""


class Form(core.Form):
    """Texts that were left out are empty, not unknown."""

    def values(self) -> dict[str, Any]:
        given = super().values().items()
        return {name: "" if value is None and _is_text(self[name]) else value for name, value in given}


def _is_text(field: Any) -> bool:
    return isinstance(field, StringField | TextAreaField) and not isinstance(field, PersonField)


class ActForm(core.Form):
    """A button: nothing to enter, once only, on the version that was seen."""


class ReasonForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=2000)


def _after(label: object, days: int, help: object) -> Any:
    return whole(label, minimum=0, maximum=silence.MOST_DAYS, default=days, help=help)


class GroupEditForm(Form):
    name = line(_l("Name"))
    purpose = paragraph(_l("Purpose"), help=_l("What it is for, and for whom it decides."))
    scope = paragraph(
        _l("What it may decide"), help=_l("And what it may not. Shown whenever an outcome is recorded.")
    )
    money_limit = money(
        _l("Most money it decides about"),
        help=_l("A proposal that commits more is marked before it is decided. Empty: no limit."),
    )
    cadence = line(_l("How often it meets"), required=False, maximum=200)
    chair_reason = paragraph(
        _l("Why somebody other than the top executive chairs"),
        maximum=2000,
        help=_l("Only where that is so. Without a reason the group shows it as a gap."),
    )
    quorum = whole(
        _l("Quorum"),
        minimum=0,
        maximum=100,
        help=_l("How many members with a vote must be there, so that a decision binds."),
    )
    quorum_kind = cards(_l("How the quorum is counted"), QUORUM_WORDS.items(), default="number")
    quorum_needs = SelectMultipleField(
        _l("Who must be there in any case"),
        choices=list(NEED_WORDS.items()),
        description=_l("Who stepped aside from an item does not count for it."),
    )
    rule = cards(_l("How it decides"), RULE_WORDS.items(), default="consent")
    remind_after_days = _after(
        _l("Reminder"),
        silence.USUAL.remind_after_days,
        _l("In the one letter that a person gets on a day."),
    )
    substitute_after_days = _after(
        _l("Substitute"),
        silence.USUAL.substitute_after_days,
        _l("Told where who must answer is away and somebody stands in."),
    )
    superior_after_days = _after(
        _l("Superior and sponsor"),
        silence.USUAL.superior_after_days,
        _l("The head above, and the sponsor of the project, are told."),
    )
    agenda_after_days = _after(
        _l("Agenda"),
        silence.USUAL.agenda_after_days,
        _l("It stands on the agenda of the next meeting by itself."),
    )


class GroupForm(GroupEditForm):
    code = line(
        _l("Code"),
        maximum=40,
        help=_l("Short, such as STORE-SG. It begins the codes of its meetings and cannot be changed later."),
    )
    project = line(
        _l("Project"),
        required=False,
        maximum=64,
        help=_l("The code of the project it decides for. Leave empty if it decides for a programme."),
    )
    programme = ProgrammeField(_l("Programme"), required=False)

    def values(self) -> dict[str, Any]:
        given = super().values()
        del given["project"]
        return {**given, "programme": self.programme.programme}


def group_as_entered(group: SteeringGroup) -> dict[str, Any]:
    """What the form shows of a stored group."""
    frame = ("name", "purpose", "quorum", "quorum_kind", "quorum_needs", "rule", "version")
    limits = ("scope", "money_limit", "cadence", "chair_reason")
    return {name: getattr(group, name) for name in (*frame, *limits, *silence.NAMES)}


class MemberForm(Form):
    person = person_field(_l("Person"))
    role = cards(_l("Seat"), ROLE_WORDS.items(), default=MemberRole.MEMBER)
    votes = whole(
        _l("Votes"),
        minimum=0,
        maximum=99,
        default=1,
        help=_l("0 for a secretary or guest: heard, not counted."),
    )
    side = choice(
        _l("Speaks for"),
        SIDE_WORDS.items(),
        required=False,
        help=_l("IT and business both sit in a group that binds interests."),
    )
    is_top_executive = flag(
        _l("Top executive"), help=_l("The highest executive of everybody whom the group's decisions bind.")
    )
    valid_from = day(_l("From"))
    valid_to = day(_l("To"), required=False, help=_l("Leave empty if the end is open."))


class InterestForm(Form):
    """The members to choose from are set by the page."""

    person = choice(_l("Whose interest"))
    title = line(
        _l("Interest"), help=_l("Such as: owns shares of a supplier; leads a department that gains.")
    )
    note = paragraph(_l("Note"), maximum=2000)
    valid_from = day(_l("From"))


class InterestEndForm(Form):
    valid_to = day(_l("Last day"))
    reason = paragraph(_l("Why it ends"), maximum=2000)


class MembershipEndForm(Form):
    valid_to = day(_l("Last day"))
    reason = paragraph(_l("Why it ends"), maximum=2000)


class IsHour:
    """Validator: hours and minutes on a 24-hour clock."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not HOUR.fullmatch(field.data):
            raise ValidationError(_("Write the hour as 14:30."))


class MeetingForm(Form):
    title = line(_l("Title"))
    held_on = day(_l("Day"))
    held_time = line(
        _l("Begins at"), maximum=8, checks=[IsHour()], render_kw={"type": "time"}, help=_l("Local time.")
    )
    place = line(_l("Place"), required=False, help=_l("A room, or the address of an online meeting."))

    def values(self) -> dict[str, Any]:
        """Raises `Invalid` at the hour if the clocks leap over it."""
        given = super().values()
        hour, minute = (int(part) for part in given.pop("held_time").split(":")[:2])
        held_at = instant_of(given.pop("held_on"), dt.time(hour, minute))
        return {**given, "held_at": held_at}


def meeting_as_entered(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of a stored meeting."""
    on, at = local_time(meeting.held_at)
    words = {"title": meeting.title, "place": meeting.place, "version": meeting.version}
    return {**words, "held_on": on, "held_time": at.strftime("%H:%M")}


class AgendaItemForm(Form):
    title = line(_l("Item"))
    note = paragraph(_l("Note"), maximum=5000, help=_l("What is wanted: to hear, to discuss, to decide."))
    minutes_planned = whole(_l("Minutes"), minimum=1, maximum=600, required=False)


def item_as_entered(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("title", "note", "minutes_planned", "version")}


class MinutesForm(Form):
    minutes = paragraph(
        _l("Minutes"),
        required=True,
        maximum=MINUTES,
        help=_l(
            "Markdown: # heading, - list, **important**. Decisions and actions are listed by themselves."
        ),
    )


class AttendanceForm(Form):
    """Rows are added by `attendance_form`; three lines take further guests."""

    guest_1 = person_field(_l("Guest"), required=False)
    guest_2 = person_field(_l("Another guest"), required=False)
    guest_3 = person_field(_l("Another guest"), required=False)

    member_ids: frozenset[int] = frozenset()

    def validate(self, extra_validators: Any = None) -> bool:
        """A member of the group has a line above, and is no guest."""
        is_sound = bool(super().validate(extra_validators))
        for field in (self.guest_1, self.guest_2, self.guest_3):
            if isinstance(field.data, Person) and field.data.id in self.member_ids:
                sentence = _("%(name)s is a member of the group, not a guest.", name=field.data.name)
                field.errors, is_sound = [*field.errors, sentence], False
        return is_sound

    def rows(self, people: Iterable[Person]) -> list[tuple[Person, Any, Any]]:
        """Each person with the field and what it showed when the page was made."""
        return [(each, self[f"presence_{each.id}"], self[f"was_{each.id}"]) for each in people]

    def guests(self) -> list[Person]:
        found = [field.data for field in (self.guest_1, self.guest_2, self.guest_3)]
        return [person for person in found if isinstance(person, Person)]


def attendance_form(meeting: Meeting, people: Iterable[Person], member_ids: set[int]) -> AttendanceForm:
    """The form for exactly these people. A member is never a guest, and a note can be taken back."""
    fields: dict[str, Any] = {}
    for person in people:
        now = meeting.presence_of(person.id) or NOT_NOTED
        offered = [
            (code, word)
            for code, word in PRESENCE_WORDS.items()
            if code != Presence.GUEST or person.id not in member_ids
        ]
        options = [(NOT_NOTED, _l("Not noted")), *offered]
        fields[f"presence_{person.id}"] = SelectField(person.name, choices=options, default=now)
        fields[f"was_{person.id}"] = HiddenField(default=now)
    fields["member_ids"] = frozenset(member_ids)
    form: AttendanceForm = type("AttendanceForm", (AttendanceForm,), fields)()
    return form


class ProposalForm(Form):
    title = line(_l("What is to be decided"), maximum=1000)
    context = paragraph(_l("Context"), help=_l("What led here, and what happens if nothing is decided."))
    options = paragraph(_l("Options"), help=_l("What was considered, with what speaks for and against it."))
    owner = person_field(_l("Owner"), required=False, help=_l("Who carries it out."))
    due_on = day(_l("Due on"), required=False)
    amount = money(
        _l("Money it commits"), help=_l("Compared with what the group may decide about. Empty: none.")
    )
    meeting = choice(
        _l("Meeting"),
        required=False,
        help=_l("Where it is on the table. Leave empty to decide between meetings."),
    )
    hides_positions = flag(
        _l("Hide positions until all are in"),
        help=_l("Nobody sees where the others stand before all members said it, or the meeting began."),
    )

    def offer(self, meetings: Iterable[Meeting]) -> None:
        offer_meetings(self.meeting, meetings, _l("No meeting yet"))


class ProgrammeProposalForm(ProposalForm):
    """A group of a programme says which of its projects the decision is about."""

    project = choice(
        _l("Project"), required=False, help=_l("Leave empty if it is about the whole programme.")
    )

    def offer_projects(self, projects: Iterable[Any], *, required: bool = False) -> None:
        first = [] if required else [("", str(_l("The whole programme")))]
        self.project.choices = [*first, *((row.code, f"{row.code} {row.name}") for row in projects)]


class SupersessionForm(ProposalForm):
    kind = cards(
        _l("What the new decision does"),
        [
            ("supersede", _l("It supersedes: something else holds from then on")),
            ("reverse", _l("It reverses: the old one no longer holds")),
        ],
    )


def proposal_as_entered(decision: Decision) -> dict[str, Any]:
    """What the form shows of a stored proposal."""
    same = ("title", "context", "options", "owner", "due_on", "amount", "hides_positions", "version")
    values = {name: getattr(decision, name) for name in same}
    return {**values, "meeting": str(decision.meeting_id or "")}


def offer_meetings(field: Any, meetings: Iterable[Meeting], none: object | None) -> None:
    """Meetings to choose from, by their day; `none` is the word for no meeting, if that is possible."""
    first = [] if none is None else [("", str(none))]
    field.choices = [
        *first,
        *((str(each.id), f"{shown_instant(each.held_at)} · {each.code} · {each.title}") for each in meetings),
    ]


class PositionForm(Form):
    position = cards(
        _l("Your position"),
        [
            (Stand.AGREE, _l("I agree")),
            (Stand.ABSTAIN, _l("I abstain")),
            (Stand.OBJECT, _l("I object")),
            (Stand.RECUSED, _l("I step aside")),
        ],
    )
    reason = paragraph(
        _l("Reason"), maximum=5000, help=_l("Needed if you object: it is printed with the decision.")
    )


class OutcomeForm(Form):
    """Fields for the positions heard in the room are added by `outcome_form`."""

    outcome = paragraph(_l("Outcome"), required=True, help=_l("What holds from now on, in words that bind."))
    grounds = paragraph(_l("Grounds"), required=True, help=_l("Why this and not another option."))
    is_carried = choice(
        _l("What came of it"),
        [("yes", _l("It carried")), ("no", _l("It did not carry"))],
        default="yes",
        help=_l("Counted from the positions by the rule of the group; the outcome must say the same."),
    )
    meeting = choice(_l("Decided in"), required=False)
    decided_on = day(
        _l("Decided on"),
        required=False,
        help=_l("Only for a decision between meetings; else the meeting's day counts."),
    )
    owner = person_field(_l("Owner"), required=False, help=_l("Who carries it out. They are told at once."))
    due_on = day(_l("Carried out by"), required=False)
    review_on = day(_l("Review on"), required=False, help=_l("When the group looks at it again."))

    def heard(self) -> dict[int, tuple[str, str]]:
        """Positions that were entered: person id → (position, reason)."""
        said = {}
        for name, field in self._fields.items():
            if name.startswith("position_") and field.data:
                number = int(name.removeprefix("position_"))
                said[number] = (field.data, self[f"reason_{number}"].data or "")
        return said

    def values(self) -> dict[str, Any]:
        names = ("outcome", "grounds", "decided_on", "owner", "due_on", "review_on")
        given = super().values()
        is_carried = self.is_carried.data != "no"
        return {**{name: given[name] for name in names}, "is_carried": is_carried, "heard": self.heard()}


def outcome_form(decision: Decision, seats: Iterable[Membership], stored: Mapping[str, Any]) -> OutcomeForm:
    """The form with a line for each member whose position nobody has taken in person yet."""
    fields: dict[str, Any] = {}
    for seat in seats:
        taken = decision.position_of(seat.person_id)
        if taken is not None and taken.is_own:
            continue
        fields[f"position_{seat.person_id}"] = choice(
            seat.person.name, STAND_WORDS.items(), required=False, default=taken.position if taken else ""
        )
        fields[f"reason_{seat.person_id}"] = paragraph(
            _l("Reason"), maximum=5000, default=taken.reason if taken else ""
        )
    form: OutcomeForm = type("OutcomeForm", (OutcomeForm,), fields)(data=dict(stored))
    return form


class RatificationForm(Form):
    meeting = choice(_l("Ratified in"))


class ImplementationForm(Form):
    outcome = paragraph(_l("What was done"), required=True, maximum=5000)
    carried_out_on = day(_l("Carried out on"))
    evidence = line(
        _l("Where it can be seen"),
        required=False,
        maximum=500,
        help=_l("The code of a record (A-000012, R-000007 …) or a web address. You may leave it empty."),
    )
