"""How the work on the store system is shared out, made by the operations that people use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accounts.models import Department, Person
from portal.agreements.models import AgreementParty
from portal.contribution import operations, queries
from portal.contribution.kinds import Kind
from portal.contribution.models import Confirmation, Round, Sharing
from portal.contribution.shares import Wanted
from portal.database import session
from portal.projects.models import Milestone, Project
from tests.factories.accounts import World
from tests.support.times import NOW, days

LATER = NOW + dt.timedelta(minutes=5)


def usual_shares(world: World, logistics: int = 60) -> list[Wanted]:
    """Testing in percent, the idea in words: both departments in both."""
    return [
        Wanted(Kind.TESTING, world.logistics, logistics, None),
        Wanted(Kind.TESTING, world.sales, 100 - logistics, None),
        Wanted(Kind.IDEA, world.logistics, None, "leads"),
        Wanted(Kind.IDEA, world.sales, None, "consulted"),
    ]


def make_proposed(world: World, project: Project | None = None, **values: Any) -> Sharing:
    defaults: dict[str, Any] = {
        "shares": usual_shares(world),
        "due_on": days(7),
        "by": world.office,
        "now": NOW,
    }
    sharing = operations.propose_sharing(project or world.project, **{**defaults, **values})
    session().flush()
    return sharing


def party_of(sharing: Sharing, department: Department) -> AgreementParty:
    found = queries.party_of(sharing, department)
    assert found is not None
    return found


def answer(
    sharing: Sharing,
    department: Department,
    by: Person,
    said: str = "accept",
    reason: str = "",
    **values: Any,
) -> None:
    given = {"now": LATER, **values}
    party = party_of(sharing, department)
    operations.answer_sharing(sharing, party, answer=said, reason=reason, by=by, **given)
    session().flush()


def make_agreed(world: World, project: Project | None = None, **values: Any) -> Sharing:
    sharing = make_proposed(world, project, **values)
    answer(sharing, world.logistics, world.head)
    answer(sharing, world.sales, world.other_head)
    return sharing


def make_asked(world: World, milestone: Milestone, **values: Any) -> Round:
    asked = operations.ask_for_confirmation(milestone, **{"by": world.office, "now": LATER, **values})
    session().flush()
    return asked


def confirm(
    asked: Round, department: Department, by: Person, said: str = "accept", reason: str = "", **values: Any
) -> Confirmation:
    party = next(each for each in queries.round_parties(asked) if each.department_id == department.id)
    made = operations.answer_round(
        asked, party, answer=said, reason=reason, by=by, **{"now": LATER, **values}
    )
    session().flush()
    session().expire(asked, ["confirmations"])
    return made
