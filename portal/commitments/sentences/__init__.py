"""Whole sentences about asks and promises, for pages, letters and refusals."""

from __future__ import annotations

from portal.commitments.sentences.asks import (
    WORK_LENGTH,
    ask,
    brief,
    facts_of,
    in_parts,
    told,
)
from portal.commitments.sentences.load import (
    candidate,
    in_sum,
    milestone,
    overload,
    promise,
    while_away,
    with_this,
)
from portal.commitments.sentences.situations import (
    about_amendment,
    already,
    proposed,
    standing,
    waiting,
)

__all__ = [
    "WORK_LENGTH",
    "about_amendment",
    "already",
    "ask",
    "brief",
    "candidate",
    "facts_of",
    "in_parts",
    "in_sum",
    "milestone",
    "overload",
    "promise",
    "proposed",
    "standing",
    "told",
    "waiting",
    "while_away",
    "with_this",
]
