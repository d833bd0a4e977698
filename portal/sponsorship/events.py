"""What the register says about a sponsor's ledger. Restricted: who reads the project does not read the ledger."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event
from portal.sponsorship.models import KIND_WORDS

FIELDS: dict[str, object] = {
    "sponsor": _l("Sponsor"),
    "kind": _l("What it was"),
    "on": _l("On the day"),
    "with_whom": _l("With whom"),
    "minutes": _l("Minutes"),
    "note": _l("Note"),
    "month_on": _l("Month"),
    "words": _l("Comment"),
}
_ACT = ("sponsor", "kind", "on", "with_whom", "minutes", "note")

ENTERED = Event(
    "sponsorship.entered",
    _l("%(actor)s entered an act of the sponsor: %(object)s."),
    details=_ACT,
    labels=FIELDS,
    words={"kind": KIND_WORDS},
    restricted=True,
)
CONFIRMED = Event(
    "sponsorship.confirmed", _l("%(actor)s confirmed what was entered: %(object)s."), restricted=True
)
CORRECTED = Event(
    "sponsorship.corrected",
    _l("%(actor)s put another entry in the place of %(object)s."),
    details=("reason",),
    restricted=True,
)
STRUCK = Event(
    "sponsorship.struck",
    _l("%(actor)s said that this did not take place: %(object)s."),
    details=("reason",),
    restricted=True,
)
COMMENTED = Event(
    "sponsorship.commented",
    _l("%(actor)s commented on a month of the ledger: %(object)s."),
    details=("month_on", "words"),
    labels=FIELDS,
    restricted=True,
)
