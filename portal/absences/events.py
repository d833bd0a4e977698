"""What the register says about absences.

Never the kind and never the note: an illness must not stand in a record that nobody can correct.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.absences.labels import FIELDS
from portal.register.events import Event

RECORDED = Event(
    "absences.recorded",
    _l("%(actor)s recorded the absence %(object)s."),
    details=("starts_on", "ends_on", "substitute"),
    labels=FIELDS,
)
EDITED = Event(
    "absences.edited",
    _l("%(actor)s changed the absence %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
)
CANCELLED = Event("absences.cancelled", _l("%(actor)s cancelled the absence %(object)s."))
HOLIDAY_ADDED = Event(
    "absences.holiday_added",
    _l("%(actor)s added the public holiday %(object)s."),
    details=("on",),
    labels=FIELDS,
)
HOLIDAY_REMOVED = Event(
    "absences.holiday_removed", _l("%(actor)s removed the public holiday %(object)s."), details=("reason",)
)
