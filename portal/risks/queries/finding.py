"""What a text finds among the risks."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from portal.risks.models import Risk
from portal.search.matching import every_hit
from portal.search.questions import parse


def has_words(text: str) -> ColumnElement[bool]:
    """The risk has all these words, whichever language and however many rows there are."""
    question = parse(text)
    if not question:
        return false()
    return Risk.id.in_(every_hit(question, Risk.register_kind).correlate(None))
