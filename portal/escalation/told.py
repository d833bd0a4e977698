"""Which silences were carried to somebody above and go on: for the pages of those who were told."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from portal.agreements.models import Agreement, AgreementParty
from portal.agreements.told import Told, add_source
from portal.database import session
from portal.escalation.models import SilenceNotice, SilenceStep
from portal.escalation.queries import owed

MOST = 50


def still_silent(person_id: int, project_ids: Collection[int]) -> list[Told]:
    """The day is the first on which the person was told of it. Three statements at most."""
    told = (
        select(SilenceStep.party_id, SilenceStep.taken_on)
        .join(SilenceNotice, SilenceNotice.step_id == SilenceStep.id)
        .where(SilenceNotice.person_id == person_id)
        .order_by(SilenceStep.taken_on.desc(), SilenceStep.id.desc())
    )
    days = told.subquery()
    wanted = owed().where(
        AgreementParty.id.in_(select(days.c.party_id)), Agreement.project_id.in_(project_ids)
    )
    parties = session().scalars(wanted.order_by(AgreementParty.id).limit(MOST)).unique().all()
    if not parties:
        return []
    first = dict(session().execute(told.where(SilenceStep.party_id.in_([each.id for each in parties]))).all())
    return [Told(each, first[each.id]) for each in parties]


add_source(still_silent)
__all__ = ["still_silent"]
