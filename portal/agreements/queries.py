"""Reads of agreements: one with everything that was said, and who owes an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

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
    limit: int = MOST,
) -> list[AgreementParty]:
    """Who owes an answer: the newest version of an open agreement, put to them and not answered.

    `since` and `answer_due_on` say since when and until when; earliest due first. `people`: asked of these
    persons, or in the capacity of a head of `departments` (a vacancy that was filled, a successor), or of who asks
    for the projects `asking_for`. Departments come with their heads, so `answerer_on(day)` costs nothing. Three
    statements.
    """
    statement = _open()
    if people is not None:
        whose: list[ColumnElement[bool]] = [
            AgreementParty.person_id.in_(people),
            AgreementParty.department_id.in_(departments),
        ]
        if asking_for:
            is_asker = AgreementParty.capacity == CapacityKind.ASKER
            whose.append(and_(AgreementParty.project_id.in_(asking_for), is_asker))
        statement = statement.where(or_(*whose))
    if project_id is not None:
        statement = statement.where(Agreement.project_id == project_id)
    if purpose is not None:
        statement = statement.where(Agreement.purpose == purpose)
    if due_before is not None:
        statement = statement.where(AgreementParty.answer_due_on < due_before)
    order = (AgreementParty.answer_due_on.is_(None), AgreementParty.answer_due_on, AgreementParty.id)
    return list(session().scalars(statement.order_by(*order).limit(limit)).unique())


def owed_by(actor: Actor, limit: int = MOST) -> list[AgreementParty]:
    """What waits for the actor's own answer today, as asked or as the substitute of somebody who is away."""
    mine = {actor.id} | represented(actor)
    asking_for = asks_for(actor)
    found = open_parties(people=mine, departments=departments_of(actor), asking_for=asking_for, limit=limit)
    answerers = answerers_on(found, actor.today)
    return [party for party in found if _is_owed_by(actor, party, answerers[party.id], mine)]


def _is_owed_by(actor: Actor, party: AgreementParty, answerer: Person | None, mine: set[int]) -> bool:
    maker = party.version.made_by_id
    return answerer is not None and answerer.id in mine and maker not in {actor.id, answerer.id}


def _open() -> Select[AgreementParty]:
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
