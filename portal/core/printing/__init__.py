"""Documents to print and to send: built once from blocks, set as PDF or as Word."""

from __future__ import annotations

from portal.core.printing.blocks import Document, Fact, code_block, fact_rows, heading, list_of, paragraph
from portal.core.printing.markdown import blocks_of
from portal.core.printing.pdf import PDF, pdf_of
from portal.core.printing.word import DOCX, word_of

__all__ = [
    "DOCX",
    "PDF",
    "Document",
    "Fact",
    "blocks_of",
    "code_block",
    "fact_rows",
    "heading",
    "list_of",
    "paragraph",
    "pdf_of",
    "word_of",
]
