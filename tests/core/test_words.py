"""The words of a page: translated by the quick way, escaped, and in the language that is in force."""

from __future__ import annotations

import pytest
from flask import render_template_string
from flask_babel import force_locale

from portal.assembly import Portal
from portal.core import language


def test_values_in_a_sentence_are_escaped(app: Portal) -> None:
    with app.test_request_context("/"):
        shown = render_template_string("{{ _('Hello %(name)s', name=who) }}", who="<b>")
    assert shown == "Hello &lt;b&gt;"


def test_a_percent_sign_is_written_twice_as_in_every_catalogue(app: Portal) -> None:
    with app.test_request_context("/"):
        assert render_template_string("{{ _('50 %%') }}|{{ _('%(share)s %%', share=20) }}") == "50 %|20 %"


def test_a_change_of_language_within_a_request_is_noticed(app: Portal) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        before = language.current_locale()
        with force_locale("zh_Hant"):
            between = language.current_locale()
        assert (before, between, language.current_locale()) == ("en", "zh_Hant", "en")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Maria Okafor", "MO"), ("李伟", "李"), ("anna", "A"), ("", "?"), ("  ", "?")],
)
def test_initials_follow_the_writing_of_the_name(name: str, expected: str) -> None:
    assert language.initials(name) == expected
