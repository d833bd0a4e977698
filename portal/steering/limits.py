"""Limits on what may be decided: the group's own, and those that packages above know of (a mandate's).

Flagged before it is decided, never refused: the group may have reasons, but nobody shall say they did not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.core.language import number
from portal.steering.models import Decision


@dataclass(frozen=True)
class Exceeded:
    """`title` in a few words, `sentence` with both amounts, `note` for the line of the amount itself."""

    title: str
    sentence: str
    note: str


Source = Callable[[Decision], Iterable[Exceeded]]
_sources: list[Source] = []


def add_limit(source: Source) -> Source:
    """Decorator: asked which of its limits a decision exceeds; one statement at most."""
    _sources.append(source)
    return source


def limits_exceeded(decision: Decision) -> list[Exceeded]:
    """Every limit that the money of this decision exceeds; no statement where it commits none."""
    if decision.amount is None:
        return []
    return [each for source in _sources for each in source(decision)]


@add_limit
def _of_group(decision: Decision) -> Iterable[Exceeded]:
    group = decision.group
    if group is None or not group.exceeds_limit(decision.amount):
        return
    said = {"amount": number(decision.amount), "limit": number(group.money_limit)}
    words = _(
        "It commits %(amount)s; the group decides about %(limit)s at most. Somebody above the group must decide."
    )
    yield Exceeded(
        _("More than this group may decide about"), words % said, _("more than the group may decide about")
    )
