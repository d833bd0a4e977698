"""How a commitment stands: who waits for whom, what it became, why something cannot happen any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from portal.core.language import date

if TYPE_CHECKING:
    from portal.accounts.models import Person
    from portal.commitments.models import Amendment, Commitment


def already(state: str, person: str | None, day: dt.date | None) -> str:
    """Why something cannot happen (any more): what the commitment is now, by whom, since when."""
    if person and day:
        return _already_by(state, person, date(day))
    return _already(state)


def _already_by(state: str, person: str, day: str) -> str:
    sentences = {
        "draft": _("This is a draft by %(person)s; it has not been asked yet.", person=person),
        "requested": _(
            "%(person)s asked for this on %(day)s; it waits for an answer.", person=person, day=day
        ),
        "confirmed": _("Already confirmed by %(person)s on %(day)s.", person=person, day=day),
        "countered": _(
            "%(person)s made a counter-offer on %(day)s; now it is the asker's turn.", person=person, day=day
        ),
        "refused": _("Already refused by %(person)s on %(day)s.", person=person, day=day),
        "withdrawn": _("%(person)s withdrew this ask on %(day)s.", person=person, day=day),
        "fulfilled": _("%(person)s marked this as fulfilled on %(day)s.", person=person, day=day),
        "missed": _("%(person)s marked this as missed on %(day)s.", person=person, day=day),
        "released": _("%(person)s released this promise on %(day)s.", person=person, day=day),
        "recalled": _("%(person)s recalled this promise on %(day)s.", person=person, day=day),
    }
    return sentences.get(state) or _already(state)


def _already(state: str) -> str:
    return {
        "draft": _("This is a draft; it has not been asked yet."),
        "requested": _("This waits for an answer."),
        "confirmed": _("This is already confirmed."),
        "countered": _("There is a counter-offer; now it is the asker's turn."),
        "refused": _("This was already refused."),
        "withdrawn": _("This ask was withdrawn."),
        "lapsed": _("This ask lapsed: its end passed without an answer."),
        "fulfilled": _("This promise was already fulfilled."),
        "missed": _("This promise was already marked as missed."),
        "released": _("This promise was already released."),
        "recalled": _("The department has already recalled this promise."),
    }[state]


def about_amendment(waiting: Amendment | None, all_of_them: Sequence[Amendment]) -> str:
    """Why other terms cannot be proposed or answered now."""
    if waiting is not None:
        return _(
            "%(person)s proposed other terms on %(day)s; they wait for an answer.",
            person=waiting.proposed_by.name if waiting.proposed_by else "–",
            day=date(waiting.proposed_on),
        )
    if not all_of_them:
        return _("Nobody has proposed other terms for this promise.")
    last = all_of_them[-1]
    words = {"person": last.closed_by.name if last.closed_by else "–", "day": date(last.closed_on)}
    return {
        "accepted": _("%(person)s accepted the other terms on %(day)s; they count now.", **words),
        "declined": _("%(person)s declined the other terms on %(day)s; the promise stands.", **words),
        "withdrawn": _("%(person)s took the other terms back on %(day)s; the promise stands.", **words),
    }.get(last.state) or _("No other terms wait for an answer.")


def waiting(commitment: Commitment, answerer: Person | None, asker: Person | None = None) -> str | None:
    """Who waits for whom since when; None where nobody waits.

    `answerer`: whose answer counts today. `asker`: who can ask, where the answerer asked for it themselves.
    """
    day = date(commitment.waits_since) if commitment.waits_since else None
    if commitment.state == "countered":
        asker = answerer or commitment.requester
        name = asker.name if asker else commitment.project.name
        return _("The counter-offer waits for %(name)s since %(day)s.", name=name, day=day or "–")
    if commitment.state != "requested":
        return None
    if commitment.department is None:
        return _("This is a vacancy: no department has been asked yet.")
    department = commitment.department.name
    if answerer is None:
        return _("This waits for a vacancy: nobody heads %(department)s.", department=department)
    if answerer.id == commitment.asked_by_id:
        if asker is not None and asker.id != answerer.id:
            return _(
                "%(name)s asked for it and heads %(department)s: nobody answers themselves."
                " Once %(asker)s asks again, %(name)s can answer.",
                name=answerer.name,
                department=department,
                asker=asker.name,
            )
        return _(
            "Nobody can answer this: %(name)s asked for it and heads %(department)s."
            " Somebody else has to ask.",
            name=answerer.name,
            department=department,
        )
    words = {"name": answerer.name, "department": department}
    if day is None:
        return _("This waits for %(name)s, head of %(department)s.", **words)
    return _("This waits for %(name)s, head of %(department)s, since %(day)s.", day=day, **words)


def standing(commitment: Commitment) -> str:
    """How it stands where nobody waits: what it became, through whom, when."""
    words = {
        "person": commitment.moved_by.name if commitment.moved_by else "",
        "day": date(commitment.moved_on) if commitment.moved_on else "",
    }
    if not (words["person"] and words["day"]):
        return "" if commitment.state != "lapsed" else already("lapsed", None, None)
    sentences = {
        "draft": _("Drafted by %(person)s on %(day)s; nobody has been asked yet.", **words),
        "confirmed": _("Confirmed by %(person)s on %(day)s.", **words),
        "refused": _("Refused by %(person)s on %(day)s.", **words),
        "withdrawn": _("Withdrawn by %(person)s on %(day)s.", **words),
        "fulfilled": _("Marked as fulfilled by %(person)s on %(day)s.", **words),
        "missed": _("Marked as missed by %(person)s on %(day)s.", **words),
        "released": _("Released early by %(person)s on %(day)s.", **words),
        "recalled": _("Recalled by the department, through %(person)s, on %(day)s.", **words),
    }
    return sentences.get(commitment.standing, "")


def proposed(amendment: Amendment) -> str:
    """Other terms that wait: by whom, since when, and that nothing has changed yet."""
    words = {
        "person": amendment.proposed_by.name if amendment.proposed_by else "–",
        "day": date(amendment.proposed_on),
    }
    if amendment.side == "department":
        return _(
            "%(person)s proposed other terms for the department on %(day)s."
            " The promise stands as it is until the project accepts.",
            **words,
        )
    return _(
        "%(person)s proposed other terms for the project on %(day)s."
        " The promise stands as it is until the department accepts.",
        **words,
    )
