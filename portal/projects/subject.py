"""How an appointment lets itself be accepted: from the desk and the page of all that waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.agreements.models import AgreementParty
from portal.agreements.subjects import SubjectKind, add_subject
from portal.database import session
from portal.projects import labels, rules
from portal.projects.models import Appointment, Project
from portal.projects.operations.accepting import answer_appointment, sentence


def load(numbers: Iterable[int]) -> Mapping[int, Appointment]:
    """With what says who may read it. Two statements."""
    statement = select(Appointment).where(Appointment.id.in_(set(numbers)))
    project = joinedload(Appointment.project).options(selectinload(Project.insiders))
    statement = statement.options(project, joinedload(Appointment.person))
    return {each.id: each for each in session().scalars(statement)}


def may_answer(actor: Actor, appointment: Appointment, party: AgreementParty) -> bool:
    """Only the person: nobody takes a role for somebody else, nor one that they proposed."""
    is_theirs = actor.id == party.person_id and actor.id != party.version.made_by_id
    return is_theirs and not actor.only_reads and bool(rules.read(actor, appointment))


add_subject(
    Appointment.register_kind,
    SubjectKind(
        load=load,
        may_read=lambda actor, appointment: rules.read(actor, appointment),
        title=lambda appointment: _(
            "%(role)s of %(project)s",
            role=labels.ROLES.get(appointment.role, appointment.role),
            project=appointment.project.name,
        ),
        address=lambda appointment: f"/projects/{appointment.project.code}/people",
        words=lambda _appointment, version: sentence(version.terms),
        may_answer=may_answer,
        answer=answer_appointment,
        one_click=lambda _appointment, _party: _("Accept the role"),
    ),
)
