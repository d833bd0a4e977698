"""The words for codes: what a phase, a lead model, a rating, a role is called, and what it means."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.projects.models import Acceptance, AppointmentRole, LeadModel, Phase, Rating

PHASES: dict[str, object] = {
    Phase.IDEA: _l("Idea"),
    Phase.PREPARATION: _l("Preparation"),
    Phase.SELECTION: _l("Selection"),
    Phase.IMPLEMENTATION: _l("Implementation"),
    Phase.PILOT: _l("Pilot"),
    Phase.ROLLOUT: _l("Roll-out"),
    Phase.HYPERCARE: _l("Hypercare"),
    Phase.OPERATION: _l("Operation"),
    Phase.PAUSED: _l("Paused"),
    Phase.CLOSED: _l("Closed"),
}

PHASE_MEANINGS: dict[str, object] = {
    Phase.IDEA: _l("Somebody wants it; nobody has promised anything yet."),
    Phase.PREPARATION: _l("Sponsor, mandate, people and goals are being agreed."),
    Phase.SELECTION: _l("The selection group chooses product and vendor."),
    Phase.IMPLEMENTATION: _l("The implementation team builds and sets up."),
    Phase.PILOT: _l("A few work with it for real, before everybody has to."),
    Phase.ROLLOUT: _l("One site or department after the other changes over."),
    Phase.HYPERCARE: _l("The first month after going live, watched closely."),
    Phase.OPERATION: _l("It is daily business; its owners improve it."),
    Phase.PAUSED: _l("Work has stopped for now; the reason stands in the history."),
    Phase.CLOSED: _l("Work has ended; the record stays."),
}

#: The way of a project, in order; paused and closed lie beside it.
PATH = (
    Phase.IDEA,
    Phase.PREPARATION,
    Phase.SELECTION,
    Phase.IMPLEMENTATION,
    Phase.PILOT,
    Phase.ROLLOUT,
    Phase.HYPERCARE,
    Phase.OPERATION,
)

LEAD_MODELS: dict[str, object] = {
    LeadModel.BUSINESS: _l("Business leads"),
    LeadModel.TRAINING: _l("Training leads"),
    LeadModel.IT: _l("IT leads"),
    LeadModel.JOINT: _l("Business and IT lead jointly"),
}

#: What each model risks (pit 1, the fight over the lead): one line to keep in mind.
LEAD_RISKS: dict[str, object] = {
    LeadModel.BUSINESS: _l(
        "Watch that it asks for what the architecture can give, and that content keeps up with products."
    ),
    LeadModel.TRAINING: _l(
        "Watch that people have time to learn, and that the interfaces to supply chain and finance fit."
    ),
    LeadModel.IT: _l(
        "Watch that a powerful system does not burden the front line with the wrong fields and go unused."
    ),
    LeadModel.JOINT: _l("Watch that somebody decides when the two disagree: name who that is."),
}

RATINGS: dict[str, object] = {
    Rating.GREEN: _l("Green"),
    Rating.AMBER_GREEN: _l("Amber/Green"),
    Rating.AMBER: _l("Amber"),
    Rating.AMBER_RED: _l("Amber/Red"),
    Rating.RED: _l("Red"),
    Rating.EXEMPT: _l("Exempt"),
    Rating.NOT_RATED: _l("Not rated"),
}

DIMENSION_LABELS: dict[str, object] = {
    "scope": _l("Scope"),
    "schedule": _l("Schedule"),
    "cost": _l("Cost"),
    "people": _l("People"),
    "benefits": _l("Benefits"),
}

ROLES: dict[str, object] = {
    AppointmentRole.SPONSOR: _l("Sponsor"),
    AppointmentRole.MANAGER: _l("Project manager"),
    AppointmentRole.BUSINESS_LEAD: _l("Business lead"),
    AppointmentRole.IT_LEAD: _l("IT lead"),
    AppointmentRole.PROCESS_OWNER: _l("Process owner"),
    AppointmentRole.MEMBER: _l("Implementation team"),
    AppointmentRole.KEY_USER: _l("Key user"),
}

ROLE_MEANINGS: dict[str, object] = {
    AppointmentRole.SPONSOR: _l("The executive whose authority the project uses; one at a time."),
    AppointmentRole.MANAGER: _l("Keeps the project and reports on it; one at a time."),
    AppointmentRole.BUSINESS_LEAD: _l("Speaks for the business: what must work, and for whom."),
    AppointmentRole.IT_LEAD: _l("Answers for the architecture and what it can carry."),
    AppointmentRole.PROCESS_OWNER: _l("Answers for a process that the project changes."),
    AppointmentRole.MEMBER: _l("Does the work, mostly part-time, lent by a department."),
    AppointmentRole.KEY_USER: _l("Tries it, signs it off and shows it to colleagues."),
}

FIELDS: dict[str, object] = {
    "code": _l("Code"),
    "name": _l("Name"),
    "programme": _l("Programme"),
    "purpose": _l("Purpose"),
    "measure_of_success": _l("Measure of success"),
    "lead_department": _l("Lead department"),
    "lead_model": _l("Who leads"),
    "phase": _l("Phase"),
    "start_on": _l("Start"),
    "go_live_on": _l("Go-live"),
    "end_on": _l("End"),
    "budget": _l("Budget"),
    "currency": _l("Currency"),
    "reported_on": _l("Reported on"),
    "overall": _l("Overall"),
    "narrative": _l("Narrative"),
    "rating_points": _l("Rating scale"),
    **DIMENSION_LABELS,
    "scope_note": _l("Note on scope"),
    "schedule_note": _l("Note on schedule"),
    "cost_note": _l("Note on cost"),
    "people_note": _l("Note on people"),
    "benefits_note": _l("Note on benefits"),
}


def word(words: dict[str, object], code: str | None) -> str:
    """The word for a code in the reader's language; an unknown code reads as itself."""
    return str(words.get(code or "", code or ""))


#: What the person said to a role; silence is never consent.
ACCEPTANCES: dict[str, object] = {
    Acceptance.RECORDED: _l("Recorded, not accepted"),
    Acceptance.ASKED: _l("Recorded, asked to accept"),
    Acceptance.PROPOSED: _l("Proposed, not answered yet"),
    Acceptance.ACCEPTED: _l("Accepted"),
    Acceptance.DECLINED: _l("Declined"),
    Acceptance.LAPSED: _l("Lapsed without an answer"),
    Acceptance.WITHDRAWN: _l("Ended before it was answered"),
}
ACCEPTANCE_TONES: dict[str, str] = {
    Acceptance.RECORDED: "neutral",
    Acceptance.ASKED: "waiting",
    Acceptance.PROPOSED: "waiting",
    Acceptance.ACCEPTED: "good",
    Acceptance.DECLINED: "bad",
    Acceptance.LAPSED: "warning",
    Acceptance.WITHDRAWN: "off",
}
