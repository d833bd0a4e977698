"""One line of a timeline: an entry told as a sentence in the reader's language."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.register import events
from portal.register.encoding import RESTRICTED
from portal.register.labels import Codes, Labels, label, words

UNKNOWN = _l("%(actor)s changed %(object)s.")  # an event of the past that no feature declares any more


class HistoryEntry:
    """What was recorded, as it was recorded; put into words when it is read, in the reader's language."""

    def __init__(self, seq: int, entry: bytes, payload: bytes | None) -> None:
        self.seq = seq
        self.is_erased = payload is None
        line: dict[str, Any] = json.loads(entry)
        self._content: dict[str, Any] = json.loads(payload) if payload is not None else {}
        self._ts: str = line["ts"]
        self.is_restricted = line["type"] == RESTRICTED
        self._fields = self._content.get("entry", {}) if self.is_restricted else line

    @property
    def at(self) -> dt.datetime:
        """When it happened: the act's own instant where it was recorded later, else the entry's."""
        return dt.datetime.fromisoformat(self._content.get("at", self._ts))

    @property
    def event(self) -> str:
        """The event's key; `restricted` where that is all that is left to say."""
        return str(self._fields.get("type", RESTRICTED))

    @property
    def actor_uid(self) -> uuid.UUID | None:
        found = self._fields.get("actor")
        return uuid.UUID(found) if found else None

    @property
    def actor_name(self) -> str:
        if self.is_erased:
            return ""
        actor = self._content["actor"]
        return str(actor["name"]) if actor else _("The portal")

    @property
    def object_uid(self) -> uuid.UUID | None:
        found = self._fields.get("object")
        return uuid.UUID(found) if found else None

    @property
    def object_kind(self) -> str:
        return str(self._content.get("object", {}).get("kind", ""))

    @property
    def object_label(self) -> str:
        return str(self._content.get("object", {}).get("label", ""))

    @property
    def object_version(self) -> int:
        return int(self._fields.get("object_version", 1))

    @property
    def auth(self) -> str:
        """How the person was identified; empty when that was erased with a restricted content."""
        return str(self._fields.get("auth", ""))

    @property
    def supersedes(self) -> int | None:
        return self._fields.get("supersedes")

    @cached_property
    def values(self) -> dict[str, Any]:
        """The details as recorded, by name: for a template that wants more than the sentence."""
        return dict(self._content.get("details", {}))

    @property
    def sentence(self) -> str:
        return self._told()[0]

    @property
    def details(self) -> list[tuple[str, str]]:
        """(label, text) of what was recorded and the sentence does not say already."""
        own, codes, unshown = self._vocabulary
        said = self._told()[1].union(unshown)
        texts = [
            (name, words(value, name, own, codes)) for name, value in self.values.items() if name not in said
        ]
        return [(label(name, own), text) for name, text in texts if text]

    @property
    def _vocabulary(self) -> tuple[Labels, Codes, tuple[str, ...]]:
        """The event's own words for details and codes, and what it leaves out of a timeline."""
        event = events.find(self.event)
        return (event.labels, event.words, event.unshown) if event else ({}, {}, ())

    def _told(self) -> tuple[str, set[str]]:
        """The sentence, and which details it mentions."""
        if self.is_erased:
            return _("The content of this entry was erased."), set()
        own, codes, _unshown = self._vocabulary
        told = _Words(self._content, self.actor_name, own, codes)
        event = events.find(self.event)
        template = str(event.sentence if event else UNKNOWN)
        return template % told, told.used


class _Words(dict[str, str]):
    """The texts for a sentence's placeholders; a placeholder without a text must not break a page."""

    def __init__(self, content: dict[str, Any], actor: str, own: Labels, codes: Codes) -> None:
        given = content.get("details", {})
        details = {name: words(value, name, own, codes) for name, value in given.items()}
        project = content.get("project") or {}
        super().__init__(
            details, actor=actor, object=content["object"]["label"], project=project.get("label", "")
        )
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.used.add(name)
        return self.get(name, "…")
