"""What the register says about who is bound by a decision, and about what relied on it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.bindings.models import FATE_WORDS
from portal.register.events import Event

FIELDS: dict[str, object] = {
    "text": _l("Text"),
    "due_on": _l("Acknowledge by"),
    "on_behalf_of": _l("On behalf of"),
    "next_review_on": _l("Look at it again on"),
    "meeting": _l("Meeting"),
    "fate": _l("What becomes of it"),
    "decision": _l("Decision"),
    "relying": _l("Relied on it"),
}

NAMED = Event(
    "bindings.named",
    _l("%(actor)s named %(name)s as bound by %(decision)s."),
    details=("name", "decision", "due_on", "text", "digest"),
    labels=FIELDS,
    unshown=("text", "digest"),
)
ACKNOWLEDGED = Event(
    "bindings.acknowledged",
    _l("%(actor)s read and understood %(decision)s for %(name)s."),
    details=("name", "decision", "on_behalf_of", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
CANNOT = Event(
    "bindings.cannot",
    _l("%(actor)s said for %(name)s that %(decision)s cannot be done."),
    details=("name", "decision", "reason", "on_behalf_of", "digest"),
    labels=FIELDS,
    unshown=("digest",),
)
RELEASED = Event(
    "bindings.released",
    _l("%(actor)s recorded that %(name)s is no longer bound by %(decision)s."),
    details=("name", "decision", "reason"),
    labels=FIELDS,
)
SEEN = Event(
    "bindings.implementation_seen",
    _l("%(actor)s recorded that the group saw how %(object)s was carried out."),
    details=("meeting", "note"),
    labels=FIELDS,
)
REVIEWED = Event(
    "bindings.reviewed",
    _l("%(actor)s recorded that the group looked at %(object)s again: it stands."),
    details=("meeting", "note", "next_review_on"),
    labels=FIELDS,
)
RELATED = Event(
    "bindings.related",
    _l("%(actor)s recorded that %(title)s relies on %(decision)s."),
    details=("title", "decision", "note"),
    labels=FIELDS,
    unshown=("title",),
)
UNRELATED = Event(
    "bindings.unrelated",
    _l("%(actor)s recorded that %(title)s no longer relies on %(decision)s."),
    details=("title", "decision"),
    labels=FIELDS,
    unshown=("title",),
)
ASKED_ABOUT = Event(
    "bindings.dependants_found",
    _l("%(object)s no longer holds. What becomes of what relied on it is asked about, one by one."),
    details=("relying",),
    labels=FIELDS,
)
SETTLED = Event(
    "bindings.dependant_settled",
    _l("%(actor)s said what becomes of %(title)s, which relied on %(decision)s: %(fate)s."),
    details=("title", "decision", "fate", "note"),
    labels=FIELDS,
    words={"fate": FATE_WORDS},
    unshown=("title",),
)
