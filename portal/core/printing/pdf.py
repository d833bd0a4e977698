"""PDF by typst: tagged (PDF/UA), the same bytes for the same content, Chinese and English in one face."""

from __future__ import annotations

import functools
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from flask import current_app

from portal.core.printing.blocks import Document, language_of, without_gaps

PDF = "application/pdf"
TEMPLATE = Path("pdf", "document.typ")
FONTS = Path("vendor", "noto-sans-sc")


def pdf_of(document: Document) -> bytes:
    """The document as PDF. Its words are data for the template, never part of it."""
    import typst  # heavy: loaded where somebody prints

    facts = [{**asdict(each), "lang": language_of(each.value)} for each in document.facts]
    words = {
        **asdict(document),
        "facts": facts,
        "blocks": without_gaps(document.blocks, 1),
        "title_lang": language_of(document.title),
    }
    try:
        return _compiled(words, "ua-1")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # PDF/UA forbids signs that the face lacks, such as an emoji; the file is tagged all the same.
        return _compiled(words, None)


def _compiled(words: dict[str, Any], standard: Literal["ua-1"] | None) -> bytes:
    import typst

    return typst.compile(
        _template(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(words, ensure_ascii=False)},
        pdf_standards=standard,
    )


def _template() -> bytes:
    folder = Path(current_app.root_path, str(current_app.template_folder))
    return (folder / TEMPLATE).read_bytes()


def _fonts() -> Any:
    return _loaded(str(Path(str(current_app.static_folder), FONTS)))


@functools.cache
def _loaded(folder: str) -> Any:
    """Read once; only the two faces that we bring, so that every machine prints the same."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
