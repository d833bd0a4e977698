"""What the register says about a running meeting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "person": _l("Person"),
    "at": _l("At"),
    "presence": _l("Presence"),
    "title": _l("Item"),
    "present_count": _l("Counted towards the quorum"),
    "quorum_required": _l("Quorum asked for"),
    "minutes_spent": _l("Minutes spent"),
    "minutes_planned": _l("Minutes planned"),
    "text": _l("Text"),
    "question": _l("Question"),
    "kind": _l("Kind of vote"),
    "lines": _l("Result"),
    "decision": _l("Decision"),
    "number": _l("Wording"),
}
QUORUM = ("present_count", "quorum_required")

ARRIVED = Event(
    "meetings.arrived",
    _l("%(actor)s noted that %(person)s came to %(object)s at %(at)s."),
    details=("person", "at", "presence", *QUORUM),
    labels=FIELDS,
    unshown=("person", "at"),
)
DEPARTED = Event(
    "meetings.departed",
    _l("%(actor)s noted that %(person)s left %(object)s at %(at)s."),
    details=("person", "at", *QUORUM),
    labels=FIELDS,
    unshown=("person", "at"),
)
STEPPED_ASIDE = Event(
    "meetings.stepped_aside",
    _l("%(actor)s noted that %(person)s stepped aside from “%(title)s” in %(object)s."),
    details=("person", "title", "reason", *QUORUM),
    labels=FIELDS,
    unshown=("person", "title"),
)
TOOK_PART_AGAIN = Event(
    "meetings.took_part_again",
    _l("%(actor)s noted that %(person)s takes part in “%(title)s” in %(object)s again."),
    details=("person", "title", *QUORUM),
    labels=FIELDS,
    unshown=("person", "title"),
)
ITEM_STARTED = Event(
    "meetings.item_started",
    _l("%(actor)s put “%(title)s” on the table of %(object)s at %(at)s."),
    details=("title", "at", "minutes_planned", *QUORUM),
    labels=FIELDS,
    unshown=("title", "at"),
)
ITEM_ENDED = Event(
    "meetings.item_ended",
    _l("%(actor)s took “%(title)s” from the table of %(object)s at %(at)s."),
    details=("title", "at", "minutes_spent"),
    labels=FIELDS,
    unshown=("title", "at"),
)
NOTE_WRITTEN = Event(
    "discussion_notes.written",
    _l("%(actor)s noted what was said about %(object)s."),
    details=("text",),
    labels=FIELDS,
)
NOTE_EDITED = Event(
    "discussion_notes.edited",
    _l("%(actor)s changed a note of what was said about %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
)
TABLED = Event(
    "decisions.tabled",
    _l("%(actor)s put %(object)s on the table of %(meeting)s under “%(title)s”."),
    details=("meeting", "title"),
    labels=FIELDS,
    unshown=("meeting", "title"),
)
AMENDED = Event(
    "decisions.amended",
    _l("%(actor)s amended %(object)s while it was on the table. Wording %(number)s is kept."),
    details=("number", "reason"),
    labels=FIELDS,
    unshown=("number",),
)
VOTE_TAKEN = Event(
    "votes.taken",
    _l("%(actor)s took a vote: %(object)s."),
    details=("kind", "question", "lines", "decision"),
    labels=FIELDS,
    unshown=("question",),
)
VOTE_STRUCK = Event(
    "votes.struck",
    _l("%(actor)s struck a vote: %(object)s."),
    details=("question", "lines", "reason"),
    labels=FIELDS,
    unshown=("question",),
)
