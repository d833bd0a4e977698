"""What changed since a pack was frozen, in sentences; stands beside it and is never mixed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.packs.telling import Entry, Section


@dataclass(frozen=True)
class Change:
    """One section's differences."""

    title: str
    sentences: tuple[str, ...]


def changes(then: Sequence[Section], now: Sequence[Section]) -> list[Change]:
    """Sections that differ, in their order."""
    found = [Change(old.title, tuple(_between(old, new))) for old, new in zip(then, now, strict=True)]
    return [each for each in found if each.sentences]


def _between(then: Section, now: Section) -> Iterator[str]:
    before, after = {each.key: each for each in then.entries}, {each.key: each for each in now.entries}
    for key, entry in after.items():
        if key not in before:
            yield _("New: %(title)s", title=entry.title)
        else:
            yield from _differences(before[key], entry)
    for key, entry in before.items():
        if key not in after:
            yield _("No longer here: %(title)s", title=entry.title)


def _differences(old: Entry, new: Entry) -> Iterator[str]:
    if old.title != new.title:
        yield _("“%(old)s” is now called “%(new)s”.", old=old.title, new=new.title)
    was, texts = dict(old.facts), dict(old.texts)
    for label, value in new.facts:
        if was.get(label, "–") != value:
            said = {"title": new.title, "label": label, "old": was.get(label, "–"), "new": value}
            yield _("%(title)s – %(label)s: %(old)s → %(new)s") % said
    for label in dict.fromkeys([*texts, *dict(new.texts)]):
        if texts.get(label) != dict(new.texts).get(label):
            yield _("%(title)s – %(label)s was reworded.", title=new.title, label=label)
    for line in new.lines:
        if line not in old.lines:
            yield _("%(title)s – %(line)s", title=new.title, line=line)
