"""The words for codes: what a level, a state, a response, a step of the matrix is called."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.risks.states import Level, Response, RiskState, Verdict

LEVELS: dict[str, object] = {
    Level.LOW: _l("Low"),
    Level.MODERATE: _l("Moderate"),
    Level.HIGH: _l("High"),
    Level.CRITICAL: _l("Critical"),
}

#: How a level looks: words first, then the shape and colour of a status.
LEVEL_TONES: dict[str, str] = {
    Level.LOW: "good",
    Level.MODERATE: "neutral",
    Level.HIGH: "warning",
    Level.CRITICAL: "bad",
}

#: The surface of a cell on the matrix, out of the five that the palette has.
LEVEL_SHADES: dict[str, int] = {Level.LOW: 1, Level.MODERATE: 2, Level.HIGH: 4, Level.CRITICAL: 5}

STATES: dict[str, object] = {
    RiskState.OPEN: _l("Open"),
    RiskState.TREATING: _l("Being treated"),
    RiskState.ACCEPTED: _l("Accepted"),
    RiskState.CLOSED: _l("Closed"),
    RiskState.MATERIALISED: _l("Has come true"),
}

RESPONSES: dict[str, object] = {
    Response.AVOID: _l("Avoid"),
    Response.REDUCE: _l("Reduce"),
    Response.TRANSFER: _l("Transfer"),
    Response.SHARE: _l("Share"),
    Response.ACCEPT: _l("Accept"),
}

RESPONSE_MEANINGS: dict[str, object] = {
    Response.AVOID: _l("Change the plan so that it cannot happen."),
    Response.REDUCE: _l("Make it less likely or less bad, by actions with owner and date."),
    Response.TRANSFER: _l("Let somebody else bear it: an insurance, a vendor by contract."),
    Response.SHARE: _l("Bear it together with another department or partner, by agreement."),
    Response.ACCEPT: _l("Live with it knowingly; somebody other than its owner must say yes."),
}

VERDICTS: dict[str, object] = {
    Verdict.ON_TRACK: _l("The response works as planned"),
    Verdict.NOT_ENOUGH: _l("The response is not enough"),
    Verdict.NOT_STARTED: _l("Nothing has been done yet"),
    Verdict.OBSOLETE: _l("It can hardly happen any more"),
}

VERDICT_NOTES: dict[str, object] = {
    Verdict.ON_TRACK: _l("Carry on; look again on the next date."),
    Verdict.NOT_ENOUGH: _l("Say below what else must be done, and give it to somebody as an action."),
    Verdict.NOT_STARTED: _l("Say below what holds it up."),
    Verdict.OBSOLETE: _l("Close it afterwards, with the reason."),
}

FIELDS: dict[str, object] = {
    "title": _l("Title"),
    "category": _l("Category"),
    "cause": _l("Cause"),
    "event": _l("Event"),
    "effect": _l("Effect"),
    "probability": _l("Probability"),
    "impact": _l("Impact"),
    "level": _l("Level"),
    "rating": _l("Rating"),
    "before": _l("Rating before"),
    "after": _l("Rating now"),
    "residual": _l("Residual rating"),
    "residual_probability": _l("Residual probability"),
    "residual_impact": _l("Residual impact"),
    "response": _l("Response"),
    "response_note": _l("How"),
    "owner": _l("Owner"),
    "verdict": _l("Verdict"),
    "next_review_on": _l("Next review on"),
    "materialised_on": _l("Came true on"),
    "rows": _l("Levels, lowest probability first"),
}

PROBABILITIES: dict[int, tuple[object, ...]] = {
    3: (_l("Unlikely"), _l("Possible"), _l("Likely")),
    4: (_l("Unlikely"), _l("Possible"), _l("Likely"), _l("Very likely")),
    5: (_l("Very unlikely"), _l("Unlikely"), _l("Possible"), _l("Likely"), _l("Very likely")),
    6: (
        _l("Very unlikely"),
        _l("Unlikely"),
        _l("Possible"),
        _l("Likely"),
        _l("Very likely"),
        _l("Almost certain"),
    ),
}

IMPACTS: dict[int, tuple[object, ...]] = {
    3: (_l("Minor"), _l("Serious"), _l("Severe")),
    4: (_l("Minor"), _l("Noticeable"), _l("Serious"), _l("Severe")),
    5: (_l("Negligible"), _l("Minor"), _l("Noticeable"), _l("Serious"), _l("Severe")),
    6: (
        _l("Negligible"),
        _l("Minor"),
        _l("Noticeable"),
        _l("Serious"),
        _l("Severe"),
        _l("Threatens everything"),
    ),
}


def word(words: dict[str, object], code: str | None) -> str:
    """The word for a code in the reader's language; an unknown code reads as itself."""
    return str(words.get(code or "", code or ""))


def level_word(level: str | None) -> str:
    return word(LEVELS, level) if level else _("Not rated")


def place_word(probability: int | None, impact: int | None) -> str:
    """`4×5`, as people say it; empty where there is no place."""
    return f"{probability}×{impact}" if probability is not None and impact is not None else ""


def rating_word(probability: int | None, impact: int | None, level: str | None) -> str:
    """`4×5 Critical`, `High` without a place, `Not rated` without anything."""
    return " ".join(part for part in (place_word(probability, impact), level_word(level)) if part)
