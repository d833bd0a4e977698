"""The sentence of an ask: one per kind and shape, so that each language builds its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from portal.core.language import date, number, percent

if TYPE_CHECKING:
    from portal.commitments.models import Commitment
    from portal.commitments.terms import Terms, TermValues

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
