"""Words of agreements: states, answers, capacities, and whole sentences about who answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.core.language import date

STATES: Mapping[str, object] = {
    "open": _l("Waits for an answer"),
    "agreed": _l("Agreed"),
    "declined": _l("Declined"),
    "withdrawn": _l("Withdrawn"),
    "superseded": _l("Replaced"),
}
ANSWERS: Mapping[str, object] = {
    "accept": _l("Accepted"),
    "decline": _l("Declined"),
    "counter": _l("Countered"),
}
CHOICES: Mapping[str, object] = {"accept": _l("Accept"), "decline": _l("Decline"), "counter": _l("Counter")}
IDENTIFIED: Mapping[str, object] = {
    "login": _l("signed in"),
    "token": _l("through an API token"),
    "system": _l("recorded by the portal"),
}
FIELDS: Mapping[str, object] = {
    "text": _l("Text"),
    "digest": _l("Digest of the text"),
    "parties": _l("Parties"),
    "due_on": _l("Answer by"),
    "on_behalf_of": _l("On behalf of"),
}


def word(words: Mapping[str, object], code: str) -> str:
    return str(words.get(code, code))


def already(state: str) -> str:
    """Why nobody can answer (any more)."""
    sentences = {
        "open": _("This waits for an answer."),
        "agreed": _("This is already agreed."),
        "declined": _("This was already declined."),
        "withdrawn": _("This was withdrawn: nobody needs to answer it any more."),
        "superseded": _("Something else has taken the place of this."),
    }
    return sentences.get(state, state)


def capacity(kind: str, department: str, day: dt.date) -> str:
    """In what capacity somebody is asked: "head of Logistics on 3 March"."""
    if kind == "head" and department:
        return _("head of %(department)s on %(day)s", department=department, day=date(day))
    if kind == "asker":
        return _("asked for it, on %(day)s", day=date(day))
    return _("in person, on %(day)s", day=date(day))


def answered(answer: str, standing: str, by: str, other: str | None) -> str:
    """Who answered what, in one sentence."""
    if standing == "substitute" and other:
        return {
            "accept": _("%(by)s accepted for %(other)s, who was away.", by=by, other=other),
            "decline": _("%(by)s declined for %(other)s, who was away.", by=by, other=other),
            "counter": _("%(by)s countered for %(other)s, who was away.", by=by, other=other),
        }[answer]
    if standing == "successor" and other:
        return {
            "accept": _("%(by)s accepted as the successor of %(other)s.", by=by, other=other),
            "decline": _("%(by)s declined as the successor of %(other)s.", by=by, other=other),
            "counter": _("%(by)s countered as the successor of %(other)s.", by=by, other=other),
        }[answer]
    if other:
        return {
            "accept": _("%(by)s accepted in the place of %(other)s.", by=by, other=other),
            "decline": _("%(by)s declined in the place of %(other)s.", by=by, other=other),
            "counter": _("%(by)s countered in the place of %(other)s.", by=by, other=other),
        }[answer]
    return {
        "accept": _("%(by)s accepted.", by=by),
        "decline": _("%(by)s declined.", by=by),
        "counter": _("%(by)s countered.", by=by),
    }[answer]
