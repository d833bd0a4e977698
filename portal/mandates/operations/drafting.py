"""From a template to a draft, and its editing. Nothing of it is said before it is put to signature."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.mandates import events, letter, queries
from portal.mandates.models import TERMS, TEXTS, Mandate, MandateState, TouchedDepartment
from portal.projects.models import AppointmentRole, Milestone, Project
from portal.projects.operations.access import hold
from portal.register.operations import record

WORDED = tuple(name + ending for name in TEXTS for ending in ("", "_zh"))


def draft_mandate(
    project: Project,
    *,
    lead_model: str,
    chinese: str,
    grantee: Person,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Mandate:
    """Start a letter from the template of its lead model, with the departments that it will touch."""
    hold(project)
    expect_no_other(project)
    words = letter.template(lead_model)
    mandate = Mandate(
        project=project,
        lead_model=lead_model,
        chinese=chinese,
        grantee=grantee,
        grantee_department=project.lead_department,
        currency=project.currency,
        sponsor_percent=words["sponsor_percent"],
        valid_from=today,
        valid_to=max(project.end_on, today) if project.end_on else None,
        drafted_by=by,
        created_at=now,
        **letter.starting_texts(lead_model, chinese),
    )
    for department in queries.likely_departments(project):
        leads = department.id == project.lead_department_id
        duty = letter.starting_duty(lead_model, chinese, leads=leads)
        mandate.touched.append(TouchedDepartment(department=department, **duty))
    session().add(mandate)
    session().flush()
    record_drafted(mandate, by, now)
    return mandate


def record_drafted(mandate: Mandate, by: Person, now: dt.datetime) -> None:
    record(
        events.DRAFTED,
        mandate,
        by=by,
        now=now,
        project=mandate.project,
        grantee=mandate.grantee.name,
        lead_model=str(mandate.lead_model),
        departments=[each.department.name for each in mandate.touched],
    )


def expect_no_other(project: Project, replaced: Mandate | None = None) -> None:
    """A project has one mandate in force and one edition in preparation, never two."""
    other = queries.preparing(project)
    if other is not None:
        raise Refused(
            _("A mandate of this project is being prepared already: %(state)s.", state=other.state_label)
        )
    current = queries.issued_now(project)
    if current is not None and current is not replaced:
        raise Refused(
            _(
                "This project has the mandate %(code)s in force. Amend, extend or revoke that one:"
                " two at the same time contradict each other.",
                code=current.number,
            )
        )


def edit_mandate(
    mandate: Mandate,
    *,
    grantee: Person,
    grantee_department: Department | None,
    until_milestone: Milestone | None,
    valid_from: dt.date,
    valid_to: dt.date | None,
    backdating_reason: str = "",
    money_limit: Decimal | None = None,
    currency: str | None = None,
    sponsor_percent: int | None = None,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    **texts: str,
) -> None:
    """Change the draft. `texts`: scope, powers, limits and presence, in both languages."""
    mandate.expect(MandateState.DRAFT)
    check_term(valid_from, valid_to, backdating_reason, today)
    if money_limit is not None and not currency:
        raise Invalid(currency=_("Name the currency of this amount."))
    if until_milestone is not None and until_milestone.project_id != mandate.project_id:
        raise Invalid(until_milestone=_("Choose a milestone of this project."))
    before = _as_told(mandate)
    mandate.grantee, mandate.grantee_department = grantee, grantee_department
    mandate.until_milestone = until_milestone
    mandate.valid_from, mandate.valid_to = valid_from, valid_to
    mandate.backdating_reason = backdating_reason if valid_from < today else ""
    mandate.money_limit, mandate.currency = money_limit, currency
    mandate.sponsor_percent = sponsor_percent
    for name in WORDED:
        if name in texts:
            setattr(mandate, name, texts[name])
    after = _as_told(mandate)
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        said: dict[str, Any] = {
            "before": {name: before[name] for name in changed},
            "after": {n: after[n] for n in changed},
        }
        record(events.EDITED, mandate, by=by, now=now, project=mandate.project, **said)


def check_term(valid_from: dt.date, valid_to: dt.date | None, reason: str, today: dt.date) -> None:
    """Nobody gets authority for days gone by without the letter saying so, and why."""
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(valid_to=_("This day lies before the first one."))
    if valid_from < today and not reason.strip():
        raise Invalid(
            backdating_reason=_(
                "The mandate would begin before it is signed. Say why: the reason is printed on the letter."
            )
        )


def _as_told(mandate: Mandate) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(mandate, name) for name in (*TERMS, *WORDED, "backdating_reason")}
    milestone, department = mandate.until_milestone, mandate.grantee_department
    return {
        **values,
        "grantee": mandate.grantee.name,
        "grantee_department": department.name if department else None,
        "until_milestone": milestone.register_label() if milestone else None,
    }


def add_department(
    mandate: Mandate, *, department: Department, duty: str, duty_zh: str, by: Person, now: dt.datetime
) -> TouchedDepartment:
    """A department that the mandate touches, with what its duty is from then on."""
    mandate.expect(MandateState.DRAFT)
    if any(each.department_id == department.id for each in mandate.touched):
        raise Invalid(department=_("%(name)s is named in this mandate already.", name=department.name))
    touched = TouchedDepartment(department=department, duty=duty, duty_zh=duty_zh)
    mandate.touched.append(touched)
    session().flush()
    said: dict[str, Any] = {"department": department.name, "duty": duty, "duty_zh": duty_zh}
    record(events.DEPARTMENT_ADDED, mandate, by=by, now=now, project=mandate.project, **said)
    return touched


def change_duty(touched: TouchedDepartment, *, duty: str, duty_zh: str, by: Person, now: dt.datetime) -> None:
    """Other words for what a department will owe."""
    mandate = touched.mandate
    mandate.expect(MandateState.DRAFT)
    before = {"duty": touched.duty, "duty_zh": touched.duty_zh}
    touched.duty, touched.duty_zh = duty, duty_zh
    after = {"duty": duty, "duty_zh": duty_zh}
    if before != after:
        said: dict[str, Any] = {"department": touched.department.name, "before": before, "after": after}
        record(events.DUTY_CHANGED, mandate, by=by, now=now, project=mandate.project, **said)


def remove_department(touched: TouchedDepartment, *, by: Person, now: dt.datetime) -> None:
    """It is not touched after all. Nobody has been asked yet, so nothing is lost."""
    mandate = touched.mandate
    mandate.expect(MandateState.DRAFT)
    mandate.touched.remove(touched)
    name = touched.department.name
    session().flush()
    record(events.DEPARTMENT_REMOVED, mandate, by=by, now=now, project=mandate.project, department=name)


def sponsor_of(project: Project, today: dt.date) -> Person:
    """Whose authority the project uses today."""
    found = project.holders(AppointmentRole.SPONSOR, today)
    if not found:
        raise Refused(_("Nobody sponsors this project, so nobody can sign. Name its sponsor first."))
    return found[0]
