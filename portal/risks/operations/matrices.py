"""Setting the organization's matrix."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.register.operations import record
from portal.risks import events
from portal.risks.labels import level_word
from portal.risks.matrix import Matrix
from portal.risks.models import RiskMatrix
from portal.risks.queries import matrix_in_force


def set_matrix(matrix: Matrix, *, by: Person, now: dt.datetime) -> RiskMatrix:
    """What counts as critical from now on. Old rows stay: scores that were read off them keep their level."""
    drops = matrix.drops()
    if drops:
        raise Invalid(**{field_of(*place): _drop_sentence(*place) for place in drops})
    before = matrix_in_force()
    if matrix == before:
        raise Refused(_("This is the matrix in force already."))
    row = RiskMatrix(
        probabilities=matrix.probabilities,
        impacts=matrix.impacts,
        levels=matrix.stored(),
        valid_from_at=now,
        set_by=by,
    )
    session().add(row)
    session().flush()
    record(events.MATRIX_SET, row, by=by, now=now, before=_lines(before), rows=_lines(matrix))
    return row


def field_of(probability: int, impact: int) -> str:
    """The name of a cell's field, in the form and in complaints."""
    return f"level_{probability}_{impact}"


def _drop_sentence(probability: int, impact: int) -> str:
    return _(
        "%(probability)d×%(impact)d: more likely or worse than a neighbour, so its level cannot be lower.",
        probability=probability,
        impact=impact,
    )


def _lines(matrix: Matrix) -> list[str]:
    return [", ".join(level_word(level) for level in row) for row in matrix.rows]
