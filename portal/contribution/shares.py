"""What somebody wants to share out: cells as they are typed, and what is wrong with them, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from flask_babel import gettext as _

from portal.accounts.models import Department
from portal.contribution.kinds import ORDER, PARTS, Part, kind_word
from portal.core.forms import clean
from portal.core.language import LANGUAGES, force_locale

MOST_DEPARTMENTS = 12
NUMBER = re.compile(r"([0-9]{1,3})\s*[%％]?")
LONGEST_CELL = 60


class Wanted(NamedTuple):
    """One cell: a department's share of a kind, in percent or as a part in words."""

    kind: str
    department: Department
    percent: int | None
    part: str | None


class Unreadable(ValueError):
    """A cell that is neither a share nor one of the words."""


def read_cell(text: str) -> tuple[int | None, str | None] | None:
    """“40”, “40 %” or “leads”, in any of the three languages; None where nothing is written."""
    said = (clean(text) or "").casefold()
    if not said:
        return None
    if found := NUMBER.fullmatch(said):
        percent = int(found[1])
        if not 0 <= percent <= 100:
            raise Unreadable
        return (percent, None) if percent else None
    part = _words().get(said) if len(said) <= LONGEST_CELL else None
    if part is None:
        raise Unreadable
    return None, part


def _words() -> Mapping[str, str]:
    known = {str(part): str(part) for part in Part}
    for language in LANGUAGES:
        with force_locale(language):
            known.update({str(word).casefold(): str(part) for part, word in PARTS.items()})
    return known


def in_order(wanted: Iterable[Wanted]) -> list[Wanted]:
    """By kind, then by the name of the department: the same shares are always the same text."""
    return sorted(wanted, key=lambda each: (ORDER[each.kind], each.department.name, each.department.id))


def faults(wanted: Sequence[Wanted]) -> list[str]:
    """Why this cannot be put to anybody yet; empty where it can."""
    if not wanted:
        return [_("Nothing is shared out yet: fill in at least one kind of contribution.")]
    found: list[str] = []
    departments = {each.department.id for each in wanted}
    if len(departments) > MOST_DEPARTMENTS:
        found.append(_("Share out among at most %(count)d departments.", count=MOST_DEPARTMENTS))
    by_kind: dict[str, list[Wanted]] = {}
    for each in in_order(wanted):
        by_kind.setdefault(each.kind, []).append(each)
    for kind, cells in by_kind.items():
        found += _faults_of(kind_word(kind), cells)
    return found


def _faults_of(kind: str, cells: Sequence[Wanted]) -> list[str]:
    if len({each.department.id for each in cells}) < len(cells):
        return [_("%(kind)s: a department stands here twice.", kind=kind)]
    in_percent = [each.percent for each in cells if each.percent is not None]
    if in_percent and len(in_percent) < len(cells):
        return [_("%(kind)s: use percent or words, not both.", kind=kind)]
    if in_percent and sum(in_percent) != 100:
        return [_("%(kind)s: the shares add up to %(sum)d, not to 100.", kind=kind, sum=sum(in_percent))]
    leading = sum(each.part == Part.LEADS for each in cells)
    if not in_percent and leading != 1:
        said = _("%(kind)s: nobody leads. One department has to.", kind=kind)
        return [said if not leading else _("%(kind)s: only one department can lead.", kind=kind)]
    return []
