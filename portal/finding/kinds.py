"""What the kinds of records are called, and how they are grouped for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Group:
    """A choice of the filter: its words, and the kinds of records behind it."""

    label: Any
    kinds: tuple[str, ...]


GROUPS: dict[str, Group] = {
    "projects": Group(_l("Projects"), ("project", "programme")),
    "decisions": Group(_l("Decisions"), ("decision",)),
    "commitments": Group(_l("Commitments"), ("commitment",)),
    "mandates": Group(_l("Mandates"), ("mandate",)),
    "risks": Group(_l("Risks"), ("risk",)),
    "meetings": Group(_l("Meetings"), ("meeting", "group")),
    "actions": Group(_l("Actions"), ("action",)),
    "reports": Group(_l("Status reports"), ("status_report",)),
    "people": Group(_l("People and departments"), ("person", "department")),
}

WORDS: dict[str, Any] = {
    "project": _l("Project"),
    "programme": _l("Programme"),
    "decision": _l("Decision"),
    "commitment": _l("Commitment"),
    "mandate": _l("Mandate"),
    "risk": _l("Risk"),
    "meeting": _l("Meeting"),
    "group": _l("Steering group"),
    "action": _l("Action"),
    "status_report": _l("Status report"),
    "person": _l("Person"),
    "department": _l("Department"),
}


def kind_words(kind: str) -> str:
    """The kind in the reader's language."""
    return str(WORDS.get(kind, kind))
