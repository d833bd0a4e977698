"""What the register says about commitments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.commitments.labels import FIELDS
from portal.register.events import Event

DRAFTED = Event(
    "commitments.drafted",
    _l("%(actor)s drafted the ask %(object)s."),
    details=("kind", "department", "terms"),
)
REVISED = Event(
    "commitments.revised", _l("%(actor)s changed the draft %(object)s."), details=("before", "after")
)
REQUESTED = Event(
    "commitments.requested",
    _l("%(actor)s asked %(department)s for %(object)s."),
    details=("department", "head", "terms", "answer_due_on", "note"),
    labels=FIELDS,
)
REQUESTED_OF_VACANCY = Event(
    "commitments.requested_of_vacancy",
    _l("%(actor)s asked for %(object)s; nobody heads %(department)s."),
    details=("department", "terms", "answer_due_on", "note"),
    labels=FIELDS,
)
REQUESTED_AGAIN = Event(
    "commitments.requested_again",
    _l("%(actor)s asked %(department)s again for %(object)s, with other terms."),
    details=("department", "head", "terms", "answer_due_on", "note"),
    labels=FIELDS,
)
CONFIRMED = Event(
    "commitments.confirmed",
    _l("%(actor)s confirmed %(object)s."),
    details=("terms", "note", "overload"),
    labels=FIELDS,
)
COUNTERED = Event(
    "commitments.countered",
    _l("%(actor)s made a counter-offer to %(object)s."),
    details=("before", "after", "note"),
    labels=FIELDS,
)
REFUSED = Event("commitments.refused", _l("%(actor)s refused %(object)s."), details=("reason",))
ACCEPTED = Event(
    "commitments.accepted",
    _l("%(actor)s accepted the counter-offer to %(object)s: it is confirmed."),
    details=("terms", "note", "overload"),
    labels=FIELDS,
)
WITHDRAWN = Event("commitments.withdrawn", _l("%(actor)s withdrew %(object)s."), details=("reason",))
LAPSED = Event(
    "commitments.lapsed",
    _l("%(object)s lapsed: its end passed on %(valid_to)s without an answer."),
    details=("valid_to",),
    labels=FIELDS,
)
RELEASED = Event("commitments.released", _l("%(actor)s released %(object)s early."), details=("reason",))
FULFILLED = Event("commitments.fulfilled", _l("%(actor)s marked %(object)s as fulfilled."), details=("note",))
MISSED = Event("commitments.missed", _l("%(actor)s marked %(object)s as missed."), details=("reason",))
DELIVERED = Event(
    "commitments.delivered",
    _l("%(actor)s entered %(hours)s hours given to %(object)s in the week of %(week_on)s."),
    details=("week_on", "hours"),
    labels=FIELDS,
)
DELIVERY_CORRECTED = Event(
    "commitments.delivery_corrected",
    _l(
        "%(actor)s corrected the hours given to %(object)s in the week of %(week_on)s:"
        " %(after)s instead of %(before)s."
    ),
    details=("week_on", "before", "after"),
    labels=FIELDS,
)
TAKEN_OVER = Event(
    "commitments.taken_over",
    _l("%(actor)s took over %(object)s as it was recorded elsewhere."),
    details=("kind", "state", "department", "head", "terms"),
    labels=FIELDS,
)
