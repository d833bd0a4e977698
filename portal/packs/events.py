"""What the register says about packs and questions. They stand in the timeline of the meeting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "number": _l("Number"),
    "digest": _l("Digest (SHA-256)"),
    "recipients": _l("Told"),
    "text": _l("Text"),
    "title": _l("Item"),
    "question": _l("Question"),
    "answer": _l("Answer"),
}
FROZEN = Event(
    "packs.frozen",
    _l("%(actor)s froze pack %(number)s of %(object)s."),
    details=("number", "digest", "recipients"),
    labels=FIELDS,
)
ERRATUM_ADDED = Event(
    "packs.erratum_added",
    _l("%(actor)s added an erratum to pack %(number)s of %(object)s."),
    details=("number", "text"),
    labels=FIELDS,
)
ASKED = Event(
    "questions.asked",
    _l("%(actor)s asked about “%(title)s” before %(object)s."),
    details=("title", "question"),
    labels=FIELDS,
)
ANSWERED = Event(
    "questions.answered",
    _l("%(actor)s answered a question about “%(title)s” before %(object)s."),
    details=("title", "question", "answer"),
    labels=FIELDS,
)
