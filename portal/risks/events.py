"""What the register says about risks and the matrix."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event
from portal.risks.labels import FIELDS

_WORDS = (
    "category",
    "cause",
    "event_text",
    "effect",
    "rating",
    "residual",
    "response",
    "owner",
    "next_review_on",
)
_LABELS = {**FIELDS, "event_text": FIELDS["event"]}

CREATED = Event("risks.created", _l("%(actor)s entered the risk %(object)s."), details=_WORDS, labels=_LABELS)
TAKEN_OVER = Event(
    "risks.taken_over",
    _l("%(actor)s took over the risk %(object)s as it was kept elsewhere."),
    details=(*_WORDS, "state"),
    labels=_LABELS,
)
EDITED = Event("risks.edited", _l("%(actor)s changed %(object)s."), details=("before", "after"))
REVIEWED = Event(
    "risks.reviewed",
    _l("%(actor)s reviewed %(object)s: %(after)s."),
    details=("before", "after", "residual", "verdict", "comment", "next_review_on"),
    labels=FIELDS,
)
TREATED = Event(
    "risks.treated", _l("Treatment of %(object)s has begun."), details=("response", "note"), labels=FIELDS
)
ACCEPTANCE_REQUESTED = Event(
    "risks.acceptance_requested",
    _l("%(actor)s asked that %(object)s be accepted."),
    details=("reason", "rating"),
)
ACCEPTED = Event("risks.accepted", _l("%(actor)s accepted %(object)s."), details=("reason", "rating"))
ACCEPTANCE_LAPSED = Event(
    "risks.acceptance_lapsed",
    _l("The acceptance of %(object)s ended: it is rated higher now (%(after)s) than what was accepted."),
    details=("before", "after"),
    labels=FIELDS,
)
CLOSED = Event("risks.closed", _l("%(actor)s closed %(object)s."), details=("reason",))
MATERIALISED = Event(
    "risks.materialised",
    _l("%(actor)s recorded that %(object)s came true on %(materialised_on)s."),
    details=("materialised_on", "what_happened"),
    labels={**FIELDS, "what_happened": _l("What happened")},
)
REOPENED = Event(
    "risks.reopened",
    _l("%(actor)s reopened %(object)s."),
    details=("before", "reason"),
    labels={"before": _l("Was")},
)
MATRIX_SET = Event(
    "risks.matrix_set",
    _l("%(actor)s set the risk matrix %(object)s. Scores until now keep their level."),
    details=("before", "rows"),
    labels={**FIELDS, "before": _l("Matrix before")},
)
