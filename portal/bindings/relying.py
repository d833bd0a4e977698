"""The kinds of records of the packages below that can rely on a decision. Actions add themselves from above."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.actors import Actor
from portal.bindings.dependants import Kind, add_kind
from portal.commitments import rules as commitments
from portal.commitments.models import Commitment
from portal.database import session
from portal.projects.models import Project
from portal.risks import rules as risks
from portal.risks.models import Risk
from portal.stakeholders import rules as stakeholders
from portal.stakeholders.models import RaciEntry
from portal.steering import rules as steering


def _load(model: Any, numbers: Collection[int]) -> Mapping[int, Any]:
    statement = select(model).where(model.id.in_(set(numbers)))
    statement = statement.options(selectinload(model.project).selectinload(Project.insiders))
    return {each.id: each for each in session().scalars(statement)}


def _keeps_commitment(actor: Actor, commitment: Commitment) -> bool:
    """Who asked, or has the project's authority."""
    if actor.only_reads or not commitments.read(actor, commitment):
        return False
    is_asker = commitment.requester_id == actor.id
    return is_asker or steering.decide_in_project(actor, commitment.project)


add_kind(
    Commitment.register_kind,
    Kind(
        load=lambda numbers: _load(Commitment, numbers),
        may_read=lambda actor, record: commitments.read(actor, record),
        may_keep=_keeps_commitment,
        label=lambda record: f"{record.code} {record.title}",
        address=lambda record: f"/commitments/{record.id}",
        word=_l("Commitment"),
        project=lambda record: record.project,
    ),
)
add_kind(
    Risk.register_kind,
    Kind(
        load=lambda numbers: _load(Risk, numbers),
        may_read=lambda actor, record: risks.read(actor, record),
        may_keep=lambda actor, record: risks.edit(actor, record),
        label=lambda record: f"{record.code} {record.title}",
        address=lambda record: f"/risks/{record.id}",
        word=_l("Risk"),
        project=lambda record: record.project,
    ),
)
add_kind(
    RaciEntry.register_kind,
    Kind(
        load=lambda numbers: _load(RaciEntry, numbers),
        may_read=lambda actor, record: stakeholders.read(actor, record),
        may_keep=lambda actor, record: stakeholders.assign(actor, record),
        label=lambda record: str(record.register_label()),
        address=lambda record: f"/projects/{record.project.code}/raci",
        word=_l("Row of the responsibility matrix"),
        project=lambda record: record.project,
    ),
)
