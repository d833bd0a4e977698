"""What the register says about who answers for what."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event
from portal.stakeholders.labels import ROLES

ASSIGNED = Event(
    "raci.assigned",
    _l("%(actor)s entered that %(party)s is “%(role)s” for “%(item)s” from %(valid_from)s."),
    details=("item", "party", "role", "valid_from", "valid_to"),
    words={"role": ROLES},
)
ENDED = Event(
    "raci.ended",
    _l("%(actor)s ended with %(valid_to)s that %(party)s is “%(role)s” for “%(item)s”."),
    details=("item", "party", "role", "valid_to", "note"),
    words={"role": ROLES},
)
TAKEN_BACK = Event(
    "raci.taken_back",
    _l("%(actor)s took back that %(party)s would be “%(role)s” for “%(item)s” from %(valid_from)s."),
    details=("item", "party", "role", "valid_from", "note"),
    words={"role": ROLES},
)
