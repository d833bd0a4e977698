"""Reads of mandates: what is in force where, lists, one with its departments and answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BeforeValidator
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Department, DepartmentHead, Person
from portal.accounts.queries.numbers import by_number
from portal.agreements.models import AgreementParty
from portal.agreements.queries import newest_version
from portal.commitments.models import Commitment
from portal.core.lists import Filters, OptionalFlag, OptionalText, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.mandates.models import PREPARING, Mandate, MandateState, TouchedDepartment
from portal.projects.models import Appointment, AppointmentRole, Milestone, Phase, Project
from portal.projects.queries import visible_to

#: So long before its end a mandate is about to lapse.
WARNING = dt.timedelta(days=30)
SIGNATURE = "signature"
MOST = 50
_blank = BeforeValidator(lambda value: None if value == "" else value)


class InForce(NamedTuple):
    """What a page needs to know about a project's mandate on a day. `code` is None where there is none."""

    project_id: int
    project_code: str
    phase: str
    id: int | None
    code: str | None
    edition: int | None
    valid_to: dt.date | None
    money_limit: Decimal | None
    currency: str | None

    @property
    def is_missed(self) -> bool:
        """Does a project work without a mandate? (What is closed needs none.)"""
        return self.id is None and self.phase != Phase.CLOSED


def mandates_in_force(project_ids: Collection[int], on: dt.date) -> dict[int, InForce]:
    """Per project what is in force on that day, or that nothing is. One statement, the same answer later."""
    if not project_ids:
        return {}
    return {row[0]: InForce(*row) for row in _in_force(project_ids, on)}


@prepared
def _in_force(project_ids: Collection[int], on: dt.date) -> Any:
    columns = (Mandate.id, Mandate.code, Mandate.edition, Mandate.valid_to, Mandate.money_limit)
    return (
        select(Project.id, Project.code, Project.phase, *columns, Mandate.currency)
        .outerjoin(Mandate, (Mandate.project_id == Project.id) & Mandate.holding_on(on))
        .where(Project.id.in_(project_ids))
        .order_by(Mandate.in_force_on)
    )


def managed_without(actor: Actor, limit: int = 8) -> list[Any]:
    """Projects that the actor manages and that have no mandate in force today, as (code, name). One statement."""
    manages = select(Appointment.project_id).where(
        Appointment.person_id == actor.id,
        Appointment.role == AppointmentRole.MANAGER,
        Appointment.holding_on(actor.today),
    )
    has_one = select(Mandate.id).where(Mandate.project_id == Project.id, Mandate.holding_on(actor.today))
    statement = (
        select(Project.code, Project.name)
        .where(Project.id.in_(manages), Project.phase != Phase.CLOSED, ~has_one.exists(), visible_to(actor))
        .order_by(Project.code)
        .limit(limit)
    )
    return list(session().execute(statement))


def mandate_by_id(mandate_id: int) -> Mandate | None:
    """Loader for addresses."""
    return by_number(Mandate, mandate_id)


def touched_of(mandate_id: int, touched_id: int) -> TouchedDepartment | None:
    """Loader for addresses: a department that this mandate touches."""
    found = by_number(TouchedDepartment, touched_id)
    return found if found is not None and found.mandate_id == mandate_id else None


def loaded(numbers: Collection[int]) -> dict[int, Mandate]:
    """Mandates with everything that their letters say. A fixed number of statements."""
    touched = selectinload(Mandate.touched)
    people = (Mandate.grantee, Mandate.sponsor, Mandate.signed_by, Mandate.drafted_by, Mandate.put_by)
    statement = (
        select(Mandate)
        .where(Mandate.id.in_(numbers))
        .options(
            selectinload(Mandate.project),
            touched.selectinload(TouchedDepartment.department),
            touched.selectinload(TouchedDepartment.answered_by),
            selectinload(Mandate.replaces),
            selectinload(Mandate.until_milestone),
            *(selectinload(each) for each in people),
        )
    )
    return {each.id: each for each in session().scalars(statement)}


def of_project(project: Project) -> Sequence[Mandate]:
    """Every edition of every letter of a project, the newest first."""
    statement = select(Mandate).where(Mandate.project_id == project.id).order_by(Mandate.id.desc())
    options = (joinedload(Mandate.grantee), joinedload(Mandate.sponsor), selectinload(Mandate.replaces))
    return session().scalars(statement.options(*options).limit(MOST)).unique().all()


def preparing(project: Project) -> Mandate | None:
    """The edition at which somebody is at work."""
    statement = select(Mandate).where(Mandate.project_id == project.id, Mandate.state.in_(PREPARING))
    return session().scalars(statement.order_by(Mandate.id)).first()


def issued_now(project: Project) -> Mandate | None:
    """The letter that is in force or will be on its first day."""
    statement = select(Mandate).where(
        Mandate.project_id == project.id, Mandate.state == MandateState.IN_FORCE
    )
    return session().scalars(statement).one_or_none()


