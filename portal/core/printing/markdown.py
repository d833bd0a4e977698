"""What people write in Markdown, as blocks of a printed document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from portal.core.markdown import tree
from portal.core.printing.blocks import Block, Run, code_block, language_of, list_of, run, without_gaps

MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
SCHEMES = ("http://", "https://", "mailto:")
#: The deepest heading that is set as one.
DEEPEST = 6


def blocks_of(text: str | None, *, top: int = 3) -> list[Block]:
    """The blocks of a text. Its highest heading is of level `top` and none is skipped: readers of a screen
    reader go by them.
    """
    root = tree(text or "")
    used = sorted({node.tag for node in root.walk() if node.type == "heading"})
    levels = {tag: min(DEEPEST, top + place) for place, tag in enumerate(used)}
    return without_gaps(_blocks(root.children, levels), top - 1)


def _blocks(nodes: Sequence[SyntaxTreeNode], levels: dict[str, int]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "heading":
            yield _text("heading", node, level=levels.get(node.tag, DEEPEST))
        elif node.type == "paragraph":
            yield _text("paragraph", node)
        elif node.type in {"bullet_list", "ordered_list"}:
            yield _list(node, levels)
        elif node.type == "blockquote":
            yield {"kind": "quote", "blocks": _inner(node, levels), "lang": None}
        elif node.type in {"fence", "code_block"}:
            yield code_block(node.content.rstrip("\n"))
        elif node.type == "table":
            yield _table(node)
        elif node.type == "hr":
            yield {"kind": "rule", "lang": None}


def _inner(node: SyntaxTreeNode, levels: dict[str, int]) -> list[Block]:
    """Inside lists and quotations a heading is a bold line: it divides nothing."""
    return [_as_line(block) for block in _blocks(node.children, levels)]


def _as_line(block: Block) -> Block:
    if block["kind"] != "heading":
        return block
    runs = [{**each, "bold": True} for each in block["runs"]]
    return {"kind": "paragraph", "runs": runs, "lang": block["lang"]}


def _list(node: SyntaxTreeNode, levels: dict[str, int]) -> Block:
    start = node.attrs.get("start", 1)
    items = [_inner(item, levels) for item in node.children]
    return list_of(items, is_ordered=node.type == "ordered_list", start=int(start))


def _text(kind: str, node: SyntaxTreeNode, **more: Any) -> Block:
    runs = list(_runs(node))
    return {"kind": kind, "runs": runs, "lang": language_of("".join(each["text"] for each in runs)), **more}


def _table(node: SyntaxTreeNode) -> Block:
    rows = [row for part in node.children for row in part.children]
    cells = [[_text("cell", cell) for cell in row.children] for row in rows]
    return {"kind": "table", "columns": max(map(len, cells), default=1), "rows": cells, "lang": None}


def _runs(node: SyntaxTreeNode, **marks: Any) -> Iterator[Run]:
    for child in node.children:
        if child.type == "text":
            yield run(child.content, **marks)
        elif child.type in {"code_inline", "html_inline"}:
            yield run(child.content, **{**marks, "code": True})
        elif child.type in {"softbreak", "hardbreak"}:
            yield run("\n" if child.type == "hardbreak" else " ", **marks)
        elif child.type == "image":
            yield run(child.content or str(child.attrs.get("src", "")), **marks)
        elif child.type == "link":
            yield from _runs(child, **{**marks, **_target(str(child.attrs.get("href", "")))})
        elif child.type in MARKS:
            yield from _runs(child, **{**marks, MARKS[child.type]: True})
        else:
            yield from _runs(child, **marks)


def _target(address: str) -> dict[str, str]:
    return {"link": address} if address.startswith(SCHEMES) else {}
