"""Fields clean what was typed, and refuse what must not be stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.assembly import Portal
from portal.core.forms import (
    Form,
    amount,
    choice,
    clean,
    day,
    form_from_json,
    has_control_characters,
    line,
    paragraph,
    whole,
)


class Sample(Form):
    name = line("Name", maximum=20)
    note = paragraph("Note")
    on = day("On", required=False)
    share = whole("Share", minimum=5, maximum=100, required=False)
    money = amount("Money")
    kind = choice("Kind", [("a", "A"), ("b", "B")], required=False)


def errors(app: Portal, **values: Any) -> dict[str, Any]:
    with app.test_request_context(method="POST"):
        form = form_from_json(Sample, {"name": "ok", **values})
        form.validate()
        return dict(form.errors)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 21),
        ("name", "a\x00b"),
        ("name", "a\x1bb"),
        ("name", "a\nb"),
        ("name", "\u202eevil"),
        ("name", "\u200b"),
        ("name", "\ud800"),
        ("note", "a\x07b"),
        ("note", "x" * 20_001),
        ("on", "1/012/2014"),
        ("on", "0001-01-01"),
        ("on", "9999-12-31"),
        ("share", "4"),
        ("share", "101"),
        ("share", "1e9"),
        ("share", "９９９"),
        ("money", "-1"),
        ("money", "NaN"),
        ("money", "Infinity"),
        ("money", "1" * 40),
        ("kind", "c"),
    ],
)
def test_the_error_stands_at_the_field(app: Portal, field: str, value: str) -> None:
    assert field in errors(app, **{field: value})


def test_an_error_is_text_that_a_template_can_print(app: Portal) -> None:
    assert errors(app, name="") == {"name": ["This field is needed."]}
    assert [type(each) for each in errors(app, name="")["name"]] == [str]


def test_good_values_pass_and_come_out_clean(app: Portal) -> None:
    with app.test_request_context(method="POST"):
        form = form_from_json(
            Sample, {"name": "  Cafe\u0301 物流 ", "note": "a\r\nb\tc", "on": "2026-03-03", "share": "50"}
        )
        assert form.validate(), form.errors
        assert form.values() == {
            "name": "Café 物流",
            "note": "a\nb\tc",
            "on": dt.date(2026, 3, 3),
            "share": 50,
            "money": None,
            "kind": None,
        }


def test_cleaning_is_idempotent_and_keeps_nothing_as_nothing() -> None:
    assert clean(None) is None
    assert clean(clean(" e\u0301 ")) == "é"
    assert has_control_characters("\u2066x")
    assert not has_control_characters("a\nb", multiline=True)
