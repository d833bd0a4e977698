"""An action with what it was born in: the subject of rules, pages and API."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions.models import ActionItem
from portal.projects.models import Project
from portal.risks.models import Risk
from portal.steering.models import Decision, Meeting, SteeringGroup


@dataclass(frozen=True)
class Origin:
    """Where an action comes from: at most one of meeting, decision and risk; `project` is what it serves."""

    project: Project | None = None
    meeting: Meeting | None = None
    decision: Decision | None = None
    risk: Risk | None = None

    @property
    def group(self) -> SteeringGroup | None:
        """The group whose preparers keep the action."""
        source = self.meeting or self.decision
        return source.group if source is not None else None

    @property
    def record(self) -> Meeting | Decision | Risk | None:
        return self.meeting or self.decision or self.risk

    def projects(self) -> list[Project]:
        """Every project that this tells something about."""
        found = [self.project, self.group.project if self.group else None]
        return [project for project in found if project is not None]


@dataclass(frozen=True)
class Followed:
    """An action and its origin."""

    action: ActionItem
    origin: Origin

    @property
    def project(self) -> Project | None:
        return self.origin.project
