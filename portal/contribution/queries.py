"""Reads of contribution: what is agreed, what is proposed, what was confirmed at the milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from portal.accounts.models import Department
from portal.accounts.queries.numbers import by_number
from portal.agreements import queries as agreements
from portal.agreements.models import Agreement, AgreementParty, AgreementVersion
from portal.commitments.models import Commitment
from portal.contribution.models import Confirmation, Round, Share, Sharing, SharingState
from portal.contribution.shares import MOST_DEPARTMENTS
from portal.core.forms import has_control_characters
from portal.database import session
from portal.projects.models import Milestone, Project

PURPOSE = "sharing"
MOST = 50
KINDS_OF_SUBJECT = (Sharing.register_kind, Round.register_kind)
_SHARES = selectinload(Sharing.shares).selectinload(Share.department)


def sharing_by_id(sharing_id: int) -> Sharing | None:
    """Loader for addresses."""
    return by_number(Sharing, sharing_id)


def party_by_id(party_id: int) -> AgreementParty | None:
    """Loader for addresses: a question about contribution; None for any other."""
    found = agreements.party_by_id(party_id)
    is_ours = found is not None and found.agreement.subject_kind in KINDS_OF_SUBJECT
    return found if is_ours else None


def round_purpose(department: Department) -> str:
    """The purpose of the agreement that asks this department at a milestone."""
    return f"department:{department.id}"


def sharings(numbers: Collection[int]) -> dict[int, Sharing]:
    """With their shares and who may read them. A fixed number of statements."""
    project = joinedload(Sharing.project).selectinload(Project.insiders)
    statement = select(Sharing).where(Sharing.id.in_(numbers)).options(project, _SHARES)
    return {each.id: each for each in session().scalars(statement)}


def rounds(numbers: Collection[int]) -> dict[int, Round]:
    """With what they ask about and who may read them. A fixed number of statements."""
    project = joinedload(Round.project).selectinload(Project.insiders)
    statement = select(Round).where(Round.id.in_(numbers)).options(project, *_round_parts())
    return {each.id: each for each in session().scalars(statement)}


def _round_parts() -> tuple[ExecutableOption, ...]:
    said = selectinload(Round.confirmations)
    return (
        joinedload(Round.milestone),
        joinedload(Round.sharing).selectinload(Sharing.shares).selectinload(Share.department),
        said.joinedload(Confirmation.by),
        said.joinedload(Confirmation.on_behalf_of),
        said.joinedload(Confirmation.department),
    )


def of_project(project: Project) -> Sequence[Sharing]:
    """Every version, the newest first."""
    statement = select(Sharing).where(Sharing.project_id == project.id).order_by(Sharing.number.desc())
    return session().scalars(statement.options(joinedload(Sharing.proposed_by), _SHARES).limit(MOST)).all()


def rounds_of(project: Project) -> Sequence[Round]:
    """Every milestone at which the departments were asked, in the order in which they were."""
    statement = select(Round).where(Round.project_id == project.id).order_by(Round.asked_at, Round.id)
    return session().scalars(statement.options(*_round_parts()).limit(MOST)).unique().all()


def in_state(project: Project, state: SharingState) -> Sharing | None:
    """The one that is agreed, or the one that waits."""
    statement = select(Sharing).where(Sharing.project_id == project.id, Sharing.state == state)
    return session().scalars(statement.options(_SHARES)).one_or_none()


def agreed_on(project: Project, day: dt.date) -> Sharing | None:
    """What was (is) agreed on that day: the same answer today and later."""
    statement = select(Sharing).where(Sharing.project_id == project.id, Sharing.holding_on(day))
    return session().scalars(statement.order_by(Sharing.number.desc()).options(_SHARES)).first()


def last_number(project: Project) -> int:
    """The number of the newest version; 0 where there is none."""
    statement = select(func.max(Sharing.number)).where(Sharing.project_id == project.id)
    return session().scalars(statement).one() or 0


def version_of(sharing: Sharing) -> AgreementVersion | None:
    """The exact text that was put, with who was asked and who answered. A fixed number of statements."""
    found = agreements.agreement_about(Sharing.register_kind, sharing.id, PURPOSE)
    return agreements.versions_of(found)[-1] if found is not None else None


def party_of(sharing: Sharing, department: Department) -> AgreementParty | None:
    """The question that was put to the head of this department; None for who proposed it."""
    version = version_of(sharing)
    parties = version.parties if version is not None else []
    return next((each for each in parties if each.department_id == department.id), None)


def round_of(milestone: Milestone) -> Round | None:
    return session().scalars(select(Round).where(Round.milestone_id == milestone.id)).one_or_none()


def round_parties(asked: Round) -> list[AgreementParty]:
    """The questions of a milestone that wait for an answer."""
    return agreements.open_parties(
        project_id=asked.project_id,
        which=[
            Agreement.subject_kind == Round.register_kind,
            Agreement.subject_id == asked.id,
        ],
    )


def departments_of(codes: Collection[str]) -> list[Department]:
    """By name; what is unknown is left out."""
    known = [code for code in codes if not has_control_characters(code)]
    if not known:
        return []
    statement = select(Department).where(Department.code.in_(known)).order_by(Department.name, Department.id)
    return list(session().scalars(statement.limit(MOST_DEPARTMENTS)))


def all_departments() -> list[Department]:
    return list(session().scalars(select(Department).order_by(Department.name, Department.id)))


def likely_departments(project: Project) -> set[str]:
    """Codes of those who will have a share: who leads the project, and who was asked for a commitment."""
    asked = select(Commitment.department_id).where(Commitment.project_id == project.id)
    is_likely = or_(Department.id == project.lead_department_id, Department.id.in_(asked))
    return set(session().scalars(select(Department.code).where(is_likely).limit(MOST_DEPARTMENTS)))


def milestones_to_ask_at(project: Project, today: dt.date) -> list[Milestone]:
    """Reached milestones, the latest first."""
    statement = select(Milestone).where(Milestone.project_id == project.id, Milestone.actual_on <= today)
    return list(session().scalars(statement.order_by(Milestone.actual_on.desc(), Milestone.id).limit(200)))


def milestone_in(project: Project, code: str | None) -> Milestone | None:
    """A milestone of this project by its code."""
    statement = select(Milestone).where(Milestone.project_id == project.id, Milestone.code == code)
    return session().scalars(statement).one_or_none()


def not_asked_yet(today: dt.date) -> Sequence[Milestone]:
    """Milestones that were reached while a sharing was agreed, and at which nobody has been asked."""
    statement = (
        select(Milestone)
        .join(Sharing, Sharing.project_id == Milestone.project_id)
        .outerjoin(Round, Round.milestone_id == Milestone.id)
        .where(Sharing.state == SharingState.AGREED, Round.id.is_(None))
        .where(Milestone.actual_on >= Sharing.agreed_on, Milestone.actual_on <= today)
        .order_by(Milestone.actual_on, Milestone.id)
    )
    return session().scalars(statement).all()


@dataclass(frozen=True)
class Overview:
    """Everything that the page of a project says."""

    agreed: Sharing | None
    proposed: Sharing | None
    versions: Sequence[Sharing]
    rounds: Sequence[Round]
    proposed_text: AgreementVersion | None
    agreed_text: AgreementVersion | None

    @property
    def last_declined(self) -> Sharing | None:
        """The newest version, where a department said no to it."""
        newest = self.versions[0] if self.versions else None
        return newest if newest is not None and newest.state == SharingState.DECLINED else None


def overview(project: Project) -> Overview:
    """A fixed number of statements, however many versions and milestones there are."""
    found = of_project(project)
    agreed = next((each for each in found if each.is_agreed), None)
    proposed = next((each for each in found if each.is_proposed), None)
    return Overview(
        agreed=agreed,
        proposed=proposed,
        versions=found,
        rounds=rounds_of(project),
        proposed_text=version_of(proposed) if proposed else None,
        agreed_text=version_of(agreed) if agreed else None,
    )
