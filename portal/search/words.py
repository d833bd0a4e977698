"""Text to words, the same for records and for questions, so that both databases find exactly the same.

A text is folded (composed, then every character: compatibility form, lower case, Latin without accents,
Traditional Chinese to Simplified) and cut into *tokens*: runs of letters and digits; Chinese and Japanese
runs become pairs of neighbours, 风险管理 → 风险 险管 管理 理. The last character stands alone at the end of
its run, so that a single character can be found by its beginning wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

LONGEST_TOKEN = 40
LONGEST_TEXT = 40_000
#: No word has it: stands between title and text, where a phrase must not reach across, and before the kind.
MARK = "¶"

CJK = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
)
_run = re.compile(rf"([{CJK}]+)|([^\W_{CJK}]+)")
_cjk = re.compile(rf"[{CJK}]")
_accents = re.compile("(?<=[a-z])[\u0300-\u036f]+")


@cache
def _simplified() -> dict[int, str]:
    """Traditional → Simplified, character by character (from OpenCC's TSCharacters, Apache-2.0)."""
    table = files("portal.search").joinpath("traditional.txt").read_text("utf-8")
    traditional, simplified = table.split()
    return {ord(old): new for old, new in zip(traditional, simplified, strict=True)}


class Folding(dict[int, str]):
    """A table for `str.translate`: each character is folded once, when it is first met."""

    def __missing__(self, code: int) -> str:
        if 0x300 <= code <= 0x36F:
            return ""  # an accent that found no letter to melt into
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", chr(code)).casefold())
        text = _accents.sub("", unicodedata.normalize("NFD", text))
        self[code] = unicodedata.normalize("NFC", text).translate(_simplified())
        return self[code]


FOLDING = Folding()


def fold(text: str) -> str:
    """The form in which words are compared."""
    return unicodedata.normalize("NFC", text).translate(FOLDING)


def is_cjk(token: str) -> bool:
    """Is this a character, or a pair, of a script that puts no spaces between words?"""
    return bool(_cjk.match(token))


def tokens(text: str, *, is_complete: bool = True) -> list[str]:
    """The tokens of a text, in order.

    `is_complete=False`: a question, whose last Chinese run may go on in the record; its end is then no token.
    """
    found: list[str] = []
    run = ""
    for run, word in _run.findall(fold(text)):
        if run:
            found += map("".join, pairwise(run))
            found.append(run[-1])
        else:
            found.append(word[:LONGEST_TOKEN])
    if len(run) > 1 and not is_complete:
        found.pop()
    return found
