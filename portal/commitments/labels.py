"""The words for codes: what a kind, a state or a field is called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS: dict[str, object] = {
    "staffing": _l("People"),
    "deliverable": _l("Deliverable"),
    "attendance": _l("Attendance"),
    "decision": _l("Decision"),
}

#: One line below each kind, where somebody chooses what to ask for.
KIND_MEANINGS: dict[str, object] = {
    "staffing": _l("A person or a skill, for a share of the week or for hours, from one day to another."),
    "deliverable": _l("A thing that is finished by a day: data, a description, a test result."),
    "attendance": _l("People who come to a workshop, a test or a training."),
    "decision": _l("An answer that the project needs from the department by a day."),
}

STATES: dict[str, object] = {
    "draft": _l("Draft"),
    "requested": _l("Requested"),
    "countered": _l("Countered"),
    "confirmed": _l("Confirmed"),
    "refused": _l("Refused"),
    "withdrawn": _l("Withdrawn"),
    "lapsed": _l("Lapsed"),
    "fulfilled": _l("Fulfilled"),
    "missed": _l("Missed"),
    "released": _l("Released"),
}

AMENDMENT_STATES: dict[str, object] = {
    "open": _l("waits for an answer"),
    "accepted": _l("accepted"),
    "declined": _l("declined"),
    "withdrawn": _l("taken back"),
    "overtaken": _l("not answered before the end"),
}

FIELDS: dict[str, object] = {
    "answer_due_on": _l("Answer by"),
    "department": _l("Department"),
    "done_means": _l("Done means"),
    "hours": _l("Hours"),
    "in_place_of": _l("In the place of"),
    "hours_per_week": _l("Hours a week"),
    "overload": _l("Known overload"),
    "milestones": _l("Hangs on it"),
    "parts": _l("In parts"),
    "percent": _l("Percent of the week"),
    "person": _l("Person"),
    "share_percent": _l("Share of the week"),
    "skill": _l("Skill"),
    "statement": _l("For what"),
    "valid_from": _l("From"),
    "valid_to": _l("To"),
    "week_on": _l("Week"),
}


def word(words: dict[str, object], code: str | None) -> str:
    """The word for a code in the reader's language; an unknown code reads as itself."""
    return str(words.get(code or "", code or ""))
