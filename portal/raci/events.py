"""What the register says about the matrix as a whole. The letters have their own events (`stakeholders`)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.raci.labels import KINDS
from portal.register.events import Event

FIELDS: dict[str, object] = {
    "accepted": _l("Accepted"),
    "declined": _l("Declined"),
    "reason": _l("Reason"),
    "kind": _l("Kind"),
    "before": _l("Before"),
}
CLASSIFIED = Event(
    "raci.classified",
    _l("%(actor)s entered that “%(object)s” is a row of the kind “%(kind)s”."),
    details=("kind", "before"),
    labels=FIELDS,
    words={"kind": KINDS, "before": KINDS},
)
ROWS_ANSWERED = Event(
    "raci.rows_answered",
    _l("%(actor)s answered for the rows of %(object)s."),
    details=("accepted", "declined", "reason"),
    labels=FIELDS,
)
CHANGE_AGREED = Event(
    "raci.change_agreed", _l("Everybody whom it touches accepted the change %(object)s: it holds.")
)
CHANGE_DECLINED = Event(
    "raci.change_declined",
    _l("%(actor)s declined the change %(object)s: what was accepted stands."),
    details=("reason",),
    labels=FIELDS,
)
WITHDRAWN = Event("raci.withdrawn", _l("%(actor)s withdrew %(object)s."), details=("reason",), labels=FIELDS)
