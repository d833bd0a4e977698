"""Answers that others owe and of which somebody above was told, because nobody answered.

The package that follows a silence registers itself at import; nothing here knows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import NamedTuple

from portal.agreements.models import AgreementParty


class Told(NamedTuple):
    """`party` has not answered; `since`: the day on which the person was told."""

    party: AgreementParty
    since: dt.date


Source = Callable[[int, Collection[int]], list[Told]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Called with a person's number and the projects that are asked about."""
    _sources.append(source)


def told_to(person_id: int, project_ids: Collection[int]) -> list[Told]:
    """What still waits for an answer of somebody else, and was carried to this person."""
    return [each for source in _sources for each in source(person_id, project_ids)] if project_ids else []
