"""What can be recorded: a closed list of declared events, each with its sentence and its exact details."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flask_babel import lazy_gettext as _l

from portal.register.encoding import RESTRICTED

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
WORDS_OF_EVERY_ENTRY = frozenset({"actor", "object", "project"})
ARGUMENTS_OF_RECORD = frozenset({"event", "subject", "by", "now", "supersedes", "auth", "about", "session"})
RESERVED = WORDS_OF_EVERY_ENTRY | ARGUMENTS_OF_RECORD

_declared: dict[str, Event] = {}


@dataclass(frozen=True, eq=False)
class Event:
    """A kind of act. Declare it once, as a constant in a feature's `events.py`.

    `key`: stable for ever, `feature.verb`. `sentence`: translatable (`lazy_gettext`), with `%(actor)s`,
    `%(object)s`, `%(project)s` and the names of details as placeholders. `details`: the exact keyword
    arguments of `record()`. `labels`: what a detail is called in a timeline, where the common words of
    `labels.py` do not fit. `words`: detail name → code → what the code is called, for details that are codes
    (inside `before` and `after` too). `unshown`: details that a timeline need not repeat, because the
    record's own page shows them. `restricted`: the register's own line then shows only that something was
    recorded (disputes, blame).
    """

    key: str
    sentence: object
    details: tuple[str, ...] = ()
    restricted: bool = False
    labels: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    unshown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key) or self.key == RESTRICTED:
            raise ValueError(f"an event is named feature.verb, not {self.key!r}")
        if reserved := RESERVED.intersection(self.details):
            raise ValueError(f"{self.key}: the register itself uses the name {sorted(reserved)}")
        if self.key in _declared:
            raise ValueError(f"the event {self.key} is declared twice")
        _declared[self.key] = self

    def placeholders(self) -> set[str]:
        """The names its sentence mentions, in the language of this moment."""
        return set(PLACEHOLDER.findall(str(self.sentence)))

    def check(self, given: Mapping[str, object]) -> None:
        """An act says exactly what was declared: nothing forgotten, nothing slipped in."""
        if missing := set(self.details).difference(given):
            raise TypeError(f"{self.key} needs {sorted(missing)}")
        if unknown := set(given).difference(self.details):
            raise TypeError(f"{self.key} does not declare {sorted(unknown)}")


def declared() -> Mapping[str, Event]:
    """Every event of every imported feature, by key."""
    return MappingProxyType(_declared)


def find(key: str) -> Event | None:
    """None for an event of the past whose feature no longer declares it."""
    return _declared.get(key)


ERASED = Event(
    key="payload.erased",
    sentence=_l("%(actor)s erased the content of entry %(entry)s: %(reason)s"),
    details=("entry", "reason", "approved_by"),
)
KEY_ADOPTED = Event(
    key="register.key_adopted",
    sentence=_l("The register signs its checkpoints with the key %(name)s from here on."),
    details=("name", "key"),
)
