"""What follows when nobody answers, on the page of what waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.accounts.actors import Actor
from portal.commitments.models import Commitment
from portal.escalation.queries import Silent, silence_of
from portal.escalation.steps import Step
from portal.steering import rules
from portal.steering.models import Meeting, SteeringGroup


@dataclass(frozen=True)
class Line:
    """A step with its day; `meeting` where it stands on an agenda that the reader may see."""

    step: Step
    day: dt.date
    is_taken: bool
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Path:
    """What follows on which day, and whose times these are (None: the organization's)."""

    due_on: dt.date
    lines: list[Line]
    has_answerer: bool
    group: SteeringGroup | None

    @property
    def has_begun(self) -> bool:
        """Has anything followed from the silence yet?"""
        return any(line.is_taken for line in self.lines)


def silence_of_commitment(commitment: Commitment, actor: Actor) -> list[Path] | None:
    """The path of each silence that can still begin or has begun; None where nothing waits."""
    found = silence_of(commitment.register_kind, commitment.id, actor.today)
    return [_path(each, actor) for each in found] or None


def _path(silent: Silent, actor: Actor) -> Path:
    assert silent.party.answer_due_on is not None  # the query asks for it
    group = silent.group if silent.group and rules.read_group(actor, silent.group) else None
    taken = [
        Line(Step(each.step), each.taken_on, True, _visible(each.meeting, actor))
        for each in silent.taken.values()
    ]
    coming = [Line(step, day, False) for step, day in silent.days().items()]
    lines = sorted(taken + coming, key=lambda line: (line.day, list(Step).index(line.step)))
    return Path(silent.party.answer_due_on, lines, silent.answerer is not None, group)


def _visible(meeting: Meeting | None, actor: Actor) -> Meeting | None:
    return meeting if meeting is not None and rules.read_meeting(actor, meeting) else None
