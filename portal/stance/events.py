"""What the register says about stakeholders: all of it restricted, and of observations only a digest.

One can prove later that words are the ones of that day; nobody learns from the register what they are.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event
from portal.stance.models import LEVEL_WORDS

FIELDS: dict[str, object] = {
    "influence": _l("Influence"),
    "interest": _l("Interest"),
    "reason": _l("Reasons"),
    "name": _l("Contact"),
    "what": _l("What"),
    "responsible": _l("Who"),
    "due_on": _l("Until"),
    "outcome": _l("What came of it"),
    "talked_on": _l("On"),
}

ASSESSED = Event(
    "stakeholders.assessed",
    _l("%(actor)s assessed influence and interest of %(object)s."),
    details=("influence", "interest", "reason"),
    labels=FIELDS,
    words={"influence": LEVEL_WORDS, "interest": LEVEL_WORDS},
    restricted=True,
)
CONTACT_NAMED = Event(
    "stakeholders.contact_named",
    _l("%(actor)s named a contact for %(object)s."),
    details=("name",),
    labels=FIELDS,
    restricted=True,
)
STEP_PLANNED = Event(
    "stakeholders.step_planned",
    _l("%(actor)s planned a step with %(object)s."),
    details=("what", "responsible", "due_on"),
    labels=FIELDS,
    restricted=True,
)
STEP_CLOSED = Event(
    "stakeholders.step_closed",
    _l("%(actor)s closed a step with %(object)s."),
    details=("what", "outcome"),
    labels=FIELDS,
    restricted=True,
)
TALKED = Event(
    "stakeholders.talked",
    _l("%(actor)s noted a talk with %(object)s."),
    details=("talked_on", "digest"),
    labels=FIELDS,
    unshown=("digest",),
    restricted=True,
)
OBSERVED = Event(
    "stance.observed",
    _l("%(actor)s recorded an observation about %(object)s."),
    details=("digest",),
    restricted=True,
)
REPLIED = Event(
    "stance.replied",
    _l("%(actor)s added their own words to an observation about %(object)s."),
    details=("digest",),
    restricted=True,
)
