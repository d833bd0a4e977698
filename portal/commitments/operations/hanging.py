"""What hangs on an ask: the milestones of the project that move if the answer is no, or later."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.commitments.models import Commitment
from portal.core.errors import Invalid
from portal.projects.models import Milestone


def let_hang(commitment: Commitment, milestones: Sequence[Milestone] | None) -> None:
    """These milestones need it from now on; None leaves them as they are."""
    if milestones is None:
        return
    if any(each.project_id != commitment.project_id for each in milestones):
        raise Invalid(milestones=_("Choose milestones of this project."))
    if {each.id for each in milestones} != {each.id for each in commitment.milestones}:
        commitment.milestones = list(milestones)


def milestone_names(commitment: Commitment) -> list[str]:
    return [f"{each.code} {each.name}" for each in commitment.milestones]
