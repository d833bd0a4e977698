"""The matrix: a level is looked up at a place, on every size from 3×3 to 6×6, and never multiplied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Invalid
from portal.risks.labels import IMPACTS, PROBABILITIES, rating_word
from portal.risks.matrix import SIZES, Matrix, default_matrix, from_levels, from_rows, size_of
from portal.risks.models import Level
from portal.risks.operations import Estimate, rated

EVERY_SIZE = [(probabilities, impacts) for probabilities in SIZES for impacts in SIZES]
LEVELS = list(Level)


@st.composite
def monotone(draw: st.DrawFn) -> Matrix:
    """Any matrix that an organization may set: each level at least that of its lower neighbours."""
    probabilities, impacts = draw(st.sampled_from(EVERY_SIZE))
    ranks: dict[tuple[int, int], int] = {}
    for p in range(1, probabilities + 1):
        for i in range(1, impacts + 1):
            least = max(ranks.get((p - 1, i), 1), ranks.get((p, i - 1), 1))
            ranks[p, i] = draw(st.integers(least, 4))
    return from_levels({place: LEVELS[rank - 1] for place, rank in ranks.items()})


any_matrix = st.sampled_from(EVERY_SIZE).flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from(LEVELS), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    ).map(from_rows)
)


@pytest.mark.parametrize(("probabilities", "impacts"), EVERY_SIZE)
def test_the_default_of_every_size_rises_and_uses_every_level(probabilities: int, impacts: int) -> None:
    matrix = default_matrix(probabilities, impacts)
    assert (matrix.probabilities, matrix.impacts) == (probabilities, impacts)
    assert matrix.drops() == []
    assert {level for row in matrix.rows for level in row} == set(Level)
    assert matrix.level(1, 1) == Level.LOW
    assert matrix.level(probabilities, impacts) == Level.CRITICAL


@pytest.mark.parametrize("size", SIZES)
def test_every_step_of_every_size_has_a_word_of_its_own(size: int) -> None:
    assert len({str(word) for word in PROBABILITIES[size]}) == size
    assert len({str(word) for word in IMPACTS[size]}) == size


@given(any_matrix, st.data())
def test_a_rating_has_the_level_that_stands_at_its_place(matrix: Matrix, data: st.DataObject) -> None:
    p = data.draw(st.integers(1, matrix.probabilities))
    i = data.draw(st.integers(1, matrix.impacts))
    rating = rated(Estimate(p, i), matrix)
    assert rating.level == matrix.rows[p - 1][i - 1]
    assert rating.scale == f"{matrix.probabilities}x{matrix.impacts}"


@given(monotone())
def test_a_matrix_that_rises_is_accepted_and_keeps_its_levels_when_stored(matrix: Matrix) -> None:
    assert matrix.drops() == []
    assert from_rows(matrix.stored()["rows"]) == matrix
    assert size_of(matrix.scale) == (matrix.probabilities, matrix.impacts)


@given(any_matrix)
def test_a_place_is_named_exactly_when_a_lower_neighbour_is_more_serious(matrix: Matrix) -> None:
    expected = [
        (p, i)
        for p, i in matrix.places()
        if any(
            matrix.level(p, i).rank < matrix.level(*lower).rank
            for lower in ((p - 1, i), (p, i - 1))
            if matrix.has(*lower)
        )
    ]
    assert matrix.drops() == expected


def test_equal_products_do_not_mean_equal_levels() -> None:
    matrix = default_matrix()
    assert matrix.level(1, 5) == Level.HIGH
    assert matrix.level(5, 1) == Level.MODERATE


@given(any_matrix, st.one_of(st.none(), st.integers(-3, 9)), st.one_of(st.none(), st.integers(-3, 9)))
def test_a_half_place_and_a_place_beyond_the_matrix_are_refused(
    matrix: Matrix, probability: int | None, impact: int | None
) -> None:
    is_whole = (probability is None) == (impact is None)
    is_inside = probability is None or matrix.has(probability, impact)
    if is_whole and is_inside:
        assert rated(Estimate(probability, impact), matrix).probability == probability
        return
    with pytest.raises(Invalid) as refusal:
        rated(Estimate(probability, impact), matrix)
    assert set(refusal.value.errors) <= {"probability", "impact"}


def test_a_level_without_a_place_is_accepted() -> None:
    rating = rated(Estimate(level="critical"), default_matrix())
    assert (rating.probability, rating.impact, rating.level) == (None, None, Level.CRITICAL)


def test_a_level_that_contradicts_the_matrix_is_refused() -> None:
    assert rated(Estimate(1, 1, "low"), default_matrix()).level == Level.LOW
    with pytest.raises(Invalid) as refusal:
        rated(Estimate(1, 1, "critical"), default_matrix())
    assert "level" in refusal.value.errors


def test_a_response_does_not_make_a_risk_worse() -> None:
    with pytest.raises(Invalid) as refusal:
        rated(Estimate(1, 1, None, 5, 5), default_matrix())
    assert "residual_impact" in refusal.value.errors


def test_a_place_beyond_the_matrix_is_not_looked_up() -> None:
    with pytest.raises(KeyError):
        default_matrix(3, 3).level(4, 1)
    assert default_matrix(3, 3).find(4, 1) is None
    assert default_matrix(3, 3).find(None, 1) is None


def test_a_scale_that_makes_no_sense_is_read_as_the_default() -> None:
    assert [size_of(text) for text in ("", "7x2", "x", "axb", "5")] == [(5, 5)] * 5


def test_a_rating_is_said_in_words() -> None:
    assert rating_word(4, 5, "critical") == "4×5 Critical"
    assert rating_word(None, None, "high") == "High"
    assert rating_word(None, None, None) == "Not rated"
