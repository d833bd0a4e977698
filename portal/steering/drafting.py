"""Minutes begin with what was recorded: who was there, each item with what was decided about it, votes, notes.

The secretary completes the text; nothing of it is stored before they store it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.core.language import date
from portal.steering.models import AgendaItem, Decision, Meeting
from portal.steering.models.states import ATTENDING
from portal.steering.queries import decisions_of_meeting
from portal.steering.telling import Passage, told_of_decision, told_of_meeting


def draft_of(meeting: Meeting) -> str:
    """Markdown, in the writer's language; empty where nothing has been recorded yet."""
    decisions = [each for each in decisions_of_meeting(meeting) if each.is_recorded]
    about = {each.id: each for each in decisions}
    parts = [*_attendance(meeting)]
    for number, item in enumerate(meeting.agenda, 1):
        parts.append(f"## {number}. {item.title}")
        if item.note:
            parts.append(item.note)
        if (decision := about.pop(_decision_of(item), None)) is not None:
            parts += _decision(decision)
    if about:
        parts.append(f"## {_('Decisions')}")
        for decision in about.values():
            parts += _decision(decision)
    return "\n\n".join([*parts, *_passages(told_of_meeting(meeting), "##")])


def _decision_of(item: AgendaItem) -> int:
    return item.subject_id or 0 if item.subject_kind == Decision.register_kind else 0


def _attendance(meeting: Meeting) -> Iterator[str]:
    there = [row.person.name for row in meeting.attendance if row.presence in ATTENDING]
    away = [row.person.name for row in meeting.attendance if row.presence not in ATTENDING]
    if there:
        yield f"**{_('There')}:** {', '.join(there)}"
    if away:
        yield f"**{_('Absent')}:** {', '.join(away)}"


def _decision(decision: Decision) -> Iterator[str]:
    yield f"**{decision.code} {decision.title}** ({decision.state_label})"
    for label, words in ((_("Outcome"), decision.outcome), (_("Grounds"), decision.grounds)):
        if words:
            yield f"{label}: {words}"
    if decision.owner is not None:
        due = f", {_('Due on %(day)s', day=date(decision.due_on))}" if decision.due_on else ""
        yield f"{_('Owner')}: {decision.owner.name}{due}"
    if decision.positions:
        yield "\n".join(_position(each.person.name, each.label, each.reason) for each in decision.positions)
    yield from _passages(told_of_decision(decision), "###")


def _position(name: str, label: str, reason: str) -> str:
    return f"- {name}: {label}" + (f" – {' '.join(reason.split())}" if reason else "")


def _passages(passages: Sequence[Passage], level: str) -> Iterator[str]:
    for each in passages:
        yield f"{level} {each.title}"
        yield "\n".join(f"- {' '.join(line.split())}" for line in each.lines)
