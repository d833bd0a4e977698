"""What the register says about programmes and projects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.projects.labels import FIELDS, LEAD_MODELS, PHASES, RATINGS, ROLES
from portal.projects.models import DIMENSIONS
from portal.register.events import Event

RATED = ("overall", *DIMENSIONS)
NOTED = tuple(f"{name}_note" for name in DIMENSIONS)
#: What the codes among the details are called, inside `before` and `after` too.
WORDS = {"lead_model": LEAD_MODELS, "phase": PHASES, "role": ROLES, **dict.fromkeys(RATED, RATINGS)}

PROGRAMME_CREATED = Event(
    "programmes.created",
    _l("%(actor)s created the programme %(object)s."),
    details=("purpose",),
    labels=FIELDS,
)
PROGRAMME_EDITED = Event(
    "programmes.edited",
    _l("%(actor)s changed the programme %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
)

CREATED = Event(
    "projects.created",
    _l("%(actor)s created the project %(object)s."),
    details=("purpose", "measure_of_success", "lead_department", "lead_model", "phase", "programme"),
    labels=FIELDS,
    words=WORDS,
)
EDITED = Event(
    "projects.edited",
    _l("%(actor)s changed %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
    words=WORDS,
)
PHASE_CHANGED = Event(
    "projects.phase_changed",
    _l("%(actor)s moved %(object)s from %(before)s to %(after)s."),
    details=("before", "after", "note"),
    words={"before": PHASES, "after": PHASES},
)
MADE_CONFIDENTIAL = Event(
    "projects.made_confidential",
    _l("%(actor)s made %(object)s confidential: only insiders see it from here on."),
    details=("reason", "insiders"),
    labels={"insiders": _l("Insiders")},
)
OPENED = Event(
    "projects.opened", _l("%(actor)s opened %(object)s to everybody who is signed in."), details=("reason",)
)
ADMITTED = Event(
    "projects.admitted", _l("%(actor)s let %(person)s see %(object)s."), details=("person", "reason")
)
DISMISSED = Event(
    "projects.dismissed",
    _l("%(actor)s ended the access of %(person)s to %(object)s."),
    details=("person", "reason"),
)

APPOINTED = Event(
    "projects.appointed",
    _l("%(actor)s appointed %(person)s to %(project)s: %(role)s from %(valid_from)s."),
    details=("person", "role", "department", "valid_from", "valid_to", "due_on", "text", "digest"),
    words=WORDS,
)
APPOINTMENT_ENDED = Event(
    "projects.appointment_ended",
    _l("%(actor)s ended the appointment of %(person)s to %(project)s (%(role)s) with %(valid_to)s."),
    details=("person", "role", "valid_to", "note"),
    words=WORDS,
)

APPOINTMENT_ASKED = Event(
    "projects.appointment_asked",
    _l(
        "%(actor)s asked %(person)s to accept or decline a role in %(project)s: %(role)s. Answer by %(due_on)s."
    ),
    details=("person", "role", "due_on", "text", "digest"),
    words=WORDS,
)
APPOINTMENT_ACCEPTED = Event(
    "projects.appointment_accepted",
    _l("%(actor)s accepted a role in %(project)s: %(role)s from %(valid_from)s."),
    details=("role", "valid_from", "digest"),
    words=WORDS,
)
APPOINTMENT_DECLINED = Event(
    "projects.appointment_declined",
    _l("%(actor)s declined a role in %(project)s: %(role)s."),
    details=("role", "reason", "digest"),
    words=WORDS,
)
APPOINTMENT_LAPSED = Event(
    "projects.appointment_lapsed",
    _l("%(person)s did not answer by %(due_on)s whether they take a role in %(project)s: %(role)s."),
    details=("person", "role", "due_on"),
    words=WORDS,
)

MILESTONE_ADDED = Event(
    "milestones.added",
    _l("%(actor)s added the milestone %(object)s, planned for %(baseline_on)s."),
    details=("baseline_on", "forecast_on", "actual_on"),
    labels={"forecast_on": _l("Expected on"), "actual_on": _l("Reached on")},
)
MILESTONE_RENAMED = Event(
    "milestones.renamed",
    _l("%(actor)s renamed the milestone %(before)s to %(after)s."),
    details=("before", "after"),
)
FORECAST_MOVED = Event(
    "milestones.forecast_moved",
    _l("%(actor)s moved the expected date of %(object)s from %(before)s to %(after)s."),
    details=("before", "after", "reason"),
)
REBASELINED = Event(
    "milestones.rebaselined",
    _l("%(actor)s agreed a new baseline for %(object)s: %(after)s instead of %(before)s."),
    details=("before", "after", "reason"),
)
REACHED = Event(
    "milestones.reached",
    _l("%(actor)s recorded that %(object)s was reached on %(actual_on)s."),
    details=("actual_on", "note"),
)
ARRIVAL_CORRECTED = Event(
    "milestones.arrival_corrected",
    _l("%(actor)s corrected the date on which %(object)s was reached."),
    details=("before", "after", "note"),
)

REPORT_DRAFTED = Event(
    "reports.drafted",
    _l("%(actor)s began the status report %(object)s."),
    details=("reported_on",),
    labels=FIELDS,
)
REPORT_EDITED = Event(
    "reports.edited",
    _l("%(actor)s changed the draft of the status report %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
    words=WORDS,
)
REPORT_DISCARDED = Event("reports.discarded", _l("%(actor)s discarded the draft %(object)s."))
REPORT_PUBLISHED = Event(
    "reports.published",
    _l("%(actor)s published the status report %(object)s: %(overall)s."),
    details=("reported_on", "narrative", *RATED, *NOTED),
    labels=FIELDS,
    words=WORDS,
    unshown=("reported_on", "narrative", *DIMENSIONS, *NOTED),
)
REPORT_TAKEN_OVER = Event(
    "reports.taken_over",
    _l("%(actor)s took over the status report %(object)s as it was published elsewhere: %(overall)s."),
    details=("reported_on", "overall_as_given", "narrative", *RATED, *NOTED),
    labels={**FIELDS, "overall_as_given": _l("Overall as given")},
    words=WORDS,
    unshown=("reported_on", "narrative", *DIMENSIONS, *NOTED),
)
