"""What a text finds among the risks."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_

from portal.risks.models import Risk
from portal.search.matching import IN_TEXT, IN_TITLE, Asked, statement
from portal.search.models import SearchEntry
from portal.search.questions import parse

ALL = 2**31 - 1


def has_words(text: str) -> ColumnElement[bool]:
    """The risk has all these words, whichever language and however many rows there are."""
    question = parse(text)
    if not question:
        return false()
    hits = [
        statement(Asked(question, group, (Risk.register_kind,), None, None, ALL))
        .with_only_columns(SearchEntry.record_id)
        .order_by(None)
        for group in (IN_TITLE, IN_TEXT)
    ]
    return or_(*(Risk.id.in_(hit.correlate(None)) for hit in hits))
