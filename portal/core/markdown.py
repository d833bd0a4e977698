"""Safe HTML from what people write: CommonMark with tables, no raw HTML, cleaned once more on the way out."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def html(text: str | None) -> Markup:
    """Rendered text. Its highest heading is a third level and none is skipped, so that a page keeps its
    outline.
    """
    return _rendered(text or "")


@lru_cache(maxsize=512)
def _rendered(text: str) -> Markup:
    tokens = _parser.parse(text)
    _fit_outline([token for token in tokens if token.type in {"heading_open", "heading_close"}])
    rendered = _parser.renderer.render(tokens, _parser.options, {})
    cleaned = nh3.clean(
        rendered,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704  # cleaned by nh3 on the line above


def tree(text: str) -> SyntaxTreeNode:
    """The structure of a text, for those who set it otherwise than as a page."""
    return SyntaxTreeNode(_parser.parse(text))


def _fit_outline(headings: list[Token]) -> None:
    """People jump from `#` to `###`; readers of a screen reader must not."""
    used = sorted({token.tag for token in headings})
    level = {tag: f"h{min(6, place + 3)}" for place, tag in enumerate(used)}
    for token in headings:
        token.tag = level[token.tag]


def plain(text: str | None, length: int = 200) -> str:
    """The beginning of a text without its marks, for lists and search results."""
    bare = " ".join(nh3.clean(_parser.render(text or ""), tags=set()).split())
    bare = bare.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
    return bare if len(bare) <= length else bare[: length - 1].rstrip() + "…"
