"""A contribution: what a person gave to a project, and the three people whom its evaluation concerns."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.commitments.models import Commitment, Kind, State
from portal.fulfilment.models import Evaluation
from portal.projects import rules as projects

ENDED = (State.FULFILLED, State.MISSED, State.RELEASED)


class Part(enum.StrEnum):
    """As what somebody takes part in an evaluation."""

    PERSON = "person"
    HEAD = "head"
    MANAGER = "manager"


@dataclass(frozen=True)
class Contribution:
    """The commitment with its evaluation, if there is one."""

    commitment: Commitment
    evaluation: Evaluation | None = None

    @property
    def person(self) -> Person | None:
        """Whose contribution it is: fixed once somebody has written about it."""
        return self.evaluation.person if self.evaluation else self.commitment.person

    def part_of(self, actor: Actor) -> Part | None:
        """Who confirmed stays who they were; until then it is today's head and today's manager.

        Nobody else, whatever they may read otherwise; and nobody evaluates themselves.
        """
        person = self.person
        if person is None or self.commitment.kind != Kind.STAFFING:
            return None
        if actor.id == person.id:
            return Part.PERSON
        if self._is_head(actor):
            return Part.HEAD
        return Part.MANAGER if self._is_manager(actor) else None

    def _is_head(self, actor: Actor) -> bool:
        if self.evaluation and self.evaluation.head_confirmed_at:
            return actor.id == self.evaluation.head_id
        head = self.commitment.answerer_on(actor.today)
        return head is not None and head.id == actor.id and actor.heads(self.commitment.department_id)

    def _is_manager(self, actor: Actor) -> bool:
        if self.evaluation and self.evaluation.manager_confirmed_at:
            return actor.id == self.evaluation.manager_id
        return projects.manages(actor, self.commitment.project)

    def can_begin(self, today: dt.date) -> bool:
        """A contribution is judged when it is complete: the promise has ended, or its last day has come."""
        last = self.commitment.valid_to
        is_through = self.commitment.state == State.CONFIRMED and last is not None and last <= today
        return self.commitment.state in ENDED or is_through
