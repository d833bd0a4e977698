"""What somebody typed into the box, understood once for both databases.

Words must all be there; the last may be unfinished; what stands in quotation marks must stand so in the
record. Nothing in the box has a meaning for the database: only letters and digits reach it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.search.words import is_cjk, tokens

LONGEST = 200
MOST_TERMS = 12
SHORTEST_BEGINNING = 2

_quotes = re.compile('["“”„«»「」『』＂]')
_gaps = re.compile(r"[\s,;、，。；：！？…·]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that follow each other. With `is_open` the last one may go on in the record."""

    tokens: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Terms that must all be there."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse(text: str) -> Question:
    """Understand what was typed; an empty question (nothing but signs) finds nothing."""
    chunks: list[tuple[str, bool]] = []
    for number, part in enumerate(_quotes.split(text[:LONGEST])):
        chunks += [(part, True)] if number % 2 else [(word, False) for word in _gaps.split(part)]
    found = [(tokens(words, is_complete=False), is_quoted) for words, is_quoted in chunks]
    found = [(each, is_quoted) for each, is_quoted in found if each][:MOST_TERMS]
    return Question(
        tuple(
            Term(tuple(each), _is_open(each[-1], is_last=number == len(found) and not is_quoted))
            for number, (each, is_quoted) in enumerate(found, 1)
        )
    )


def _is_open(token: str, *, is_last: bool) -> bool:
    """A single Chinese character is found by the pairs that begin with it; letters while they are being
    typed.
    """
    if is_cjk(token):
        return len(token) == 1
    return is_last and len(token) >= SHORTEST_BEGINNING
