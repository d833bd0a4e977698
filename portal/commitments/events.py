"""What the register says about commitments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.commitments.labels import FIELDS
from portal.register.events import Event

DRAFTED = Event(
    "commitments.drafted",
    _l("%(actor)s drafted the ask %(object)s."),
    details=("kind", "department", "terms", "milestones"),
    labels=FIELDS,
)
REVISED = Event(
    "commitments.revised", _l("%(actor)s changed the draft %(object)s."), details=("before", "after")
)
REQUESTED = Event(
    "commitments.requested",
    _l("%(actor)s asked %(department)s for %(object)s."),
    details=("department", "head", "terms", "answer_due_on", "note", "milestones", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
REQUESTED_OF_VACANCY = Event(
    "commitments.requested_of_vacancy",
    _l("%(actor)s asked for %(object)s; nobody heads %(department)s."),
    details=("department", "terms", "answer_due_on", "note", "milestones", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
REQUESTED_AGAIN = Event(
    "commitments.requested_again",
    _l("%(actor)s asked %(department)s again for %(object)s, with other terms."),
    details=("department", "head", "terms", "answer_due_on", "note", "milestones", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
CONFIRMED = Event(
    "commitments.confirmed",
    _l("%(actor)s confirmed %(object)s."),
    details=("terms", "note", "overload", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
COUNTERED = Event(
    "commitments.countered",
    _l("%(actor)s made a counter-offer to %(object)s."),
    details=("before", "after", "note", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
CONFIRMED_FOR = Event(
    "commitments.confirmed_for",
    _l("%(actor)s confirmed %(object)s for %(on_behalf_of)s, who was away."),
    details=("terms", "note", "overload", "digest", "on_behalf_of"),
    labels=FIELDS,
    unshown=("digest", "on_behalf_of"),
)
COUNTERED_FOR = Event(
    "commitments.countered_for",
    _l("%(actor)s made a counter-offer to %(object)s for %(on_behalf_of)s, who was away."),
    details=("before", "after", "note", "digest", "on_behalf_of"),
    labels=FIELDS,
    unshown=("digest", "on_behalf_of"),
)
REFUSED = Event(
    "commitments.refused",
    _l("%(actor)s refused %(object)s."),
    details=("reason", "digest"),
    unshown=("digest",),
)
REFUSED_FOR = Event(
    "commitments.refused_for",
    _l("%(actor)s refused %(object)s for %(on_behalf_of)s, who was away."),
    details=("reason", "digest", "on_behalf_of"),
    unshown=("digest", "on_behalf_of"),
)
ACCEPTED = Event(
    "commitments.accepted",
    _l("%(actor)s accepted the counter-offer to %(object)s: it is confirmed."),
    details=("terms", "note", "overload", "digest", "in_place_of"),
    labels=FIELDS,
    unshown=("digest",),
)
WITHDRAWN = Event("commitments.withdrawn", _l("%(actor)s withdrew %(object)s."), details=("reason",))
LAPSED = Event(
    "commitments.lapsed",
    _l("%(object)s lapsed: its end passed on %(valid_to)s without an answer."),
    details=("valid_to",),
    labels=FIELDS,
)
AMENDMENT_PROPOSED = Event(
    "commitments.amendment_proposed",
    _l("%(actor)s proposed other terms for %(object)s; the promise stands until the other side accepts."),
    details=("before", "after", "note", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
AMENDED = Event(
    "commitments.amended",
    _l("%(actor)s accepted other terms for %(object)s; they count from now on."),
    details=("before", "after", "note", "overload", "digest", "in_place_of"),
    labels=FIELDS,
    unshown=("digest",),
)
AMENDMENT_DECLINED = Event(
    "commitments.amendment_declined",
    _l("%(actor)s declined other terms for %(object)s; the promise stands."),
    details=("reason", "digest", "in_place_of"),
    labels=FIELDS,
    unshown=("digest",),
)
AMENDMENT_WITHDRAWN = Event(
    "commitments.amendment_withdrawn",
    _l("%(actor)s took back the other terms for %(object)s; the promise stands."),
    details=("reason",),
)
RECALLED = Event(
    "commitments.recalled",
    _l("%(actor)s recalled %(object)s for %(department)s before its end."),
    details=("department", "reason"),
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
ASKER_CHANGED = Event(
    "commitments.asker_changed",
    _l("%(actor)s handed the asking side of %(object)s from %(old)s to %(new)s."),
    details=("old", "new", "note"),
)
