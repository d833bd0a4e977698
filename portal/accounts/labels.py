"""The words for codes: what a role, a field, a moved record is called, and what a role may do."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts.models import Role

ROLES: dict[str, object] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.PROGRAMME_OFFICE: _l("Programme office"),
    Role.CIO: _l("CIO"),
    Role.AUDITOR: _l("Internal audit"),
}

ROLE_MEANINGS: dict[str, object] = {
    Role.ADMINISTRATOR: _l("Keeps people, departments and roles, and everything the programme office keeps."),
    Role.PROGRAMME_OFFICE: _l("Sees every project and keeps the portfolio: projects, groups, imports."),
    Role.CIO: _l("Sees every project and keeps the portfolio, as the executive who answers for it."),
    Role.AUDITOR: _l("Reads everything and changes nothing, whatever other roles the person has."),
}

FIELDS: dict[str, object] = {
    "name": _l("Name"),
    "email": _l("E-mail"),
    "key": _l("Handle"),
    "title": _l("Job title"),
    "department": _l("Department"),
    "hours_per_week": _l("Hours per week"),
    "language": _l("Language"),
    "code": _l("Code"),
    "parent": _l("Part of"),
}

#: What refers to a person, by table: so that a merger can say in words what moves. Tables of the features
#: above stand here too, as words only; one that is missing is shown by its own name.
REFERENCES: dict[str, object] = {
    "action_item": _l("Action items"),
    "agenda_item": _l("Agenda items"),
    "api_token": _l("API tokens"),
    "appointment": _l("Appointments to projects"),
    "attendance": _l("Attendances at meetings"),
    "commitment": _l("Commitments"),
    "decision": _l("Decisions"),
    "delivery": _l("Deliveries"),
    "department_head": _l("Headships of departments"),
    "evaluation": _l("Evaluations of contributions"),
    "insider": _l("Access to confidential projects"),
    "meeting": _l("Meetings"),
    "membership": _l("Memberships in groups"),
    "milestone": _l("Milestones"),
    "objectives": _l("Objectives of promises"),
    "offer": _l("Offers"),
    "one_time_link": _l("One-time links"),
    "person": _l("People merged before"),
    "position": _l("Positions on decisions"),
    "raci_entry": _l("Responsibilities (RACI)"),
    "risk": _l("Risks"),
    "risk_score": _l("Scores of risks"),
    "role_grant": _l("Roles"),
    "stated_reason": _l("Reasons why less was given"),
    "status_report": _l("Status reports"),
    "week_review": _l("Looks at what was given"),
}


def word(words: dict[str, object], code: str | None) -> str:
    """The word for a code in the reader's language; an unknown code reads as itself."""
    return str(words.get(code or "", code or ""))
