"""What people write becomes safe HTML."""

from __future__ import annotations

import pytest

from portal.core import markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/track.png)",
        '[x](https://e.org "onclick=alert(1)")',
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_nothing_dangerous_gets_through(text: str) -> None:
    html = str(markdown.html(text)).lower()
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert not any(f"<{tag} on" in html for tag in ("a", "p", "img"))


def test_headings_keep_the_outline_of_the_page() -> None:
    assert str(markdown.html("# 决议\n\n- a\n- b")) == "<h3>决议</h3>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"


def test_no_level_is_skipped_whatever_people_write() -> None:
    assert str(markdown.html("## a\n\n#### b")) == "<h3>a</h3>\n<h4>b</h4>\n"


def test_the_beginning_of_a_text_without_its_marks() -> None:
    assert markdown.plain("# Title\n\n**bold** & more") == "Title bold & more"
    assert markdown.plain("word " * 100, 20).endswith("…")
