"""What the register says about hand-overs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "pieces": _l("Pieces"),
    "receiver": _l("To be taken by"),
    "last_day": _l("Last day"),
    "due_on": _l("Answer by"),
    "piece": _l("Piece"),
}
STARTED = Event(
    "handovers.started",
    _l("%(actor)s started the hand-over of everything that %(leaver)s holds: %(count)s pieces."),
    details=("leaver", "count", "pieces", "last_day", "due_on", "reason"),
    labels=FIELDS,
)
ASKED = Event(
    "handovers.asked",
    _l("%(actor)s asked %(receiver)s to take over from %(leaver)s: %(count)s pieces. Answer by %(due_on)s."),
    details=("leaver", "receiver", "count", "pieces", "digests", "due_on"),
    labels=FIELDS,
    unshown=("digests",),
)
ACCEPTED = Event(
    "handovers.accepted",
    _l("%(actor)s took over from %(leaver)s: %(piece)s."),
    details=("leaver", "piece", "digest"),
    labels=FIELDS,
)
DECLINED = Event(
    "handovers.declined",
    _l("%(actor)s declined to take over from %(leaver)s: %(piece)s."),
    details=("leaver", "piece", "reason", "digest"),
    labels=FIELDS,
)
LAPSED = Event(
    "handovers.lapsed",
    _l("%(receiver)s did not answer by %(due_on)s whether they take over from %(leaver)s: %(piece)s."),
    details=("receiver", "leaver", "piece", "due_on"),
    labels=FIELDS,
)
