"""Reads of agreements: one with everything that was said, and who owes an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from portal.accounts.actors import Actor
from portal.accounts.models import Department, DepartmentHead, Person
from portal.accounts.queries.numbers import by_number
from portal.agreements.answerers import answerers_on, asks_for
from portal.agreements.models import (
    Agreement,
    AgreementAnswer,
    AgreementParty,
    AgreementVersion,
    Answer,
    CapacityKind,
    State,
)
from portal.agreements.substitutes import departments_of, represented
from portal.database import session

MOST = 500
DUE_FIRST = (AgreementParty.answer_due_on.is_(None), AgreementParty.answer_due_on, AgreementParty.id)


def agreement_by_id(agreement_id: int) -> Agreement | None:
    """Loader for addresses."""
    return by_number(Agreement, agreement_id)


def party_by_id(party_id: int) -> AgreementParty | None:
    """Loader for addresses."""
    return by_number(AgreementParty, party_id)


def agreement_about(kind: str, subject_id: int, purpose: str) -> Agreement | None:
    """The agreement about a record, if anything was ever put."""
    statement = select(Agreement).where(
        Agreement.subject_kind == kind, Agreement.subject_id == subject_id, Agreement.purpose == purpose
    )
    return session().scalars(statement).one_or_none()


def versions_of(agreement: Agreement) -> list[AgreementVersion]:
    """Every version with its parties and their answers, the oldest first. A fixed number of statements."""
    parties = selectinload(AgreementVersion.parties)
    answer = parties.joinedload(AgreementParty.answer)
    statement = (
        select(AgreementVersion)
        .where(AgreementVersion.agreement_id == agreement.id)
        .options(
            joinedload(AgreementVersion.made_by),
            parties.joinedload(AgreementParty.person),
            parties.joinedload(AgreementParty.department),
            answer.joinedload(AgreementAnswer.by),
            answer.joinedload(AgreementAnswer.on_behalf_of),
        )
        .order_by(AgreementVersion.number)
    )
    return list(session().scalars(statement))


def newest_version(kind: str, subject_id: int, purpose: str) -> AgreementVersion | None:
    """The newest version about a record, with the agreement and its parties. Two statements."""
    statement = (
        select(AgreementVersion)
        .join(AgreementVersion.agreement)
        .where(
            Agreement.subject_kind == kind,
            Agreement.subject_id == subject_id,
            Agreement.purpose == purpose,
            AgreementVersion.number == Agreement.number,
        )
        .options(contains_eager(AgreementVersion.agreement), selectinload(AgreementVersion.parties))
    )
    return session().scalars(statement).one_or_none()


def newest_versions(kind: str, subject_ids: Collection[int], purpose: str) -> dict[int, AgreementVersion]:
    """The newest versions about many records, by the record's number. One statement."""
    if not subject_ids:
        return {}
    statement = (
        select(AgreementVersion)
        .join(AgreementVersion.agreement)
        .where(
            Agreement.subject_kind == kind,
            Agreement.subject_id.in_(subject_ids),
            Agreement.purpose == purpose,
            AgreementVersion.number == Agreement.number,
        )
        .options(contains_eager(AgreementVersion.agreement))
    )
    return {version.agreement.subject_id: version for version in session().scalars(statement)}


def version_with(agreement: Agreement, digest: str) -> AgreementVersion | None:
    """The version that has this digest: what somebody saw before the words changed."""
    statement = select(AgreementVersion).where(
        AgreementVersion.agreement_id == agreement.id, AgreementVersion.digest == digest
    )
    return session().scalars(statement.order_by(AgreementVersion.number.desc())).first()


