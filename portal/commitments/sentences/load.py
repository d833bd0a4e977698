"""What somebody has on, and what one more promise would do to their week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from portal.core.language import date, number, percent, week

if TYPE_CHECKING:
    from portal.commitments.capacity import Promise
    from portal.commitments.queries import Candidate
    from portal.projects.models import Milestone


def promise(person: str, promise: Promise) -> str:
    """What somebody is promised to already."""
    words = {
        "person": person,
        "project": promise.project or _("a confidential project"),
        "share": percent(promise.percent) if promise.percent is not None else "",
        "start": date(promise.starts_on) if promise.starts_on else "",
        "end": date(promise.ends_on) if promise.ends_on else "",
    }
    if not words["share"]:
        return _("%(person)s is promised to %(project)s; how much was never said.", **words)
    if not words["end"]:
        return _("%(person)s is promised %(share)s to %(project)s, without an end.", **words)
    if promise.is_part and words["start"]:
        return _("%(person)s is promised %(share)s to %(project)s from %(start)s to %(end)s.", **words)
    return _("%(person)s is promised %(share)s to %(project)s until %(end)s.", **words)


def milestone(milestone: Milestone) -> str:
    """A milestone with the day on which it is expected."""
    if milestone.expected_on is None:
        return _("%(code)s %(name)s", code=milestone.code, name=milestone.name)
    day = date(milestone.expected_on)
    return _("%(code)s %(name)s, expected on %(day)s", code=milestone.code, name=milestone.name, day=day)


def with_this(candidate: Candidate) -> str:
    """What one more promise does to somebody's week: said before it is given."""
    over = candidate.overload
    name = candidate.person.name
    if over is not None:
        return _(
            "With this, %(person)s is promised %(total)s of the week from %(start)s to %(end)s:"
            " more than a full week.",
            person=name,
            total=percent(over.percent),
            start=date(over.starts_on),
            end=date(over.ends_on),
        )
    if not candidate.load.promises:
        return _("In this time %(person)s is promised to nobody else.", person=name)
    return _(
        "With this, %(person)s is promised %(total)s of the week at most.",
        person=name,
        total=percent(candidate.with_this),
    )


def while_away(candidate: Candidate) -> str | None:
    """Weeks in which they are away and too little is left; None where there are none."""
    short = candidate.short_weeks
    if not short:
        return None
    words = {
        "person": candidate.person.name,
        "week": week(short[0].monday),
        "left": percent(short[0].capacity),
        "total": percent(short[0].total),
    }
    if len(short) == 1:
        return _(
            "%(person)s is away in %(week)s: %(left)s of that week is left, and with this %(total)s is promised.",
            **words,
        )
    return _(
        "%(person)s is away in %(count)d weeks of this time, first in %(week)s: %(left)s of that week is left,"
        " and with this %(total)s is promised.",
        count=len(short),
        **words,
    )


def in_sum(weeks: Sequence[Mapping[str, Any]], is_promise: bool) -> str:
    """What a picture of asked and promised weeks comes to."""
    words = {
        "asked": number(sum(week["asked"] for week in weeks)),
        "promised": number(sum(week["promised"] for week in weeks)),
    }
    if is_promise:
        return _("%(promised)s hours promised of %(asked)s asked", **words)
    return _("%(asked)s hours asked; as it stands now %(promised)s", **words)


def overload(person: str, found: dict[str, Any]) -> str:
    """An overload that was known when the promise was given."""
    return _(
        "Recorded as known: %(person)s is promised %(total)s of the week from %(start)s to %(end)s.",
        person=person,
        total=percent(found["percent"]),
        start=date(found["valid_from"]),
        end=date(found["valid_to"]),
    )


def candidate(candidate: Candidate) -> str:
    """Somebody in a list to choose from, with what they have on."""
    words = {
        "person": candidate.person.name,
        "share": percent(candidate.promised),
        "total": percent(candidate.with_this),
    }
    if candidate.is_overload:
        return _("%(person)s: %(share)s promised, overloaded with this (%(total)s)", **words)
    if candidate.promised == 0:
        return _("%(person)s: nothing promised in this time", **words)
    return _("%(person)s: %(share)s promised, %(total)s with this", **words)
