"""Both databases find what a plain reading of the rules finds, in the same order: compared with an oracle in
Python.

The oracle knows nothing of character pairs: it compares runs of letters with each other.
"""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from portal.assembly import Portal
from portal.database import session
from portal.search import index
from portal.search.documents import SearchDocument
from portal.search.models import SearchEntry
from portal.search.queries import search
from portal.search.words import CJK, LONGEST_TEXT, LONGEST_TOKEN, fold

pieces = st.sampled_from(
    [*"风险决议项目險議", "store", "Sto", "system", "plan", "p", "C-1", "12", "é", "ẞ", "x" * 45]
)
gaps = st.sampled_from(["", "", " ", "，", "-", "\n", "_", "¶", "'", "%"])
texts = st.lists(st.tuples(pieces, gaps), max_size=12).map(lambda parts: "".join(a + b for a, b in parts))
kinds = st.sampled_from(["risk", "decision", "person"])
documents = st.lists(st.tuples(kinds, texts, texts), max_size=6)
marks = st.sampled_from(['"', "“", "「", "*", " AND ", "(", ":", "^", "\\", "\x00", ";--", "'"])
questions = st.one_of(texts, st.lists(st.one_of(texts, marks), max_size=6).map("".join), st.text(max_size=20))


def runs(text: str) -> list[str]:
    return [
        run[:LONGEST_TOKEN] if not is_cjk(run) else run
        for run in re.findall(rf"[{CJK}]+|[^\W_{CJK}]+", fold(text))
    ]


def is_cjk(run: str) -> bool:
    return re.match(rf"[{CJK}]", run) is not None


def terms(question: str) -> list[tuple[list[str], bool]]:
    """Runs that follow each other, and whether the last may go on."""
    found = []
    for number, part in enumerate(re.split('["“”„«»「」『』＂]', question[:200])):
        chunks = [part] if number % 2 else re.split(r"[\s,;、，。；：！？…·]+", part)
        found += [(runs(chunk), number % 2 == 0) for chunk in chunks if runs(chunk)]
    found = found[:12]
    return [(each, is_free and place == len(found) - 1) for place, (each, is_free) in enumerate(found)]


def stands_in(text: list[str], wanted: list[str], may_go_on: bool) -> bool:
    first, last = wanted[0], wanted[-1]
    if len(wanted) == 1 and is_cjk(first):
        return any(first in run for run in text if is_cjk(run))
    for start in range(len(text) - len(wanted) + 1):
        window = text[start : start + len(wanted)]
        ends_so = is_cjk(first) and is_cjk(window[0]) and window[0].endswith(first)
        is_same = ends_so or window[0] == first or (len(wanted) == 1 and may_go_on)
        if not is_same:
            continue
        begins = is_cjk(last) or (may_go_on and len(last) > 1)
        if window[1:-1] == wanted[1:-1] and (window[-1].startswith(last) if begins else window[-1] == last):
            return True
    return False


def oracle(rows: list[tuple[str, str, str]], question: str, wanted_kinds: list[str]) -> list[int]:
    asked = terms(question)
    in_title, in_text = [], []
    for number, (kind, title, text) in reversed(list(enumerate(rows))):
        if not asked or (wanted_kinds and kind not in wanted_kinds):
            continue
        fields = [runs(title), runs(text[:LONGEST_TEXT])]
        if all(stands_in(fields[0], *term) for term in asked):
            in_title.append(number)
        elif all(any(stands_in(field, *term) for field in fields) for term in asked):
            in_text.append(number)
    return in_title + in_text


@given(rows=documents, question=questions, wanted_kinds=st.lists(kinds, max_size=2), limit=st.integers(1, 4))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_answer_is_what_a_plain_reading_gives(
    app: Portal, rows: list[tuple[str, str, str]], question: str, wanted_kinds: list[str], limit: int
) -> None:
    session().execute(delete(SearchEntry))
    for number, (kind, title, text) in enumerate(rows):
        index.write(session().connection(), {(kind, number): SearchDocument(title, text, "/")})
    collected: list[int] = []
    after = None
    while True:
        page = search(question, kinds=wanted_kinds, after=after, limit=limit)
        collected += [entry.record_id for entry in page.entries]
        if (after := page.next) is None:
            break
    assert collected == oracle(rows, question, wanted_kinds)