def signature_party(mandate: Mandate) -> AgreementParty | None:
    """The question that was put to the sponsor."""
    version = newest_version(Mandate.register_kind, mandate.id, SIGNATURE)
    return version.parties[0] if version is not None else None


def acknowledgement_party(touched: TouchedDepartment) -> AgreementParty | None:
    """The question that was put to the head of a department."""
    version = newest_version(Mandate.register_kind, touched.mandate_id, touched.purpose)
    return version.parties[0] if version is not None else None


def likely_departments(project: Project) -> list[Department]:
    """Whom a mandate of this project will touch: who leads it, and who was asked for a commitment."""
    asked = select(Commitment.department_id).where(Commitment.project_id == project.id)
    is_likely = or_(Department.id == project.lead_department_id, Department.id.in_(asked))
    statement = select(Department).where(is_likely).order_by(Department.name).limit(20)
    found = list(session().scalars(statement))
    return sorted(found, key=lambda each: each.id != project.lead_department_id)


def milestones_to_choose(project: Project) -> list[tuple[str, str]]:
    """(id, words) of milestones that have not been reached."""
    statement = select(Milestone).where(Milestone.project_id == project.id, Milestone.actual_on.is_(None))
    rows = session().scalars(statement.order_by(Milestone.baseline_on, Milestone.id).limit(200))
    return [(str(each.id), each.register_label()) for each in rows]


def milestone_in(project: Project, number: int | None) -> Milestone | None:
    """A milestone of this project by its number; None for another's."""
    found = by_number(Milestone, number) if number is not None else None
    return found if found is not None and found.project_id == project.id else None


def heads_of(numbers: Collection[int], day: dt.date) -> dict[int, Person]:
    """Who heads these departments on that day. One statement."""
    statement = (
        select(DepartmentHead.department_id, Person)
        .join(Person, Person.id == DepartmentHead.person_id)
        .where(DepartmentHead.department_id.in_(numbers), DepartmentHead.holding_on(day))
        .order_by(DepartmentHead.valid_from)
    )
    return dict(session().execute(statement).all())


def over(today: dt.date) -> Sequence[int]:
    """Mandates in force whose term may have passed, by number."""
    statement = (
        select(Mandate.id)
        .outerjoin(Milestone, Milestone.id == Mandate.until_milestone_id)
        .where(
            Mandate.state == MandateState.IN_FORCE, or_(Mandate.valid_to < today, Milestone.actual_on < today)
        )
    )
    return session().scalars(statement.order_by(Mandate.id)).all()


def about_to_lapse(today: dt.date, project_ids: Collection[int] | None = None) -> list[Mandate]:
    """In force today, and its last day is at most thirty days away; the earliest first. Three statements."""
    expected = func.coalesce(Milestone.forecast_on, Milestone.baseline_on)
    limit = today + WARNING
    statement = (
        select(Mandate)
        .outerjoin(Milestone, Milestone.id == Mandate.until_milestone_id)
        .where(Mandate.state == MandateState.IN_FORCE, Mandate.holding_on(today))
        .where(or_(Mandate.valid_to <= limit, expected <= limit))
        .options(selectinload(Mandate.project), selectinload(Mandate.until_milestone))
        .order_by(Mandate.id)
    )
    if project_ids is not None:
        statement = statement.where(Mandate.project_id.in_(project_ids))
    found = [each for each in session().scalars(statement) if each.last_day is not None]
    return sorted(found, key=lambda each: (each.last_day or limit, each.id))


class MandateFilters(Filters):
    """`project` is a code; `lapsing`: ends within thirty days."""

    default_sort: ClassVar[str] = "-created"
    sortable: ClassVar[tuple[str, ...]] = ("created",)

    project: OptionalText = None
    state: Annotated[MandateState | None, _blank] = None
    lapsing: OptionalFlag = None


SORTS = {"created": Sort(Mandate.created_at, lambda row: row.created_at)}


def list_mandates(filters: MandateFilters, actor: Actor) -> Page[Any]:
    """Mandates that the actor may see, as columns; drafts stand on their project's page only. One statement."""
    statement: Any = (
        select(
            *(Mandate.id, Mandate.code, Mandate.edition, Mandate.state, Mandate.created_at),
            *(Mandate.valid_from, Mandate.valid_to, Mandate.in_force_on, Mandate.ended_on),
            *(Project.code.label("project_code"), Project.name.label("project_name")),
            Person.name.label("grantee_name"),
        )
        .join(Project, Project.id == Mandate.project_id)
        .join(Person, Person.id == Mandate.grantee_id)
        .where(visible_to(actor), Mandate.put_at.is_not(None))
    )
    if filters.project:
        statement = statement.where(Project.code == filters.project)
    if filters.state:
        statement = statement.where(Mandate.state == filters.state)
    if filters.lapsing:
        soon = Mandate.valid_to <= actor.today + WARNING
        statement = statement.where(Mandate.state == MandateState.IN_FORCE, soon)
    return paginate(statement, filters, sorts=SORTS, key=Mandate.id, scalars=False)
