"""Reads of packs and questions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.packs.models import Pack, PackErratum, Question
from portal.packs.telling import project_ids
from portal.projects.models import Project
from portal.projects.queries import visible_to
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id


def pack_by_id(pack_id: int) -> Pack | None:
    """Loader for addresses: the pack with its meeting and its errata."""
    found = by_number(Pack, pack_id)
    if found is None or meeting_by_id(found.meeting_id) is None:
        return None
    statement = (
        select(Pack)
        .where(Pack.id == found.id)
        .options(
            joinedload(Pack.meeting),
            joinedload(Pack.frozen_by),
            selectinload(Pack.errata).joinedload(PackErratum.added_by),
        )
    )
    return session().scalars(statement).one()


def of_meeting(meeting: Meeting) -> Sequence[Pack]:
    """The packs of a meeting, the newest first, without their contents. One statement."""
    statement = (
        select(Pack)
        .where(Pack.meeting_id == meeting.id)
        .options(defer(Pack.content), joinedload(Pack.frozen_by))
        .order_by(Pack.number.desc())
    )
    return session().scalars(statement).all()


def hidden_projects(pack: Pack, actor: Actor) -> set[int]:
    """Projects in a pack that this reader may not see now. One statement."""
    ids = project_ids(pack.content)
    statement = select(Project.id).where(Project.id.in_(ids), visible_to(actor))
    return ids - set(session().scalars(statement)) if ids else set()


def question_by_id(question_id: int) -> Question | None:
    """Loader for addresses."""
    found = by_number(Question, question_id)
    if found is None or meeting_by_id(found.meeting_id) is None:
        return None
    return found


def questions_of(meeting: Meeting) -> dict[int | None, list[Question]]:
    """Questions by agenda item, in the order in which they were asked. One statement."""
    statement = (
        select(Question)
        .where(Question.meeting_id == meeting.id)
        .options(joinedload(Question.asked_by), joinedload(Question.answered_by))
        .order_by(Question.id)
    )
    found: dict[int | None, list[Question]] = {}
    for each in session().scalars(statement):
        found.setdefault(each.agenda_item_id, []).append(each)
    return found
