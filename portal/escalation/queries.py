"""Whose answer is missing, since when, after whose times; and who is to be told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.absences.queries import away
from portal.accounts.models import Department, DepartmentHead, Person
from portal.agreements.answerers import answerers_on
from portal.agreements.models import (
    Agreement,
    AgreementAnswer,
    AgreementParty,
    AgreementVersion,
    CapacityKind,
    State,
)
from portal.database import session
from portal.escalation.models import SilenceNotice, SilenceStep
from portal.escalation.steps import Step, path
from portal.projects.models import Appointment, AppointmentRole, Project
from portal.steering.models import AgendaItem, Meeting, MeetingState, SteeringGroup
from portal.steering.queries import governing
from portal.steering.silence import USUAL, Times

#: How many are read at once.
BATCH = 500


@dataclass(frozen=True)
class Silent:
    """An answer that is owed: by whom, after whose times, and what has been done about it.

    `answerer`: whose answer counts today; None where nobody can give one.
    """

    party: AgreementParty
    answerer: Person | None
    group: SteeringGroup | None = None
    taken: dict[str, SilenceStep] = field(default_factory=dict)

    @property
    def agreement(self) -> Agreement:
        return self.party.version.agreement

    @property
    def times(self) -> Times:
        return self.group.times if self.group is not None else USUAL

    def days(self) -> dict[Step, dt.date]:
        """On which day each step that is still to come follows."""
        if self.party.answer_due_on is None:
            return {}
        taken = {name: step.taken_on for name, step in self.taken.items()}
        return path(self.party.answer_due_on, self.times, taken, has_answerer=self.answerer is not None)

    def due(self, today: dt.date) -> list[Step]:
        return [step for step, day in self.days().items() if day <= today]


def silences(today: dt.date, after: int = 0) -> list[Silent]:
    """Answers that were due by today and are missing, until they stand on an agenda; by number, in batches."""
    is_on_agenda = exists().where(
        SilenceStep.party_id == AgreementParty.id, SilenceStep.step == Step.AGENDA.value
    )
    late = owed().where(AgreementParty.answer_due_on <= today, AgreementParty.id > after, ~is_on_agenda)
    parties = session().scalars(late.order_by(AgreementParty.id).limit(BATCH)).unique().all()
    return as_silent(parties, today)


def silence_of(kind: str, subject_id: int, today: dt.date) -> list[Silent]:
    """What waits for an answer about one record, and the path of each silence."""
    about = (Agreement.subject_kind == kind, Agreement.subject_id == subject_id)
    statement = owed().where(*about, AgreementParty.answer_due_on.is_not(None))
    return as_silent(session().scalars(statement.order_by(AgreementParty.id)).unique().all(), today)


def owed() -> Select[AgreementParty]:
    """Parties of the newest version of an open agreement who have not answered, with what names them."""
    newest = and_(AgreementVersion.agreement_id == Agreement.id, AgreementVersion.number == Agreement.number)
    heads = selectinload(AgreementParty.department).selectinload(Department.heads)
    return (
        select(AgreementParty)
        .join(AgreementParty.version)
        .join(Agreement, newest)
        .outerjoin(AgreementParty.answer)
        .where(Agreement.state == State.OPEN, AgreementAnswer.id.is_(None))
        .options(
            contains_eager(AgreementParty.version).contains_eager(AgreementVersion.agreement),
            contains_eager(AgreementParty.version).joinedload(AgreementVersion.made_by),
            contains_eager(AgreementParty.answer),
            joinedload(AgreementParty.person),
            heads.joinedload(DepartmentHead.person),
        )
    )


def as_silent(parties: Sequence[AgreementParty], today: dt.date) -> list[Silent]:
    """With the group whose times count, and the steps taken. Three statements however many."""
    groups = groups_of({each.version.agreement.project_id for each in parties})
    taken: defaultdict[int, dict[str, SilenceStep]] = defaultdict(dict)
    if parties:
        steps = select(SilenceStep).where(SilenceStep.party_id.in_([each.id for each in parties]))
        for step in session().scalars(steps.options(joinedload(SilenceStep.meeting))):
            taken[step.party_id][step.step] = step
    answerers = answerers_of(parties, today)
    return [
        Silent(
            each,
            answerers[each.id],
            groups.get(each.version.agreement.project_id or 0),
            taken[each.id],
        )
        for each in parties
    ]


def groups_of(project_ids: Iterable[int | None]) -> dict[int, SteeringGroup]:
    """Whose times count: the project's own group, else that of its programme. Two statements."""
    wanted = {number for number in project_ids if number is not None}
    if not wanted:
        return {}
    programmes = select(Project.id, Project.programme_id).where(Project.id.in_(wanted))
    return governing(dict(session().execute(programmes).all()))


def answerers_of(parties: Collection[AgreementParty], today: dt.date) -> dict[int, Person | None]:
    """Whose answer counts today, by the party's number; None where nobody can answer: a vacancy, a closed account,
    one's own text.
    """
    found = answerers_on(parties, today)
    return {each.id: _able(found[each.id], each) for each in parties}


