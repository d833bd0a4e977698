"""Forms of absences, public holidays, and calendar files."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from portal.absences.calendars import MAX_BYTES
from portal.absences.labels import KINDS
from portal.accounts.fields import person_field
from portal.core.forms import Form, cards, day, line, paragraph

KIND_HELP = _l("Seen only by the person, their head and administrators. Everybody else reads “away”.")


class AbsenceForm(Form):
    """Dates, kind, and who stands in."""

    starts_on = day(_l("First day"))
    ends_on = day(_l("Last day"), help=_l("The last day away, not the first day back."))
    kind = cards(_l("Kind"), list(KINDS.items()), help=KIND_HELP)
    substitute = person_field(
        _l("Substitute"),
        required=False,
        help=_l("Answers what is asked in that time. Both names are recorded, and they are told by letter."),
    )
    note = paragraph(_l("Note"), maximum=2000, help=_l("For the same few people as the kind."))

    def __init__(self, *args: Any, may_name_substitute: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name_substitute:
            del self.substitute


class CancellationForm(Form):
    """Nothing to say: a question and its answer."""


class _CalendarForm(Form):
    file = FileField(
        _l("Calendar file"), description=_l("An .ics file of at most 1 MB, as your calendar exports it.")
    )

    def validate_file(self, field: Any) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))

    @property
    def content(self) -> bytes:
        """The file, or as much of it as shows that it is too large."""
        content: bytes = self.file.data.read(MAX_BYTES + 1)
        return content


class AbsenceCalendarForm(_CalendarForm):
    """Whole days of one's calendar."""

    kind = cards(_l("Record them as"), list(KINDS.items()), help=KIND_HELP)


class HolidayCalendarForm(_CalendarForm):
    """The public holidays of the organization."""


class RemovalForm(Form):
    """Why a day is a working day after all."""

    reason = line(_l("Reason"), help=_l("For example: entered by mistake, or worked in this organization."))


class HolidayForm(Form):
    """One day on which nobody works."""

    on = day(_l("Day"))
    name = line(_l("Name"))
