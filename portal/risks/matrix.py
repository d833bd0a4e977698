"""The matrix of probability × impact as a thing to look a level up in. Nothing is ever multiplied.

A place is a pair of steps, both counted from 1. Rows are stored lowest probability first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.risks.models import DEFAULT_SCALE, Level, RiskMatrix

SIZES = (3, 4, 5, 6)
Place = tuple[int, int]

_L, _M, _H, _C = Level.LOW, Level.MODERATE, Level.HIGH, Level.CRITICAL
#: What holds until the organization sets its own. Impact weighs more than probability: what would be severe
#: is never low, however unlikely; a nuisance is never high, however likely.
_DEFAULT = (
    (_L, _L, _M, _M, _H),
    (_L, _L, _M, _H, _H),
    (_L, _M, _M, _H, _C),
    (_L, _M, _H, _H, _C),
    (_M, _M, _H, _C, _C),
)


@dataclass(frozen=True)
class Matrix:
    """`rows[probability - 1][impact - 1]` is a level."""

    rows: tuple[tuple[Level, ...], ...]

    @property
    def probabilities(self) -> int:
        return len(self.rows)

    @property
    def impacts(self) -> int:
        return len(self.rows[0])

    @property
    def scale(self) -> str:
        """The size, as it stands beside each score: places of another size cannot be compared."""
        return f"{self.probabilities}x{self.impacts}"

    def has(self, probability: int | None, impact: int | None) -> bool:
        if probability is None or impact is None:
            return False
        return 1 <= probability <= self.probabilities and 1 <= impact <= self.impacts

    def level(self, probability: int, impact: int) -> Level:
        """Looked up. KeyError for a place that is not on this matrix."""
        if not self.has(probability, impact):
            raise KeyError((probability, impact))
        return self.rows[probability - 1][impact - 1]

    def find(self, probability: int | None, impact: int | None) -> Level | None:
        """The same for a place that may be missing or lie on a larger matrix: None then."""
        if probability is None or impact is None or not self.has(probability, impact):
            return None
        return self.level(probability, impact)

    def places(self) -> Iterator[Place]:
        for probability in range(1, self.probabilities + 1):
            for impact in range(1, self.impacts + 1):
                yield probability, impact

    def drops(self) -> list[Place]:
        """Places that are more likely or worse than a neighbour, and yet have a lower level."""
        return [(p, i) for p, i in self.places() if self._drops_at(p, i)]

    def _drops_at(self, probability: int, impact: int) -> bool:
        below = [(probability - 1, impact), (probability, impact - 1)]
        here = self.level(probability, impact).rank
        return any(self.has(*place) and self.level(*place).rank > here for place in below)

    def stored(self) -> dict[str, Any]:
        return {"rows": [[str(level) for level in row] for row in self.rows]}


def from_rows(rows: Iterable[Sequence[str]]) -> Matrix:
    """ValueError for an unknown level or rows of different lengths."""
    made = tuple(tuple(Level(level) for level in row) for row in rows)
    if len({len(row) for row in made}) != 1:
        raise ValueError("the rows of a matrix have one length")
    return Matrix(made)


def from_record(record: RiskMatrix | None) -> Matrix:
    """The matrix of a stored row; the default where there is none."""
    return default_matrix() if record is None else from_rows(record.levels["rows"])


def from_levels(levels: Mapping[Place, str]) -> Matrix:
    """The matrix with these levels at these places; every place of the rectangle must be there."""
    probabilities = max(probability for probability, _impact in levels)
    impacts = max(impact for _probability, impact in levels)
    rows = [[levels[p, i] for i in range(1, impacts + 1)] for p in range(1, probabilities + 1)]
    return from_rows(rows)


def default_matrix(probabilities: int = 5, impacts: int = 5) -> Matrix:
    """A sensible matrix of any size: each step is read off the 5×5 at the same height."""
    at = [_nearest(step, probabilities) for step in range(probabilities)]
    across = [_nearest(step, impacts) for step in range(impacts)]
    return Matrix(tuple(tuple(_DEFAULT[p][i] for i in across) for p in at))


def _nearest(step: int, steps: int) -> int:
    return (2 * step * 4 + steps - 1) // (2 * (steps - 1))


def size_of(scale: str) -> tuple[int, int]:
    """(probabilities, impacts) of a `scale`; the default's for one that makes no sense."""
    probabilities, _x, impacts = scale.partition("x")
    if probabilities.isdecimal() and impacts.isdecimal() and {int(probabilities), int(impacts)} <= set(SIZES):
        return int(probabilities), int(impacts)
    return size_of(DEFAULT_SCALE)
