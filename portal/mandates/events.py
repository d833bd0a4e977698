"""What the register says about mandates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.projects.labels import LEAD_MODELS
from portal.register.events import Event

FIELDS: dict[str, object] = {
    "grantee": _l("Who gets the authority"),
    "lead_model": _l("Who leads"),
    "scope": _l("Scope (English)"),
    "scope_zh": _l("Scope (Chinese)"),
    "people_power": _l("Power over people (English)"),
    "people_power_zh": _l("Power over people (Chinese)"),
    "decision_power": _l("Power to decide (English)"),
    "decision_power_zh": _l("Power to decide (Chinese)"),
    "limits": _l("Limits (English)"),
    "limits_zh": _l("Limits (Chinese)"),
    "presence": _l("Presence of the sponsor (English)"),
    "presence_zh": _l("Presence of the sponsor (Chinese)"),
    "money_limit": _l("Most money for one decision"),
    "currency": _l("Currency"),
    "sponsor_percent": _l("Share of the sponsor's time"),
    "valid_from": _l("From"),
    "valid_to": _l("To"),
    "until_milestone": _l("Until the milestone"),
    "backdating_reason": _l("Why it begins before the signature"),
    "grantee_department": _l("Department that leads"),
    "duty": _l("Duty (English)"),
    "duty_zh": _l("Duty (Chinese)"),
    "department": _l("Department"),
    "departments": _l("Departments touched"),
    "text": _l("Text"),
    "digest": _l("Digest of the text"),
    "due_on": _l("Answer by"),
    "recipients": _l("Asked"),
    "in_force_on": _l("In force from"),
    "declined": _l("Not in force for"),
    "ends_on": _l("Ends on"),
    "before": _l("Before"),
    "after": _l("After"),
}
_ANSWER = ("reason", "digest")
#: On the page of the agreement, with the words that were seen.
_UNSHOWN = ("text", "digest")

DRAFTED = Event(
    "mandates.drafted",
    _l("%(actor)s drafted the mandate %(object)s for %(grantee)s."),
    details=("grantee", "lead_model", "departments"),
    labels=FIELDS,
    words={"lead_model": LEAD_MODELS},
)
EDITED = Event(
    "mandates.edited",
    _l("%(actor)s changed the draft of the mandate %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
)
DEPARTMENT_ADDED = Event(
    "mandates.department_added",
    _l("%(actor)s named %(department)s in the draft of the mandate %(object)s."),
    details=("department", "duty", "duty_zh"),
    labels=FIELDS,
)
DUTY_CHANGED = Event(
    "mandates.duty_changed",
    _l("%(actor)s changed the duty of %(department)s in the draft of the mandate %(object)s."),
    details=("department", "before", "after"),
    labels=FIELDS,
)
DEPARTMENT_REMOVED = Event(
    "mandates.department_removed",
    _l("%(actor)s took %(department)s out of the draft of the mandate %(object)s."),
    details=("department",),
)
PUT = Event(
    "mandates.put",
    _l("%(actor)s put the mandate %(object)s to %(sponsor)s for signature."),
    details=("sponsor", "due_on", "text", "digest", "backdating_reason"),
    labels=FIELDS,
    unshown=_UNSHOWN,
)
SIGNED = Event(
    "mandates.signed",
    _l("%(actor)s signed the mandate %(object)s."),
    details=(*_ANSWER, "recipients"),
    labels=FIELDS,
    unshown=_UNSHOWN[1:],
)
SIGNED_FOR = Event(
    "mandates.signed_for",
    _l("%(actor)s signed the mandate %(object)s for %(on_behalf_of)s, who was away."),
    details=(*_ANSWER, "recipients", "on_behalf_of"),
    labels=FIELDS,
    unshown=_UNSHOWN[1:],
)
SIGNATURE_DECLINED = Event(
    "mandates.signature_declined",
    _l("%(actor)s declined to sign the mandate %(object)s."),
    details=_ANSWER,
    labels=FIELDS,
    unshown=_UNSHOWN[1:],
)
ACKNOWLEDGED = Event(
    "mandates.acknowledged",
    _l("%(actor)s acknowledged the mandate %(object)s for %(department)s."),
    details=(*_ANSWER, "department"),
    labels=FIELDS,
    unshown=_UNSHOWN[1:],
)
ACKNOWLEDGED_FOR = Event(
    "mandates.acknowledged_for",
    _l("%(actor)s acknowledged the mandate %(object)s for %(department)s in the place of %(on_behalf_of)s."),
    details=(*_ANSWER, "department", "on_behalf_of"),
    labels=FIELDS,
    unshown=_UNSHOWN[1:],
)
REFUSED = Event(
    "mandates.refused",
    _l("%(actor)s declined the mandate %(object)s for %(department)s: it does not come into force there."),
    details=(*_ANSWER, "department"),
    labels=FIELDS,
    unshown=_UNSHOWN[1:],
)
REFUSED_FOR = Event(
    "mandates.refused_for",
    _l("%(actor)s declined the mandate %(object)s for %(department)s in the place of %(on_behalf_of)s."),
    details=(*_ANSWER, "department", "on_behalf_of"),
    labels=FIELDS,
    unshown=_UNSHOWN[1:],
)
ISSUED = Event(
    "mandates.issued",
    _l("The mandate %(object)s is issued and in force from %(in_force_on)s."),
    details=("in_force_on", "declined"),
    labels=FIELDS,
)
ACCEPTED_NOWHERE = Event(
    "mandates.accepted_nowhere",
    _l("Every department declined the mandate %(object)s: it does not come into force."),
)
AMENDED = Event(
    "mandates.amended",
    _l("%(actor)s began a new edition of the mandate %(object)s."),
    details=("reason",),
)
EXTENDED = Event(
    "mandates.extended",
    _l("%(actor)s proposed to extend the mandate %(object)s to %(valid_to)s."),
    details=("reason", "valid_to"),
    labels=FIELDS,
)
SUPERSEDED = Event(
    "mandates.superseded",
    _l("The mandate %(object)s gave way to %(later)s."),
    details=("later",),
)
WITHDRAWN = Event("mandates.withdrawn", _l("%(actor)s withdrew the mandate %(object)s."), details=("reason",))
REVOKED = Event("mandates.revoked", _l("%(actor)s revoked the mandate %(object)s."), details=("reason",))
LAPSED = Event(
    "mandates.lapsed",
    _l("The term of the mandate %(object)s is over: it lapsed."),
    details=("ends_on",),
    labels=FIELDS,
)
WARNED = Event(
    "mandates.warned",
    _l("Lead and sponsor were warned that the mandate %(object)s ends on %(ends_on)s."),
    details=("ends_on",),
    labels=FIELDS,
)
