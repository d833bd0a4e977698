"""What the register says about agreements whose subject has no events of its own for it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.agreements.labels import FIELDS
from portal.register.events import Event

PUT = Event(
    "agreements.put",
    _l("%(actor)s put %(object)s to those who must answer it."),
    details=("text", "digest", "parties", "due_on"),
    labels=FIELDS,
)
_ANSWER = ("reason", "text", "digest")
ACCEPTED = Event("agreements.accepted", _l("%(actor)s accepted %(object)s."), details=_ANSWER, labels=FIELDS)
DECLINED = Event("agreements.declined", _l("%(actor)s declined %(object)s."), details=_ANSWER, labels=FIELDS)
COUNTERED = Event(
    "agreements.countered", _l("%(actor)s countered %(object)s."), details=_ANSWER, labels=FIELDS
)
_FOR = (*_ANSWER, "on_behalf_of")
ACCEPTED_FOR = Event(
    "agreements.accepted_for",
    _l("%(actor)s accepted %(object)s on behalf of %(on_behalf_of)s."),
    details=_FOR,
    labels=FIELDS,
)
DECLINED_FOR = Event(
    "agreements.declined_for",
    _l("%(actor)s declined %(object)s on behalf of %(on_behalf_of)s."),
    details=_FOR,
    labels=FIELDS,
)
COUNTERED_FOR = Event(
    "agreements.countered_for",
    _l("%(actor)s countered %(object)s on behalf of %(on_behalf_of)s."),
    details=_FOR,
    labels=FIELDS,
)
WITHDRAWN = Event("agreements.withdrawn", _l("%(actor)s withdrew %(object)s."), details=("reason",))

ANSWERED = {"accept": ACCEPTED, "decline": DECLINED, "counter": COUNTERED}
ANSWERED_FOR = {"accept": ACCEPTED_FOR, "decline": DECLINED_FOR, "counter": COUNTERED_FOR}
