"""What the register says about weeks, reasons, objectives and evaluations.

Evaluations are restricted: the general register shows only that something was recorded, and even the record
holds a digest of the words, not the words.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.fulfilment.labels import ANSWERS, DETAILS, REASONS, STATED_BY
from portal.register.events import Event

WEEK_AGREED = Event(
    "fulfilment.week_agreed",
    _l("%(actor)s agreed that %(hours)s hours were given to %(object)s in the week of %(week_on)s."),
    details=("week_on", "hours"),
    labels=DETAILS,
)
WEEK_DISPUTED = Event(
    "fulfilment.week_disputed",
    _l(
        "%(actor)s disagreed about the week of %(week_on)s of %(object)s:"
        " %(stated)s hours were given, not %(entered)s."
    ),
    details=("week_on", "entered", "stated", "reason"),
    labels=DETAILS,
)
WEEK_CORRECTED = Event(
    "fulfilment.week_corrected",
    _l(
        "%(actor)s corrected the week of %(week_on)s of %(object)s by agreement:"
        " %(stated)s hours instead of %(entered)s."
    ),
    details=("week_on", "entered", "stated", "note"),
    labels=DETAILS,
)
BOTH_STAND = Event(
    "fulfilment.both_stand",
    _l(
        "%(actor)s let both figures for the week of %(week_on)s of %(object)s stand:"
        " %(entered)s hours entered, %(stated)s stated by the department."
    ),
    details=("week_on", "entered", "stated", "note"),
    labels=DETAILS,
)
WEEK_REASON = Event(
    "fulfilment.week_reason",
    _l("%(actor)s said why less was given to %(object)s in the week of %(week_on)s: %(reason_code)s."),
    details=("week_on", "stated_by", "reason_code", "note", "before"),
    labels=DETAILS,
    words={"reason_code": REASONS, "before": REASONS, "stated_by": STATED_BY},
)
WHOLE_REASON = Event(
    "fulfilment.whole_reason",
    _l("%(actor)s said why %(object)s was not kept in full: %(reason_code)s."),
    details=("stated_by", "reason_code", "note", "before"),
    labels=DETAILS,
    words={"reason_code": REASONS, "before": REASONS, "stated_by": STATED_BY},
)
OBJECTIVES_PROPOSED = Event(
    "fulfilment.objectives_proposed",
    _l("%(actor)s proposed objectives for %(object)s."),
    details=("number", "objectives"),
    labels=DETAILS,
)
OBJECTIVES_ANSWERED = Event(
    "fulfilment.objectives_answered",
    _l("%(actor)s answered the objectives proposed for %(object)s: %(answer)s."),
    details=("number", "objectives", "answer", "reason"),
    labels=DETAILS,
    words={"answer": ANSWERS},
)
EVALUATION_WRITTEN = Event(
    "fulfilment.evaluation_written",
    _l("%(actor)s wrote an evaluation for %(object)s."),
    details=("digest",),
    restricted=True,
)
EVALUATION_CONFIRMED = Event(
    "fulfilment.evaluation_confirmed",
    _l("%(actor)s confirmed the evaluation for %(object)s."),
    details=("digest",),
    restricted=True,
)
EVALUATION_READ = Event(
    "fulfilment.evaluation_read",
    _l("%(actor)s read the evaluation for %(object)s."),
    details=("digest",),
    restricted=True,
)
OWN_WORDS = Event(
    "fulfilment.own_words",
    _l("%(actor)s added their own words to the evaluation for %(object)s."),
    details=("digest",),
    restricted=True,
)
