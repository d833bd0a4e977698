"""Who drafts, signs, acknowledges, revokes. A mandate is read by those who read its project; a draft is not said
yet.
"""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.agreements.models import AgreementParty
from portal.agreements.substitutes import speaks_for, stands_for
from portal.core.access import rule
from portal.mandates.models import Mandate, MandateState, TouchedDepartment
from portal.projects import rules as projects
from portal.projects.models import AppointmentRole, Project


@rule("mandates:draft", visible=projects.read)
def draft(actor: Actor, project: Project) -> bool:
    """Whoever keeps the project, or its sponsor. Nobody signs what they drafted for themselves."""
    is_sponsor = projects.sponsors(actor, project) and not actor.only_reads
    return projects.edit(actor, project) or (is_sponsor and projects.read(actor, project))


@rule("mandates:read")
def read(actor: Actor, mandate: Mandate) -> bool:
    """What was put to signature is for everybody who reads the project; a draft for those who write it, and
    audit.
    """
    if not projects.read(actor, mandate.project):
        return False
    if mandate.put_at is not None:
        return True
    return draft(actor, mandate.project) or actor.only_reads or actor.id == mandate.grantee_id


@rule("mandates:edit", visible=read)
def edit(actor: Actor, mandate: Mandate) -> bool:
    """Editing a draft, putting it to signature, beginning another edition, withdrawing."""
    return draft(actor, mandate.project)


@rule("mandates:edit_department", visible=lambda actor, each: read(actor, each.mandate))
def edit_department(actor: Actor, each: TouchedDepartment) -> bool:
    return edit(actor, each.mandate)


@rule("mandates:sign", visible=read)
def sign(actor: Actor, mandate: Mandate) -> bool:
    """The sponsor to whom it was put, or their recorded substitute; never who put it or gets the authority."""
    if actor.only_reads or not read(actor, mandate) or mandate.put_at is None:
        return False
    return stands_for(actor, mandate.sponsor_id) and not is_own(actor.id, mandate)


@rule("mandates:acknowledge", visible=lambda actor, each: read(actor, each.mandate))
def acknowledge(actor: Actor, each: TouchedDepartment) -> bool:
    """The head of the department, or their recorded substitute."""
    if actor.only_reads or not read(actor, each.mandate) or each.mandate.signed_at is None:
        return False
    return speaks_for(actor, each.department_id) and actor.id != each.mandate.signed_by_id


@rule("mandates:revoke", visible=read)
def revoke(actor: Actor, mandate: Mandate) -> bool:
    """Whose authority it is. Where nobody sponsors the project any more, the portfolio's keepers."""
    if actor.only_reads or not read(actor, mandate):
        return False
    if projects.sponsors(actor, mandate.project):
        return True
    is_vacant = not mandate.project.holders(AppointmentRole.SPONSOR, actor.today)
    return is_vacant and actor.keeps_portfolio


def is_own(person_id: int, mandate: Mandate) -> bool:
    """Did this person put it, or would they get the authority themselves?"""
    return person_id in {mandate.put_by_id, mandate.grantee_id}


def may_answer(actor: Actor, mandate: Mandate, party: AgreementParty) -> bool:
    """For the page of all that waits: the same rules, by what the party was asked for."""
    if party.department_id is None:
        return mandate.state == MandateState.AT_SIGNATURE and sign(actor, mandate)
    return any(
        acknowledge(actor, each) for each in mandate.touched if each.department_id == party.department_id
    )
