"""What kinds of absence and their fields are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.absences.models import Kind

KINDS: dict[str, object] = {
    Kind.HOLIDAY: _l("Holiday"),
    Kind.LEAVE: _l("Leave"),
    Kind.ILLNESS: _l("Illness"),
    Kind.DUTY: _l("On duty elsewhere"),
    Kind.OTHER: _l("Other"),
}
FIELDS: dict[str, object] = {
    "starts_on": _l("First day"),
    "ends_on": _l("Last day"),
    "kind": _l("Kind"),
    "substitute": _l("Substitute"),
    "note": _l("Note"),
    "source": _l("From the file"),
    "on": _l("Day"),
    "days": _l("Days"),
}


def kind_word(kind: str | None) -> str:
    """The kind for those who may know it; "Away" for everybody else, and for a kind of another time."""
    return str(KINDS.get(kind or "", _l("Away")))
