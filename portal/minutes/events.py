"""What the register says about circulated minutes and errata."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "minutes_version": _l("Version of the minutes"),
    "notes_until_on": _l("Absent members may note until"),
    "recipients": _l("Asked"),
    "words": _l("In their words"),
    "seen_version": _l("Version they saw"),
    "proposed": _l("Wording they ask for"),
    "unanswered": _l("Did not answer"),
    "dissent": _l("Dissent"),
    "text": _l("Text"),
    "number": _l("Number"),
}

CIRCULATED = Event(
    "minutes.circulated",
    _l("%(actor)s circulated the minutes of %(object)s. Answers are due on %(due_on)s."),
    details=("due_on", "notes_until_on", "minutes_version", "recipients"),
    labels=FIELDS,
)
REMINDED = Event(
    "minutes.reminded",
    _l("Who has not answered was reminded of the minutes of %(object)s. Answers are due on %(due_on)s."),
    details=("due_on", "recipients"),
    labels=FIELDS,
)
CONFIRMED = Event(
    "minutes.confirmed",
    _l("%(actor)s confirmed the text of %(object)s."),
    details=("words", "seen_version"),
    labels=FIELDS,
)
CORRECTED = Event(
    "minutes.corrected",
    _l("%(actor)s asked for a correction in %(object)s."),
    details=("words", "seen_version", "proposed"),
    labels=FIELDS,
)
DISSENTED = Event(
    "minutes.dissented",
    _l("%(actor)s put a dissent on record in %(object)s."),
    details=("words", "seen_version"),
    labels=FIELDS,
)
NOTED = Event(
    "minutes.noted",
    _l("%(actor)s, who was absent, added a note to %(object)s."),
    details=("words", "seen_version"),
    labels=FIELDS,
)
TAKEN = Event(
    "minutes.correction_taken",
    _l("%(actor)s took the correction of %(person)s into %(object)s."),
    details=("person", "reason"),
    labels=FIELDS,
)
DECLINED = Event(
    "minutes.correction_declined",
    _l("%(actor)s did not take the correction of %(person)s into %(object)s."),
    details=("person", "reason"),
    labels=FIELDS,
)
CLOSED = Event(
    "minutes.closed",
    _l("%(actor)s closed the round of answers to %(object)s."),
    details=("minutes_version", "unanswered", "dissent"),
    labels=FIELDS,
)
ERRATUM_PROPOSED = Event(
    "minutes.erratum_proposed",
    _l("%(actor)s proposed erratum %(number)s to %(object)s. Answers are due on %(due_on)s."),
    details=("number", "text", "reason", "due_on", "recipients"),
    labels=FIELDS,
)
ERRATUM_APPROVED = Event(
    "minutes.erratum_approved",
    _l("%(actor)s approved erratum %(number)s to %(object)s. The minutes themselves stay as they were."),
    details=("number", "text", "unanswered", "dissent"),
    labels=FIELDS,
)
