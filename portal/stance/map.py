"""Where departments stand on the map of influence and interest: a picture of three by three fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.stance.models import LEVEL_WORDS, LEVELS, Stakeholder

#: The size of a field, where the fields begin, and how many marks stand beside each other.
FIELD, LEFT, ABREAST = 100, 60, 4
STEP = 23


@dataclass(frozen=True)
class Mark:
    """A numbered mark; the number is the row of the table beside the picture."""

    number: int
    x: int
    y: int


def sentence(stakeholder: Stakeholder) -> str:
    """The same for somebody who does not see the picture."""
    counted = stakeholder.assessment
    return _(
        "%(name)s: influence %(influence)s, interest %(interest)s",
        name=stakeholder.department.name,
        influence=counted.influence_label,
        interest=counted.interest_label,
    )


def marks(stakeholders: Sequence[Stakeholder]) -> list[Mark]:
    """Influence grows upwards, interest to the right; within a field by the order of the table."""
    taken: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for number, each in enumerate(stakeholders, 1):
        place = each.assessment.influence, each.assessment.interest
        count = taken[place]
        taken[place] += 1
        column, row = LEVELS.index(place[1]), 2 - LEVELS.index(place[0])
        x = LEFT + column * FIELD + 16 + (count % ABREAST) * STEP
        y = row * FIELD + 16 + (count // ABREAST % ABREAST) * STEP
        found.append(Mark(number, x, y))
    return found


def axis() -> list[str]:
    return [str(LEVEL_WORDS[level]) for level in LEVELS]
