"""The organization's matrix: the one in force, and those before it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.database import session
from portal.risks.matrix import Matrix, default_matrix, from_record, size_of
from portal.risks.models import RiskMatrix

_NEWEST_FIRST = (RiskMatrix.valid_from_at.desc(), RiskMatrix.id.desc())


def matrix_in_force() -> Matrix:
    """The newest one; the default of 5×5 until somebody sets another. One statement."""
    newest = select(RiskMatrix).order_by(*_NEWEST_FIRST).limit(1)
    return from_record(session().scalars(newest).one_or_none())


def matrix_of_scale(scale: str) -> Matrix:
    """The last matrix of this size that was in force: what an old score is shown on."""
    probabilities, impacts = size_of(scale)
    same_size = select(RiskMatrix).where(
        RiskMatrix.probabilities == probabilities, RiskMatrix.impacts == impacts
    )
    found = session().scalars(same_size.order_by(*_NEWEST_FIRST).limit(1)).one_or_none()
    return from_record(found) if found else default_matrix(probabilities, impacts)


def matrices(limit: int = 50) -> list[RiskMatrix]:
    """What was ever set, newest first, with who set it."""
    statement = select(RiskMatrix).options(joinedload(RiskMatrix.set_by)).order_by(*_NEWEST_FIRST)
    return list(session().scalars(statement.limit(limit)))
