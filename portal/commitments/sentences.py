"""Whole sentences about asks and promises: one per kind and shape, so that each language builds its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from portal.core.language import date, number, percent, week

if TYPE_CHECKING:
    from portal.accounts.models import Person
    from portal.commitments.capacity import Promise
    from portal.commitments.models import Amendment, Commitment
    from portal.commitments.queries import Candidate
    from portal.commitments.terms import Terms, TermValues
    from portal.projects.models import Milestone

WORK_LENGTH = 160


def brief(text: str, length: int) -> str:
    """The beginning of what somebody wrote, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def ask(commitment: Commitment, terms: Terms | TermValues | None = None) -> str:
    """The ask in one sentence: who asks whom for what, how much, from when to when."""
    return told(**facts_of(commitment, terms))


def facts_of(commitment: Commitment, terms: Terms | TermValues | None = None) -> dict[str, Any]:
    """What a sentence needs, as plain values: a letter keeps them until it is read in somebody's language."""
    shown = terms or commitment
    return {
        "kind": commitment.kind,
        "asker": commitment.requester.name if commitment.requester else commitment.project.name,
        "department": commitment.department.name if commitment.department else None,
        "project": commitment.project.code,
        "person": shown.person.name if shown.person else "",
        "skill": shown.skill,
        "share_percent": shown.share_percent,
        "hours_per_week": shown.hours_per_week,
        "valid_from": shown.valid_from,
        "valid_to": shown.valid_to,
        "statement": brief(shown.statement, WORK_LENGTH),
        "parts": [part.told() for part in shown.parts],
        "done_means": brief(shown.done_means, WORK_LENGTH),
    }


def told(kind: str, **facts: Any) -> str:
    """The sentence of this kind with the facts that there are."""
    words = {
        "asker": facts["asker"],
        "department": facts["department"] or _("a department to be named"),
        "project": facts["project"],
        "person": facts["person"],
        "skill": facts["skill"],
        "share": percent(facts["share_percent"]) if facts["share_percent"] is not None else "",
        "hours": number(facts["hours_per_week"]) if facts["hours_per_week"] is not None else "",
        "start": date(facts["valid_from"]) if facts["valid_from"] else "",
        "end": date(facts["valid_to"]) if facts["valid_to"] else "",
        "work": facts["statement"] or "–",
        "parts": in_parts(facts.get("parts") or []),
        "done": facts.get("done_means") or "",
    }
    builders = {
        "staffing": _staffing,
        "deliverable": _deliverable,
        "attendance": _attendance,
        "decision": _decision,
    }
    return builders[kind]({name: text for name, text in words.items() if text})


def in_parts(parts: Sequence[Mapping[str, Any]]) -> str:
    """ "50 % until 31 May, then 100 % until 31 July"; parts with a pause before them say their beginning."""
    told, last = "", None
    for part in parts:
        follows = last is None or part["valid_from"] == last + dt.timedelta(days=1)
        words = _part(part, follows)
        told = _("%(parts)s, then %(next)s", parts=told, next=words) if told else words
        last = part["valid_to"]
    return told


def _part(part: Mapping[str, Any], follows: bool) -> str:
    words = {"start": date(part["valid_from"]), "end": date(part["valid_to"])}
    if part.get("share_percent") is not None:
        share = percent(part["share_percent"])
        if follows:
            return _("%(share)s of the week until %(end)s", share=share, **words)
        return _("%(share)s of the week from %(start)s to %(end)s", share=share, **words)
    hours = number(part["hours_per_week"])
    if follows:
        return _("%(hours)s hours a week until %(end)s", hours=hours, **words)
    return _("%(hours)s hours a week from %(start)s to %(end)s", hours=hours, **words)


def _staffing_in_parts(words: dict[str, str]) -> str:
    if "person" in words:
        return _(
            "%(asker)s (%(project)s) asks %(department)s for %(person)s from %(start)s to %(end)s,"
            " in parts (%(parts)s), for: %(work)s",
            **words,
        )
    return _(
        "%(asker)s (%(project)s) asks %(department)s for somebody who can do this: %(skill)s;"
        " from %(start)s to %(end)s, in parts (%(parts)s), for: %(work)s",
        **{"skill": "–", **words},
    )


