"""Register entries for the generated records: as many as years of use would leave."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.commitments.models import Commitment
from portal.database import Base, session
from portal.generate.events import ACTED
from portal.generate.portfolio import Portfolio
from portal.projects.models import Project
from portal.register.operations import record
from portal.risks.models import Risk
from portal.steering.models import Decision

BATCH = 10_000
#: How many acts each record has behind it; with 20 commitments, 10 risks and 5 decisions 250 per project.
STEPS: dict[type[Base], int] = {Project: 10, Commitment: 9, Risk: 4, Decision: 4}


@dataclass
class Trace:
    """A record as the register needs it, without loading the record."""

    uid: uuid.UUID
    register_kind: str
    label: str
    version: int = 1

    def register_label(self) -> str:
        return self.label


def write_acts(portfolio: Portfolio) -> Iterator[int]:
    """Append the acts in batches and commit each; yields how many there are so far."""
    by = session().get_one(Person, portfolio.first[Person])
    count = 0
    for project, trace, step in _traces(portfolio):
        moment = portfolio.now - dt.timedelta(days=1) + dt.timedelta(milliseconds=count)
        record(
            ACTED, trace, by=by, now=min(moment, portfolio.now), project=project, session=session(), step=step
        )
        count += 1
        if count % BATCH == 0:
            session().commit()
            yield count
    session().commit()
    yield count


def _traces(portfolio: Portfolio) -> Iterator[tuple[Any, Trace, int]]:
    for first in range(portfolio.first[Project], portfolio.first[Project] + portfolio.project_count, 50):
        statement = select(Project.id, Project.uid, Project.code).where(
            Project.id >= first,
            Project.id < min(first + 50, portfolio.first[Project] + portfolio.project_count),
        )
        projects = {
            row.id: Trace(row.uid, Project.register_kind, row.code) for row in session().execute(statement)
        }
        for model, steps in STEPS.items():
            for project_id, trace in _records(model, projects):
                for step in range(1, steps + 1):
                    yield projects[project_id], trace, step


def _records(model: Any, projects: dict[int, Trace]) -> Iterator[tuple[int, Trace]]:
    if model is Project:
        yield from projects.items()
        return
    statement = select(model.project_id, model.uid, model.code).where(model.project_id.in_(projects))
    for project_id, uid, code in session().execute(statement).all():
        yield project_id, Trace(uid, model.register_kind, code)
