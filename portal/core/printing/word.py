"""Word for those who need to go on writing: the same blocks as the PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from portal.core.printing.blocks import Block, Document, Run

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN, CHINESE = "Calibri", "Microsoft YaHei"
#: What XML cannot hold.
UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def word_of(document: Document) -> bytes:
    """The document as a Word file."""
    import docx  # heavy: loaded where somebody prints

    made = docx.Document()
    _set_faces(made)
    made.core_properties.title = _clean(document.title)[:255]
    made.core_properties.author = document.author
    made.add_heading(_clean(document.title), level=1)
    _add_facts(made, [(each.label, each.value) for each in document.facts])
    _add_blocks(made, document.blocks)
    made.sections[0].footer.paragraphs[0].text = _clean(document.footer)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _set_faces(made: Any) -> None:
    from docx.oxml.ns import qn

    font = made.styles["Normal"].font
    font.name = LATIN
    made.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)


def _clean(text: str) -> str:
    return text.translate(UNPRINTABLE)


def _add_blocks(made: Any, blocks: Sequence[Block], style: str | None = None) -> None:
    for block in blocks:
        kind = block["kind"]
        if kind == "heading":
            _add_runs(made.add_heading(level=min(9, block["level"])), block["runs"])
        elif kind == "paragraph":
            _add_runs(made.add_paragraph(style=style), block["runs"])
        elif kind == "list":
            for item in block["items"]:
                _add_blocks(made, item, "List Number" if block["is_ordered"] else "List Bullet")
        elif kind == "quote":
            _add_blocks(made, block["blocks"], "Quote")
        elif kind == "code":
            made.add_paragraph(_clean(block["text"]), style="No Spacing")
        elif kind == "facts":
            _add_facts(made, [(row["label"], row["value"]) for row in block["rows"]])
        elif kind == "table" and block["rows"]:
            _add_table(made, block)


def _add_runs(line: Any, runs: Sequence[Run]) -> None:
    for each in runs:
        part = line.add_run(_clean(each["text"]))
        part.bold = each.get("bold") or None
        part.italic = each.get("italic") or None
        part.font.strike = each.get("strike") or None
        if address := each.get("link"):
            line.add_run(f" ({_clean(address)})" if address != each["text"] else "")


def _add_facts(made: Any, rows: Sequence[tuple[str, str]]) -> None:
    table = made.add_table(rows=0, cols=2)
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = _clean(label), _clean(value)


def _add_table(made: Any, block: Block) -> None:
    table = made.add_table(rows=0, cols=block["columns"], style="Table Grid")
    for row in block["rows"]:
        cells = table.add_row().cells
        for place, cell in enumerate(row):
            _add_runs(cells[place].paragraphs[0], cell["runs"])