def _staffing(words: dict[str, str]) -> str:
    if "parts" in words and "start" in words and "end" in words:
        return _staffing_in_parts(words)
    if "start" not in words or "end" not in words or not {"share", "hours"} & set(words):
        return _staffing_without_amount(words)
    if "person" in words and "share" in words:
        return _(
            "%(asker)s (%(project)s) asks %(department)s for %(person)s, %(share)s of the week"
            " from %(start)s to %(end)s, for: %(work)s",
            **words,
        )
    if "person" in words:
        return _(
            "%(asker)s (%(project)s) asks %(department)s for %(person)s, %(hours)s hours a week"
            " from %(start)s to %(end)s, for: %(work)s",
            **words,
        )
    words.setdefault("skill", "–")
    if "share" in words:
        return _(
            "%(asker)s (%(project)s) asks %(department)s for somebody who can do this: %(skill)s;"
            " %(share)s of the week from %(start)s to %(end)s, for: %(work)s",
            **words,
        )
    return _(
        "%(asker)s (%(project)s) asks %(department)s for somebody who can do this: %(skill)s;"
        " %(hours)s hours a week from %(start)s to %(end)s, for: %(work)s",
        **words,
    )


def _staffing_without_amount(words: dict[str, str]) -> str:
    """Asks that came from elsewhere may leave out how much or when."""
    if "person" in words:
        return _("%(asker)s (%(project)s) asks %(department)s for %(person)s, for: %(work)s", **words)
    if "skill" in words:
        return _(
            "%(asker)s (%(project)s) asks %(department)s for somebody who can do this: %(skill)s;"
            " for: %(work)s",
            **words,
        )
    return _("%(asker)s (%(project)s) asks %(department)s for somebody, for: %(work)s", **words)


def _deliverable(words: dict[str, str]) -> str:
    if "done" in words and "end" in words:
        return _(
            "%(asker)s (%(project)s) asks %(department)s to deliver by %(end)s: %(work)s. Done means: %(done)s",
            **words,
        )
    if "end" in words:
        return _("%(asker)s (%(project)s) asks %(department)s to deliver by %(end)s: %(work)s", **words)
    return _("%(asker)s (%(project)s) asks %(department)s to deliver: %(work)s", **words)


def _decision(words: dict[str, str]) -> str:
    if "end" in words:
        return _("%(asker)s (%(project)s) asks %(department)s to decide by %(end)s: %(work)s", **words)
    return _("%(asker)s (%(project)s) asks %(department)s to decide: %(work)s", **words)


def _attendance(words: dict[str, str]) -> str:
    words["who"] = words.get("person") or words.get("skill") or ""
    if not words["who"]:
        return _attendance_of_department(words)
    if "start" not in words or "end" not in words:
        return _("%(asker)s (%(project)s) asks %(department)s to send %(who)s to: %(work)s", **words)
    if words["start"] == words["end"]:
        return _(
            "%(asker)s (%(project)s) asks %(department)s to send %(who)s on %(start)s to: %(work)s", **words
        )
    return _(
        "%(asker)s (%(project)s) asks %(department)s to send %(who)s from %(start)s to %(end)s to: %(work)s",
        **words,
    )


def _attendance_of_department(words: dict[str, str]) -> str:
    if "start" not in words or "end" not in words:
        return _("%(asker)s (%(project)s) asks %(department)s to take part in: %(work)s", **words)
    if words["start"] == words["end"]:
        return _(
            "%(asker)s (%(project)s) asks %(department)s to take part on %(start)s in: %(work)s", **words
        )
    return _(
        "%(asker)s (%(project)s) asks %(department)s to take part from %(start)s to %(end)s in: %(work)s",
        **words,
    )


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


def waiting(commitment: Commitment, answerer: Person | None) -> str | None:
    """Who waits for whom since when; None where nobody waits."""
    day = date(commitment.waits_since) if commitment.waits_since else None
    if commitment.state == "countered":
        name = commitment.requester.name if commitment.requester else commitment.project.name
        return _("The counter-offer waits for %(name)s since %(day)s.", name=name, day=day or "–")
    if commitment.state != "requested":
        return None
    if commitment.department is None:
        return _("This is a vacancy: no department has been asked yet.")
    department = commitment.department.name
    if answerer is None:
        return _("This waits for a vacancy: nobody heads %(department)s.", department=department)
    if answerer.id == commitment.requester_id:
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
