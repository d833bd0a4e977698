"""What the register says about invitations. They stand in the timeline of the meeting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "person": _l("Who"),
    "stands_in_for": _l("Stands in for"),
    "reply": _l("Reply"),
    "reason": _l("Reason"),
    "substitute": _l("Sends"),
    "recipients": _l("Told"),
    "sequence": _l("Version of the calendar entry"),
    "held_at": _l("Held at"),
    "place": _l("Place"),
}
#: Later than the calling: a seat, an absence or a substitute came.
ALSO_INVITED = Event(
    "invitations.also_invited",
    _l("%(person)s was invited to %(object)s."),
    details=("person", "stands_in_for"),
    labels=FIELDS,
)
WITHDRAWN = Event(
    "invitations.withdrawn",
    _l("The invitation of %(person)s to %(object)s was withdrawn."),
    details=("person", "stands_in_for"),
    labels=FIELDS,
)
UPDATED = Event(
    "invitations.updated",
    _l("%(actor)s sent everybody who was invited to %(object)s the new time or place."),
    details=("sequence", "held_at", "place", "recipients"),
    labels=FIELDS,
)
REPLIED = Event(
    "invitations.replied",
    _l("%(person)s replied to %(object)s: %(reply)s."),
    details=("person", "reply", "substitute"),
    labels=FIELDS,
)
