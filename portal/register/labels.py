"""What the usual details are called in a timeline. An event gives its own word where these do not fit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

COMMON: dict[str, object] = {
    "answer": _l("Answer"),
    "approved_by": _l("Approved by"),
    "assessment": _l("Assessment"),
    "after": _l("After"),
    "before": _l("Before"),
    "cause": _l("Cause"),
    "code": _l("Code"),
    "comment": _l("Comment"),
    "conditions": _l("Conditions"),
    "context": _l("Context"),
    "date": _l("Date"),
    "decided_on": _l("Decided on"),
    "department": _l("Department"),
    "due_on": _l("Due on"),
    "end_on": _l("End"),
    "entry": _l("Entry"),
    "evidence": _l("Evidence"),
    "from": _l("From"),
    "grounds": _l("Grounds"),
    "head": _l("Head of department"),
    "hours_per_week": _l("Hours per week"),
    "impact": _l("Impact"),
    "kind": _l("Kind"),
    "name": _l("Name"),
    "new": _l("New"),
    "note": _l("Note"),
    "old": _l("Old"),
    "outcome": _l("Outcome"),
    "owner": _l("Owner"),
    "person": _l("Person"),
    "position": _l("Position"),
    "probability": _l("Probability"),
    "rating": _l("Rating"),
    "reason": _l("Reason"),
    "response": _l("Response"),
    "role": _l("Role"),
    "share_percent": _l("Share of time in percent"),
    "skill": _l("Skill"),
    "start_on": _l("Start"),
    "state": _l("State"),
    "statement": _l("Statement"),
    "terms": _l("Terms"),
    "title": _l("Title"),
    "to": _l("To"),
    "valid_from": _l("Valid from"),
    "valid_to": _l("Valid to"),
    "version": _l("Version"),
}


Labels = Mapping[str, object]
Codes = Mapping[str, Mapping[str, object]]
NOTHING: Mapping[str, Any] = MappingProxyType({})


def label(key: str, own: Labels = NOTHING) -> str:
    """The word for a detail; one that nobody translated shows its own name, readable at least."""
    known = own.get(key, COMMON.get(key))
    return str(known) if known is not None else key.replace("_", " ").capitalize()


def words(value: object, key: str = "", own: Labels = NOTHING, codes: Codes = NOTHING) -> str:
    """The detail `key` as text for a reader. Dates stay as they were recorded: they are evidence.

    `own` and `codes` are the event's own words for details and for their codes.
    """
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            return "; ".join(text for each in value if (text := words(each, key, own, codes)))
        case dict():
            return "; ".join(
                _("%(label)s: %(text)s", label=label(name, own), text=text)
                for name, each in value.items()
                if (text := words(each, name, own, codes))
            )
    return str(codes.get(key, NOTHING).get(str(value), value))
