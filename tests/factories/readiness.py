"""Answers, conditions and gates of the store system, made by the operations that people use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accounts.models import Department, Person
from portal.database import session
from portal.projects.models import Project
from portal.readiness import operations, queries
from portal.readiness.models import Proceeding, Voice
from portal.readiness.operations import Said
from portal.readiness.preconditions import PRECONDITIONS
from portal.steering.models import DecisionState
from tests.factories.accounts import World
from tests.factories.steering import make_decision, make_group
from tests.support.times import NOW, TODAY, days


def say(
    project: Project,
    by: Person,
    voice: str,
    answers: dict[str, str],
    *,
    department: Department | None = None,
    now: dt.datetime = NOW,
) -> None:
    """`answers`: precondition → yes, partly, no; what is not named is yes."""
    said = [Said(code, answers.get(code, "yes"), f"Seen in {code}") for code in PRECONDITIONS]
    given: dict[str, Any] = {"voice": Voice(voice), "department": department, "by": by, "now": now}
    operations.answer_readiness(project, said=said, **given)


def make_gaps(world: World) -> None:
    """The lead says that all is well; Logistics has no staff and sees trust in part only."""
    say(world.project, world.manager, "lead", {})
    say(
        world.project,
        world.head,
        "department",
        {"staff": "no", "trust": "partly"},
        department=world.logistics,
    )


def make_holding(project: Project, **values: Any) -> Any:
    """A decision about the project that holds."""
    group = make_group(project)
    return make_decision(
        "We go on all the same", group=group, project=project, state=DecisionState.DECIDED, **values
    )


def make_proceeding(world: World, project: Project | None = None, **changes: Any) -> Proceeding:
    project = project or world.project
    values: dict[str, Any] = {
        "decision": make_holding(project),
        "reason": "The season does not wait.",
        "text": "Logistics names two people.",
        "owner": world.head,
        "due_on": days(14),
        "by": world.office,
        "now": NOW,
        "today": TODAY,
    }
    made = operations.proceed(project, **{**values, **changes})
    session().flush()
    return made


def pass_gates(project: Project, by: Person, *phases: str) -> None:
    """Tick every item of these gates (none named: of all)."""
    for gate in queries.gates_of(project):
        if phases and gate.phase not in phases:
            continue
        for item in gate.open_items:
            operations.mark_item(item, is_done=True, evidence="Seen", by=by, now=NOW)
    session().flush()