def open_parties(
    *,
    people: Collection[int] | None = None,
    departments: Collection[int] = (),
    asking_for: Collection[int] = (),
    project_id: int | None = None,
    purpose: str | None = None,
    due_before: dt.date | None = None,
    which: Sequence[ColumnElement[bool]] = (),
    each_kind: int | None = None,
    lean: bool = False,
    limit: int = MOST,
) -> list[AgreementParty]:
    """Who owes an answer: the newest version of an open agreement, put to them and not answered.

    `since` and `answer_due_on` say since when and until when; earliest due first. `people`: asked of these
    persons, or in the capacity of a head of `departments` (a vacancy that was filled, a successor), or of who asks
    for the projects `asking_for`. Departments come with their heads, so `answerer_on(day)` costs nothing. Of each
    kind of record at most `each_kind`. `lean`: people with nothing but their names. Three statements.
    """
    conditions = list(which)
    if people is not None:
        whose: list[ColumnElement[bool]] = [
            AgreementParty.person_id.in_(people),
            AgreementParty.department_id.in_(departments),
        ]
        if asking_for:
            is_asker = AgreementParty.capacity == CapacityKind.ASKER
            whose.append(and_(AgreementParty.project_id.in_(asking_for), is_asker))
        conditions.append(or_(*whose))
    if project_id is not None:
        conditions.append(Agreement.project_id == project_id)
    if purpose is not None:
        conditions.append(Agreement.purpose == purpose)
    if due_before is not None:
        conditions.append(AgreementParty.answer_due_on < due_before)
    if each_kind is not None:
        conditions = [AgreementParty.id.in_(_first_of_each_kind(conditions, each_kind))]
    statement = _open(select(AgreementParty)).where(*conditions).options(*_alongside(lean))
    return list(session().scalars(statement.order_by(*DUE_FIRST).limit(limit)).unique())


def _first_of_each_kind(conditions: Iterable[ColumnElement[bool]], count: int) -> Select[int]:
    place = func.row_number().over(partition_by=Agreement.subject_kind, order_by=DUE_FIRST)
    ranked = _open(select(AgreementParty.id, place.label("place"))).where(*conditions).subquery()
    return select(ranked.c.id).where(ranked.c.place <= count)


def owed_by(actor: Actor, limit: int = MOST) -> list[AgreementParty]:
    """What waits for the actor's own answer today, as asked or as the substitute of somebody who is away."""
    return _owed_by(actor, limit=limit)


def owed_about(actor: Actor, kind: str, subject_ids: Collection[int]) -> list[AgreementParty]:
    """The same about just these records."""
    if not subject_ids:
        return []
    about = [Agreement.subject_kind == kind, Agreement.subject_id.in_(subject_ids)]
    return _owed_by(actor, which=about, lean=True)


def owed_besides(actor: Actor, kind: str, each_kind: int) -> list[AgreementParty]:
    """The same about records of any other kind, of each so many."""
    return _owed_by(actor, which=[Agreement.subject_kind != kind], each_kind=each_kind, lean=True)


def _owed_by(actor: Actor, **narrowed: Any) -> list[AgreementParty]:
    mine = {actor.id} | represented(actor)
    asking_for = asks_for(actor)
    found = open_parties(people=mine, departments=departments_of(actor), asking_for=asking_for, **narrowed)
    answerers = answerers_on(found, actor.today)
    return [party for party in found if _is_owed_by(actor, party, answerers[party.id], mine)]


def _is_owed_by(actor: Actor, party: AgreementParty, answerer: Person | None, mine: set[int]) -> bool:
    maker = party.version.made_by_id
    return answerer is not None and answerer.id in mine and maker not in {actor.id, answerer.id}


def _open(statement: Select[Any]) -> Select[Any]:
    newest = and_(AgreementVersion.agreement_id == Agreement.id, AgreementVersion.number == Agreement.number)
    return (
        statement.join(AgreementParty.version)
        .join(Agreement, newest)
        .outerjoin(AgreementParty.answer)
        .where(Agreement.state == State.OPEN, AgreementAnswer.id.is_(None))
    )


def _alongside(lean: bool) -> tuple[ExecutableOption, ...]:
    version = contains_eager(AgreementParty.version)
    asked = joinedload(AgreementParty.person)
    heads = selectinload(AgreementParty.department).selectinload(Department.heads)
    heading = heads.joinedload(DepartmentHead.person)
    common = (version.contains_eager(AgreementVersion.agreement), contains_eager(AgreementParty.answer))
    if lean:
        names = (Person.key, Person.name, Person.is_active)
        return (*common, asked.load_only(*names), heading.load_only(*names))
    return (*common, version.joinedload(AgreementVersion.made_by), asked, heading)


def still_to_accept(version: AgreementVersion) -> int:
    """How many parties of a version have not accepted it."""
    accepted = and_(AgreementAnswer.party_id == AgreementParty.id, AgreementAnswer.answer == Answer.ACCEPT)
    statement = (
        select(func.count())
        .select_from(AgreementParty)
        .outerjoin(AgreementAnswer, accepted)
        .where(AgreementParty.version_id == version.id, AgreementAnswer.id.is_(None))
    )
    return session().scalars(statement).one()
