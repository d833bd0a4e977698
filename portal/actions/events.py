"""What the register says about action items."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

CREATED = Event(
    "actions.created",
    _l("%(actor)s gave %(object)s to %(owner)s."),
    details=("owner", "due_on", "note", "origin"),
    labels={"origin": _l("Born in")},
)
REWORDED = Event("actions.reworded", _l("%(actor)s reworded %(object)s."), details=("before", "after"))
HANDED_OVER = Event(
    "actions.handed_over",
    _l("%(actor)s handed %(object)s over from %(old)s to %(new)s."),
    details=("old", "new", "note"),
    labels={"old": _l("Owner before"), "new": _l("Owner now")},
)
PUT_OFF = Event(
    "actions.put_off",
    _l("%(actor)s moved the due date of %(object)s."),
    details=("old", "new", "reason"),
    labels={"old": _l("Due before"), "new": _l("Due now")},
)
COMPLETED = Event("actions.completed", _l("%(actor)s completed %(object)s."), details=("outcome",))
CANCELLED = Event("actions.cancelled", _l("%(actor)s cancelled %(object)s."), details=("reason",))
