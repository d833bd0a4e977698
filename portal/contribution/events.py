"""What the register says about contribution."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "text": _l("Text"),
    "digest": _l("Digest of the text"),
    "departments": _l("Asked"),
    "department": _l("Department"),
    "due_on": _l("Answer by"),
    "on_behalf_of": _l("On behalf of"),
    "agreed_on": _l("Agreed on"),
    "later": _l("Newer version"),
    "words": _l("What differs"),
    "milestone": _l("Milestone"),
    "sharing": _l("Version"),
}
_ANSWER = ("department", "reason", "digest")
_FOR = (*_ANSWER, "on_behalf_of")
_SAID = ("department", "milestone", "words", "digest")
_SAID_FOR = (*_SAID, "on_behalf_of")
_UNSHOWN = ("digest",)

PROPOSED = Event(
    "contribution.proposed",
    _l("%(actor)s proposed to the departments how the contribution is shared out: %(object)s."),
    details=("text", "digest", "departments", "due_on", "reason"),
    labels=FIELDS,
    unshown=("text", "digest"),
)
ACCEPTED = Event(
    "contribution.accepted",
    _l("%(actor)s accepted %(object)s for %(department)s."),
    details=_ANSWER,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
ACCEPTED_FOR = Event(
    "contribution.accepted_for",
    _l("%(actor)s accepted %(object)s for %(department)s, on behalf of %(on_behalf_of)s."),
    details=_FOR,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
DECLINED = Event(
    "contribution.declined",
    _l("%(actor)s declined %(object)s for %(department)s."),
    details=_ANSWER,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
DECLINED_FOR = Event(
    "contribution.declined_for",
    _l("%(actor)s declined %(object)s for %(department)s, on behalf of %(on_behalf_of)s."),
    details=_FOR,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
AGREED = Event(
    "contribution.agreed",
    _l("Every department has accepted: %(object)s is agreed."),
    details=("agreed_on", "digest"),
    labels=FIELDS,
)
REPLACED = Event(
    "contribution.replaced",
    _l("A newer version has taken the place of %(object)s."),
    details=("later",),
    labels=FIELDS,
)
WITHDRAWN = Event(
    "contribution.withdrawn", _l("%(actor)s withdrew %(object)s."), details=("reason",), labels=FIELDS
)
ASKED = Event(
    "contribution.asked",
    _l("The departments are asked to confirm their contribution at the milestone %(milestone)s."),
    details=("milestone", "sharing", "departments", "due_on"),
    labels=FIELDS,
)
CONFIRMED = Event(
    "contribution.confirmed",
    _l("%(actor)s confirmed for %(department)s at %(milestone)s: shared out as agreed."),
    details=_SAID,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
CONFIRMED_FOR = Event(
    "contribution.confirmed_for",
    _l(
        "%(actor)s confirmed for %(department)s at %(milestone)s, on behalf of %(on_behalf_of)s: "
        "shared out as agreed."
    ),
    details=_SAID_FOR,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
DIFFERS = Event(
    "contribution.differs",
    _l("%(actor)s said for %(department)s at %(milestone)s what differs from the agreed contribution."),
    details=_SAID,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
DIFFERS_FOR = Event(
    "contribution.differs_for",
    _l(
        "%(actor)s said for %(department)s at %(milestone)s, on behalf of %(on_behalf_of)s, "
        "what differs from the agreed contribution."
    ),
    details=_SAID_FOR,
    labels=FIELDS,
    unshown=_UNSHOWN,
)
