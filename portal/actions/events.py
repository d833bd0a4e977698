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
COMPLETED = Event(
    "actions.completed",
    _l("%(actor)s completed %(object)s."),
    details=("outcome", "evidence"),
    labels={"evidence": _l("Evidence")},
)
ACCEPTED = Event("actions.accepted", _l("%(actor)s accepted %(object)s."), details=("text", "digest"))
DECLINED = Event(
    "actions.declined", _l("%(actor)s declined %(object)s."), details=("reason", "text", "digest")
)
HAND_OVER_ASKED = Event(
    "actions.hand_over_asked",
    _l("%(actor)s asked %(new)s to take %(object)s over from %(old)s."),
    details=("old", "new", "note"),
    labels={"old": _l("Owner now"), "new": _l("Asked to take it over")},
)
HAND_OVER_DECLINED = Event(
    "actions.hand_over_declined",
    _l("%(actor)s did not take %(object)s over. It stays with %(old)s."),
    details=("old", "reason"),
    labels={"old": _l("Owner now")},
)
CARRIED_OVER = Event(
    "actions.carried_over",
    _l("%(actor)s carried %(object)s over to %(meeting)s."),
    details=("meeting",),
    labels={"meeting": _l("Meeting")},
)
CANCELLED = Event("actions.cancelled", _l("%(actor)s cancelled %(object)s."), details=("reason",))
