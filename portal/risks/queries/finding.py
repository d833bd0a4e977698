"""What a text finds among the risks."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from portal.risks.models import Risk
from portal.search.queries import search

#: A list shows 50 at a time; whoever finds more than this asks for more words.
MOST = 2000


def has_words(text: str) -> ColumnElement[bool]:
    """The risk has all these words, whichever language. One or two statements of the index."""
    found = search(text, kinds=[Risk.register_kind], limit=MOST)
    return Risk.id.in_([entry.record_id for entry in found.entries])
