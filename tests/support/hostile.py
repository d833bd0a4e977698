"""Values that nobody means well, and values that nearly make sense, for forms and API bodies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

TEXTS = st.sampled_from(
    [
        *("", " ", "\u0000", "a\u0007b", "\u202eevil", "\u200b", "LONG", "LONGER", "BOMBS"),
        *("<script>alert(1)</script>", "'; DROP TABLE decision; --", "%(name)s {0} {{ 7*7 }}", "a\nb"),
        *("NaN", "-1", "0", "1e400", "9" * 40, "99999999999999999999", "1.5", "on", "null", "../../etc"),
        *("0000-00-00", "9999-12-31", "2026-02-30", "2026-13-01", "2026-03-03", "25:00", "02:30", "9:0"),
    ]
)
SANE = st.sampled_from(
    [
        *("1", "2", "2026-03-03", "2026-03-04", "10:00", "chair@example.org", "head@example.org", "STORE"),
        *("STORE-SG", "Some words", "agree", "object", "chair", "member", "present", "guest", "consent"),
        *("supersede", "reverse", "draft", "propose", "up", "down", "2026-03-03T09:00:00Z"),
    ]
)
#: Written short, so that a failing example can be read.
LONG = {"LONG": "x" * 10_000, "LONGER": "x" * 250_000, "BOMBS": "💣" * 400}
VALUES = st.one_of(TEXTS, SANE, SANE).map(lambda text: LONG.get(text, text))
JSON: st.SearchStrategy[Any] = st.one_of(
    VALUES,
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.integers(0, 5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.integers(), max_size=2),
    st.lists(
        st.dictionaries(st.sampled_from(["person", "position", "presence", "reason"]), VALUES), max_size=2
    ),
    st.dictionaries(st.sampled_from(["a", "$ref"]), st.integers(), max_size=2),
    st.just("\ud800"),
)
