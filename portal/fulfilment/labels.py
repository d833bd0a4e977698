"""The words for codes: verdicts, how a week stands, sides and reasons, outcomes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.fulfilment.reasons import SIDES, Reason, Side
from portal.fulfilment.verdicts import KEPT_FROM, PARTLY_FROM

__all__ = [
    "ANSWERS",
    "DETAILS",
    "KEPT_FROM",
    "OUTCOMES",
    "OUTCOME_TONES",
    "PARTLY_FROM",
    "REASONS",
    "SETTLEMENTS",
    "SIDE_WORDS",
    "STANDINGS",
    "STANDING_TONES",
    "STATED_BY",
    "VERDICTS",
    "VERDICT_TONES",
    "reason_groups",
    "word",
]

VERDICTS: dict[str, object] = {
    "kept": _l("Kept"),
    "partly": _l("Partly kept"),
    "missed": _l("Missed"),
}
VERDICT_TONES = {"kept": "good", "partly": "warning", "missed": "bad"}

STANDINGS: dict[str, object] = {
    "ahead": _l("Still running"),
    "waiting": _l("Not entered"),
    "open": _l("Not final yet"),
    "agreed": _l("Agreed"),
    "disputed": _l("Disputed"),
    "corrected": _l("Corrected by agreement"),
    "both_stand": _l("Both figures stand"),
    "uncontested": _l("Stands, nobody disagreed"),
    "taken_over": _l("Taken over from records"),
}
STANDING_TONES = {
    "ahead": "neutral",
    "waiting": "waiting",
    "open": "waiting",
    "agreed": "good",
    "disputed": "warning",
    "corrected": "good",
    "both_stand": "warning",
    "uncontested": "neutral",
    "taken_over": "neutral",
}

SIDE_WORDS: dict[str, object] = {
    "department": _l("Department"),
    "project": _l("Project"),
    "neither": _l("Neither side"),
}
#: Before a reason that somebody states.
STATED_BY: dict[str, object] = {
    "department": _l("The department says"),
    "project": _l("The project says"),
}

REASONS: dict[str, object] = {
    "recalled": _l("Recalled by the department"),
    "pulled_off": _l("Pulled off for daily business"),
    "other_project": _l("Sent to another project"),
    "not_sent": _l("Did not come"),
    "not_ready": _l("The project was not ready"),
    "no_work": _l("The project had no work for this person"),
    "replanned_by_project": _l("Re-planned by the project alone"),
    "no_access": _l("Access, data or equipment were missing"),
    "illness": _l("Illness"),
    "absence": _l("Holiday or other absence"),
    "replanned": _l("Re-planned by agreement"),
    "other": _l("Another reason, in the note"),
}

OUTCOMES: dict[str, object] = {
    "met": _l("Met"),
    "partly": _l("Partly met"),
    "not_met": _l("Not met"),
}
OUTCOME_TONES = {"met": "good", "partly": "warning", "not_met": "bad"}

ANSWERS: dict[str, object] = {
    "open": _l("Waits for the head’s answer"),
    "accepted": _l("Agreed"),
    "declined": _l("Declined"),
}

SETTLEMENTS: dict[str, object] = {
    "corrected": _l("Take the department’s figure"),
    "both_stand": _l("Let both figures stand"),
}

DETAILS: dict[str, object] = {
    "hours": _l("Hours"),
    "entered": _l("Hours entered"),
    "stated": _l("Hours stated by the department"),
    "week_on": _l("Week"),
    "note": _l("Note"),
    "objectives": _l("Objectives"),
    "stated_by": _l("Stated by"),
    "reason_code": _l("Reason"),
    "before": _l("Before"),
}


def word(words: dict[str, object], code: str | None) -> str:
    """The word for a code in the reader's language; an unknown code reads as itself."""
    return str(words.get(code or "", code or ""))


def reason_groups() -> list[tuple[str, list[tuple[str, object]]]]:
    """The reasons under the side on which they lie, for a select with groups."""
    return [
        (word(SIDE_WORDS, side), [(code.value, REASONS[code]) for code in Reason if SIDES[code] == side])
        for side in Side
    ]
