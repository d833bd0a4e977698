"""What the register says about a silence, on the record that waits for an answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

LABELS: dict[str, object] = {"meeting": _l("Meeting"), "due_on": _l("Answer by")}

REMINDED = Event(
    "silence.reminded",
    _l("%(name)s was reminded of %(object)s; the answer was due on %(due_on)s."),
    details=("name", "due_on"),
)
SUBSTITUTE_TOLD = Event(
    "silence.substitute_told",
    _l("%(name)s was told that %(object)s waits for an answer, as the substitute of %(other)s."),
    details=("name", "other", "due_on"),
    labels=LABELS,
    unshown=("due_on",),
)
SUPERIOR_TOLD = Event(
    "silence.superior_told",
    _l("%(name)s was told, as head of %(department)s, that nobody has answered %(object)s."),
    details=("name", "department", "due_on"),
    labels=LABELS,
    unshown=("due_on",),
)
SPONSOR_TOLD = Event(
    "silence.sponsor_told",
    _l("%(name)s was told, as sponsor, that nobody has answered %(object)s."),
    details=("name", "due_on"),
    labels=LABELS,
    unshown=("due_on",),
)
NOT_REACHED = Event(
    "silence.not_reached",
    _l("%(name)s could not be told that %(object)s waits for an answer: there is no e-mail address."),
    details=("name", "due_on"),
    labels=LABELS,
    unshown=("due_on",),
)
NOBODY_ABOVE = Event(
    "silence.nobody_above",
    _l("Nobody has answered %(object)s, and there is neither a superior nor a sponsor to be told."),
    details=("due_on",),
    labels=LABELS,
)
ON_AGENDA = Event(
    "silence.on_agenda",
    _l("Nobody has answered %(object)s: it stands on the agenda of %(meeting)s by itself."),
    details=("meeting", "due_on"),
    labels=LABELS,
    unshown=("due_on",),
)
OFF_AGENDA = Event(
    "silence.off_agenda",
    _l("%(object)s left the agenda of %(meeting)s: nothing waits for an answer any more."),
    details=("meeting",),
)
