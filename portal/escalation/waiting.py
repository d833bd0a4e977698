"""What waits for each person today, collected for everybody at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.accounts.models import DepartmentHead, Person
from portal.actions.models import ActionItem, ActionState
from portal.agreements.models import AgreementParty, CapacityKind
from portal.agreements.subjects import about_all
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment, Delivery, Kind, State
from portal.database import session
from portal.escalation import queries
from portal.escalation.decided import rows_of_decisions
from portal.escalation.groups import rows_of_groups
from portal.escalation.lapsing import rows_of_mandates
from portal.escalation.models import SilenceNotice
from portal.escalation.operations import may_answer
from portal.fulfilment.models import WeekReview
from portal.fulfilment.queries import weeks_to_enter, weeks_to_look_at
from portal.fulfilment.weeks import DAYS_TO_DISAGREE
from portal.mandates.models import Mandate
from portal.projects.models import Appointment, AppointmentRole
from portal.readiness.queries import returned

#: Sections of the letter, and how many rows each shows.
SECTIONS = (
    *("asks", "stands", "counters", "resolutions", "minutes", "corrections", "closings"),
    *("entries", "looks", "actions", "mandates", "terms", "notices"),
    *("decisions", "bound"),
)
SHOWN = 30

Row = dict[str, Any]


class Waiting:
    """Rows by person and section."""

    def __init__(self) -> None:
        self._rows: defaultdict[int, dict[str, list[Row]]] = defaultdict(
            lambda: {name: [] for name in SECTIONS}
        )

    def add(self, person_id: int, section: str, row: Row) -> None:
        self._rows[person_id][section].append(row)

    def __iter__(self) -> Iterator[tuple[int, dict[str, list[Row]]]]:
        return iter(sorted(self._rows.items()))

    def people(self) -> set[int]:
        return set(self._rows)


def all_that_waits(
    today: dt.date, notices: Iterable[SilenceNotice], lapsing: Sequence[Mandate] = ()
) -> Waiting:
    """Answers that are owed, by oneself or as a substitute; weeks; overdue actions; mandates about to lapse;
    silences that one is told of.
    """
    waiting = Waiting()
    _answers(waiting, today)
    for person_id, section, row in rows_of_groups(today):
        waiting.add(person_id, section, row)
    _weeks_to_enter(waiting, today)
    _weeks_to_look_at(waiting, today)
    _overdue_actions(waiting, today)
    for person_id, section, row in rows_of_decisions(today):
        waiting.add(person_id, section, row)
    for person_id, section, row in rows_of_mandates(lapsing, today):
        waiting.add(person_id, section, row)
    _returned_terms(waiting, today)
    _notices(waiting, notices, today)
    return waiting


def _answers(waiting: Waiting, today: dt.date) -> None:
    after = 0
    while parties := _owed(after):
        abouts = about_all(each.version.agreement for each in parties)
        answerers = queries.answerers_of(parties, today)
        others = queries.substitutes({each.id for each in answerers.values() if each is not None}, today)
        for party in parties:
            answerer = answerers[party.id]
            if answerer is None:
                continue
            about = abouts[party.version.agreement.id]
            row = _ask(party, about.title(party.agreement), about.address(party.agreement), today)
            is_counter = party.capacity == CapacityKind.ASKER
            if is_counter and not may_answer(answerer, about, party, today):
                continue  # whoever asked has left the project since: it is no longer theirs to read
            waiting.add(answerer.id, "counters" if is_counter else "asks", row)
            other = others.get(answerer.id)
            if other is not None and may_answer(other, about, party, today):
                waiting.add(other.id, "stands", {**row, "other": answerer.name})
        after = parties[-1].id


def _owed(after: int) -> list[AgreementParty]:
    batch = queries.owed().where(AgreementParty.id > after)
    return list(session().scalars(batch.order_by(AgreementParty.id).limit(queries.BATCH)).unique())


def _ask(party: AgreementParty, title: str, path: str, today: dt.date) -> Row:
    maker = party.version.made_by
    return {
        "title": title,
        "path": path.lstrip("/"),
        "asker": maker.name if maker is not None else "",
        "due_on": party.answer_due_on,
        "is_late": party.is_overdue(today),
    }


def _weeks_to_enter(waiting: Waiting, today: dt.date) -> None:
    """Managers of projects to which people were promised last week, and of whom no figure is there."""
    last = monday_of(today) - dt.timedelta(weeks=1)
    is_entered = (
        select(Delivery.id).where(Delivery.commitment_id == Commitment.id, Delivery.week_on == last).exists()
    )
    managers = (
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Commitment, Commitment.project_id == Appointment.project_id)
        .where(
            Appointment.role == AppointmentRole.MANAGER,
            Appointment.holding_on(today),
            Commitment.state == State.CONFIRMED,
            Commitment.kind == Kind.STAFFING,
            Commitment.valid_from < monday_of(today),
            Commitment.valid_to >= last,
            ~is_entered,
            Person.is_active,
        )
        .distinct()
    )
    for person in session().scalars(managers).all():
        for due in weeks_to_enter(actor_of(person, today)):
            waiting.add(
                person.id,
                "entries",
                {
                    "project": due.project.name,
                    "week_on": due.week_on,
                    "people": due.people,
                    "path": f"projects/{due.project.code}/given?week={due.week_on.isoformat()}",
                },
            )


def _weeks_to_look_at(waiting: Waiting, today: dt.date) -> None:
    """Heads of departments for whose people figures came in that nobody has looked at, and who stands in for them."""
    opened = dt.datetime.combine(today - dt.timedelta(days=DAYS_TO_DISAGREE + 1), dt.time.min, dt.UTC)
    heads = (
        select(Person)
        .join(DepartmentHead, DepartmentHead.person_id == Person.id)
        .join(Commitment, Commitment.department_id == DepartmentHead.department_id)
        .join(Delivery, Delivery.commitment_id == Commitment.id)
        .outerjoin(WeekReview, WeekReview.delivery_id == Delivery.id)
        .where(
            Delivery.entered_at >= opened,
            WeekReview.id.is_(None),
            DepartmentHead.holding_on(today),
            Person.is_active,
        )
        .distinct()
    )
    people = {person.id: person for person in session().scalars(heads)}
    people |= {other.id: other for other in queries.substitutes(set(people), today).values()}
    for person in people.values():
        for week in weeks_to_look_at(actor_of(person, today)):
            commitment = week.commitment
            waiting.add(
                person.id,
                "looks",
                {
                    "name": commitment.person.name if commitment.person else commitment.title,
                    "project": commitment.project.name,
                    "week_on": week.week_on,
                    "hours": week.given,
                    "until": week.open_until,
                    "path": f"commitments/{commitment.id}",
                },
            )


def _overdue_actions(waiting: Waiting, today: dt.date) -> None:
    columns = (ActionItem.owner_id, ActionItem.id, ActionItem.code, ActionItem.title, ActionItem.due_on)
    late = select(*columns).where(
        ActionItem.state == ActionState.OPEN, ActionItem.due_on < today, ActionItem.owner_id.is_not(None)
    )
    rows: Any = session().execute(late.order_by(ActionItem.due_on, ActionItem.id))
    for owner_id, number, code, title, due_on in rows:
        row = {"title": f"{code} {title}", "due_on": due_on, "path": f"actions/{number}"}
        waiting.add(owner_id, "actions", row)


def _returned_terms(waiting: Waiting, today: dt.date) -> None:
    """Conditions on which a project went on: from their day on, until they are reported as met."""
    for term in returned(today):
        title = f"{term.project.code} {term.register_label()}"
        path = f"projects/{term.project.code}/readiness"
        waiting.add(term.owner_id, "terms", {"title": title, "due_on": term.due_on, "path": path})


def _notices(waiting: Waiting, notices: Iterable[SilenceNotice], today: dt.date) -> None:
    """Who is told that others are silent. What was answered meanwhile is no news any more."""
    open_ones = [each for each in notices if each.step.party.is_open]
    abouts = about_all(each.step.party.agreement for each in open_ones)
    answerers = queries.answerers_of([each.step.party for each in open_ones], today)
    for notice in open_ones:
        party = notice.step.party
        about, answerer = abouts[party.agreement.id], answerers[party.id]
        row = _ask(party, about.title(party.agreement), about.address(party.agreement), today)
        silent = {
            "name": answerer.name if answerer else "",
            "department": party.department.name if party.department else "",
            "since": party.since,
        }
        hidden = {} if notice.is_named else {"title": "", "path": "", "asker": ""}
        waiting.add(notice.person_id, "notices", {**row, **silent, **hidden})
