"""What a printed document is made of: plain data, so that a template needs no logic and text stays text.

A block is a dict with `kind` (`heading paragraph list quote code table rule facts columns`); text is a list of runs,
each a dict with `text` and the marks `bold italic strike code link` that it has. `lang` is the language in
which a block is to be read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
Run = dict[str, Any]

CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Of the letters of a text; a Chinese sentence with English names in it is still Chinese.
MOSTLY = 0.2


@dataclass(frozen=True)
class Fact:
    """One line of the head of a document."""

    label: str
    value: str


@dataclass(frozen=True)
class Document:
    """Title, facts below it, blocks, and what stands at the foot of every page.

    `lang` is the language of its own words. `pages`: how the number of a page is said, with `{page}` and `{pages}`.
    """

    title: str
    lang: str
    facts: Sequence[Fact]
    blocks: Sequence[Block]
    footer: str
    pages: str
    subtitle: str = ""
    author: str = field(default="Accord")


def run(text: str, **marks: Any) -> Run:
    return {"text": text, **marks}


def heading(text: str, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "runs": [run(text)], "lang": language_of(text)}


def paragraph(*runs: str | Run) -> Block:
    made = [run(each) if isinstance(each, str) else each for each in runs]
    return {"kind": "paragraph", "runs": made, "lang": language_of("".join(each["text"] for each in made))}


def list_of(items: Iterable[Sequence[Block]], *, is_ordered: bool = False, start: int = 1) -> Block:
    return {
        "kind": "list",
        "is_ordered": is_ordered,
        "start": start,
        "items": [list(item) for item in items],
        "lang": None,
    }


def code_block(text: str) -> Block:
    return {"kind": "code", "text": text, "lang": None}


def fact_rows(facts: Iterable[Fact]) -> Block:
    rows = [{"label": each.label, "value": each.value, "lang": language_of(each.value)} for each in facts]
    return {"kind": "facts", "rows": rows, "lang": None}


def columns(left: Sequence[Block], right: Sequence[Block]) -> Block:
    """Two texts side by side, such as the same words in two languages; the left one is read first."""
    return {"kind": "columns", "left": list(left), "right": list(right), "lang": None}


def without_gaps(blocks: Iterable[Block], last: int) -> list[Block]:
    """No heading is more than one level below the one before it; a heading without words is none."""
    fitted: list[Block] = []
    for block in blocks:
        if block["kind"] != "heading":
            fitted.append(block)
        elif any(each["text"].strip() for each in block["runs"]):
            last = min(block["level"], last + 1)
            fitted.append({**block, "level": last})
    return fitted


def language_of(text: str) -> str | None:
    """`zh` for Chinese, `en` for other letters, None where there are none."""
    letters = sum(1 for letter in text if letter.isalpha())
    if not letters:
        return None
    return "zh" if len(CHINESE.findall(text)) / letters > MOSTLY else "en"