def _able(person: Person | None, party: AgreementParty) -> Person | None:
    is_able = person is not None and person.is_active and person.id != party.version.made_by_id
    return person if is_able else None


def substitutes(person_ids: Collection[int], today: dt.date) -> dict[int, Person]:
    """Who stands in today for those who are away. Two statements."""
    absent = away(person_ids, today, today)
    chosen = {
        number: next((row.substitute_id for row in rows if row.substitute_id is not None), None)
        for number, rows in absent.items()
    }
    wanted = {number for number in chosen.values() if number is not None}
    people = people_by_id(wanted)
    return {number: people[other] for number, other in chosen.items() if other in people}


def people_by_id(numbers: Collection[int]) -> dict[int, Person]:
    """Those of them who can be told something."""
    if not numbers:
        return {}
    is_there = (Person.is_active, Person.merged_into_id.is_(None))
    found = session().scalars(select(Person).where(Person.id.in_(numbers), *is_there))
    return {person.id: person for person in found}


@dataclass(frozen=True)
class Superior:
    """Who heads the unit above, and which unit that is."""

    person: Person
    department: str


class Hierarchy:
    """Who heads which unit on a day, read at once: two statements."""

    def __init__(self, today: dt.date) -> None:
        columns = select(Department.id, Department.parent_id, Department.name)
        self._units = {number: (parent, name) for number, parent, name in session().execute(columns)}
        heads = (
            select(DepartmentHead.department_id, Person)
            .join(Person, Person.id == DepartmentHead.person_id)
            .where(DepartmentHead.holding_on(today), Person.is_active)
            .order_by(DepartmentHead.valid_from)
        )
        self._heads = dict(session().execute(heads).all())

    def above(self, silent: Silent) -> Superior | None:
        """The nearest head above who is somebody else: of the units above an asked head, of a person's unit."""
        party = silent.party
        unit = self._parent(party.department_id)
        if party.capacity != CapacityKind.HEAD or party.department_id is None:
            unit = silent.answerer.department_id if silent.answerer else None
        seen: set[int] = set()
        while unit is not None and unit not in seen:
            seen.add(unit)
            head = self._heads.get(unit)
            if head is not None and (silent.answerer is None or head.id != silent.answerer.id):
                return Superior(head, self._units[unit][1])
            unit = self._parent(unit)
        return None

    def _parent(self, unit: int | None) -> int | None:
        return self._units[unit][0] if unit in self._units else None


def sponsors(project_ids: Collection[int], today: dt.date) -> dict[int, Person]:
    """Who sponsors these projects on that day. One statement."""
    statement = (
        select(Appointment.project_id, Person)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.project_id.in_(project_ids),
            Appointment.role == AppointmentRole.SPONSOR,
            Appointment.holding_on(today),
            Person.is_active,
        )
        .order_by(Appointment.valid_from)
    )
    return dict(session().execute(statement).all())


def projects_by_id(numbers: Collection[int]) -> dict[int, Project]:
    """With who may know of them. Two statements."""
    statement = select(Project).where(Project.id.in_(numbers)).options(selectinload(Project.insiders))
    return {project.id: project for project in session().scalars(statement)}


def notices_to_post() -> list[SilenceNotice]:
    """What nobody's letter has told yet, with the party whose answer is missing."""
    party = joinedload(SilenceNotice.step).joinedload(SilenceStep.party)
    heads = party.selectinload(AgreementParty.department).selectinload(Department.heads)
    statement = (
        select(SilenceNotice)
        .where(SilenceNotice.digest_on.is_(None))
        .options(
            party.joinedload(AgreementParty.version).joinedload(AgreementVersion.agreement),
            party.joinedload(AgreementParty.answer),
            party.joinedload(AgreementParty.person),
            heads.joinedload(DepartmentHead.person),
        )
        .order_by(SilenceNotice.id)
    )
    return list(session().scalars(statement).unique())


def answered_on_agendas() -> list[SilenceStep]:
    """Items on the agenda of a meeting that has not begun, whose answer has arrived since."""
    answered = exists().where(AgreementAnswer.party_id == AgreementParty.id)
    is_newest = AgreementVersion.number == Agreement.number
    statement = (
        select(SilenceStep)
        .join(AgendaItem, AgendaItem.id == SilenceStep.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(AgreementParty, AgreementParty.id == SilenceStep.party_id)
        .join(AgreementVersion, AgreementVersion.id == AgreementParty.version_id)
        .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
        .where(Meeting.state.in_((MeetingState.DRAFT, MeetingState.CALLED)))
        .where(answered | ~is_newest | (Agreement.state != State.OPEN))
        .options(joinedload(SilenceStep.agenda_item).joinedload(AgendaItem.meeting))
        .order_by(SilenceStep.id)
        .limit(BATCH)
    )
    return list(session().scalars(statement))
