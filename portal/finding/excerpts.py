"""What the reader sees of a hit: title and excerpt with the asked words marked. Everything else is
escaped.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from markupsafe import Markup, escape

from portal.search.questions import Question, Term
from portal.search.words import CJK, FOLDING, is_cjk

LENGTH = 240
BEFORE = 70
Span = tuple[int, int]

_letter = f"[^\\W_{CJK}]"
_syntax = re.compile(r"[*#`|~]+|^[ \t]*[>\-+][ \t]+", re.MULTILINE)


def marked(text: str, question: Question) -> Markup:
    """The whole text, with the words that were asked for in `<mark>`."""
    text = unicodedata.normalize("NFC", text)
    return _marked(text, _spans(text, question), 0, len(text))


def excerpt(text: str, question: Question) -> Markup:
    """The part of the text around the first hit, else its beginning; without line breaks and Markdown's
    signs.
    """
    text = " ".join(_syntax.sub(" ", unicodedata.normalize("NFC", text)).split())
    spans = _spans(text, question)
    start = _word_start(text, spans[0][0] - BEFORE) if spans else 0
    end = min(len(text), start + LENGTH)
    inside = [(left, min(right, end)) for left, right in spans if start <= left < end]
    parts = ["…" if start else "", _marked(text, inside, start, end), "…" if end < len(text) else ""]
    return Markup("").join(parts)


def _word_start(text: str, place: int) -> int:
    """The next beginning of a word, if there is one nearby (Chinese has no gaps)."""
    if place <= 0:
        return 0
    gap = text.find(" ", place, place + 20)
    return gap + 1 if gap >= 0 else place


def _marked(text: str, spans: list[Span], start: int, end: int) -> Markup:
    edges = [start, *(edge for span in spans for edge in span), end]
    parts = [escape(text[left:right]) for left, right in pairwise(edges)]
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if number % 2 else part for number, part in enumerate(parts)
    )


def _spans(text: str, question: Question) -> list[Span]:
    """Where asked words stand in a composed text, in order, overlapping ones joined."""
    pattern = "|".join(part for term in question.terms for part in _patterns(term))
    if not pattern:
        return []
    folded, places = _folded(text)
    joined: list[Span] = []
    for match in re.finditer(f"(?=({pattern}))", folded):
        left, right = match.span(1)
        first, last = (places[left], places[right - 1] + 1) if places else (left, right)
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def _patterns(term: Term) -> list[str]:
    """Each token as it stands in a text; the lone end of a Chinese run is in the pair before it."""
    found = []
    for number, token in enumerate(term.tokens):
        if not is_cjk(token):
            goes_on = term.is_open and number == len(term.tokens) - 1
            found.append(f"(?<!{_letter}){re.escape(token)}" + ("" if goes_on else f"(?!{_letter})"))
        elif len(token) == 2 or number == 0 or not term.tokens[number - 1].endswith(token):
            found.append(re.escape(token))
    return found


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text; where folding changes its length, also the place in the text of each folded
    character.
    """
    folded = text.translate(FOLDING)
    if len(folded) == len(text):
        return folded, []
    places = [place for place, character in enumerate(text) for _each in FOLDING[ord(character)]]
    return folded, places
