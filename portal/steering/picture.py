"""The chain of a decision as a picture: boxes one below the other, what only was proposed to one side.

Nothing here touches the database, and nothing is said by the picture alone: the table beside it has it all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.steering.models import Decision, DecisionState

WIDTH, HEIGHT, GAP, ASIDE, MARGIN = 330, 66, 44, 54, 4
#: How many letters of a title fit into a box; a Chinese one counts twice.
FITTING = 46
ENDED = frozenset({DecisionState.SUPERSEDED, DecisionState.REVERSED})


@dataclass(frozen=True)
class Box:
    """A decision of the chain at its place."""

    decision: Decision
    title: str
    x: int
    y: int
    is_here: bool


@dataclass(frozen=True)
class Arrow:
    """From a decision to the one that took, or is to take, its place; `words` stand beside it."""

    path: str
    words: str
    x: int
    y: int
    is_real: bool


@dataclass(frozen=True)
class Picture:
    boxes: list[Box]
    arrows: list[Arrow]
    width: int
    height: int
    sentences: list[str]
    holding: Decision | None


def picture_of(chain: Sequence[Decision], here: Decision) -> Picture:
    """Oldest on top. `chain` as `queries.chain_of` gives it."""
    boxes = [_box(each, row, each.id == here.id) for row, each in enumerate(chain)]
    by_id = {box.decision.id: box for box in boxes}
    arrows = [
        _arrow(by_id[box.decision.supersedes_id], box)
        for box in boxes
        if box.decision.supersedes_id is not None and box.decision.supersedes_id in by_id
    ]
    width = max((box.x for box in boxes), default=0) + WIDTH + MARGIN
    height = len(boxes) * (HEIGHT + GAP) - GAP + 2 * MARGIN
    holding = next((each for each in reversed(chain) if each.holds), None)
    return Picture(boxes, arrows, width, height, [_sentence(box.decision, by_id) for box in boxes], holding)


def _took_effect(decision: Decision) -> bool:
    return decision.holds or decision.state in ENDED


def _box(decision: Decision, row: int, is_here: bool) -> Box:
    aside = ASIDE if decision.supersedes_id is not None and not _took_effect(decision) else 0
    y = MARGIN + row * (HEIGHT + GAP)
    return Box(decision, fitting(decision.title), MARGIN + aside, y, is_here)


def _arrow(old: Box, new: Box) -> Arrow:
    """Down along the left side, so that an arrow that passes other boxes crosses none."""
    is_real = _took_effect(new.decision)
    x = old.x + 22
    start, end = old.y + HEIGHT, new.y
    if new.x == old.x and end - start == GAP:
        path = f"M{x} {start}V{end - 7}"
    elif new.x == old.x:
        path = f"M{x} {start}v8H{old.x - 2}V{end - 14}H{x}V{end - 7}"
    else:
        path = f"M{x} {start}V{new.y + HEIGHT // 2}H{new.x - 7}"
    return Arrow(path, _words(new.decision, is_real), x + 12, end - GAP // 2 + 5, is_real)


def _words(new: Decision, is_real: bool) -> str:
    if is_real:
        return _("reversed by") if new.is_reversal else _("superseded by")
    if new.state == DecisionState.DROPPED:
        return _("was to be replaced by")
    return _("to be reversed by") if new.is_reversal else _("to be superseded by")


def _sentence(decision: Decision, known: dict[int, Box]) -> str:
    """The same in words, for those who do not see the picture."""
    said = {"code": decision.code, "state": decision.state_label}
    old = known.get(decision.supersedes_id or 0)
    if old is None:
        return _("%(code)s: %(state)s.") % said
    said["old"] = old.decision.code
    if not _took_effect(decision):
        return _("%(code)s: %(state)s, not in the place of %(old)s.") % said
    if decision.is_reversal:
        return _("%(code)s: %(state)s, reversed %(old)s.") % said
    return _("%(code)s: %(state)s, superseded %(old)s.") % said


def fitting(title: str) -> str:
    """As much of a title as fits into a box."""
    room = FITTING
    for place, letter in enumerate(title):
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return title[: max(place - 1, 1)].rstrip() + "…"
    return title
