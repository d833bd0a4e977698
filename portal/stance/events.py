"""What the register says about stakeholders: all of it restricted, and of observations only a digest.

One can prove later that words are the ones of that day; nobody learns from the register what they are.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event
from portal.stance.models import LEVEL_WORDS

FIELDS: dict[str, object] = {
    "influence": _l("Influence on the project"),
    "interest": _l("Interest in the project"),
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
SWITCHED_ON = Event(
    "stance.persons_on",
    _l("%(actor)s allowed observations to name persons."),
    details=("reason",),
    labels=FIELDS,
)
SWITCHED_OFF = Event(
    "stance.persons_off",
    _l("%(actor)s ended that observations name persons."),
    details=("reason",),
    labels=FIELDS,
)
CIRCLE_NAMED = Event(
    "stance.circle_named",
    _l("%(actor)s named %(name)s into a closed circle."),
    details=("name",),
    restricted=True,
)
CIRCLE_LEFT = Event(
    "stance.circle_left",
    _l("%(actor)s took %(name)s out of a closed circle."),
    details=("name",),
    restricted=True,
)
PERSON_OBSERVED = Event(
    "stance.person_observed", _l("%(actor)s recorded an observation."), details=("digest",), restricted=True
)
POSITION_STATED = Event(
    "stance.position_stated", _l("%(actor)s stated their own position."), details=("digest",), restricted=True
)
