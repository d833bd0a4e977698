"""Who may use the routes of bindings. See `tests/architecture/test_access.py`.

The sponsor chairs, the manager is the secretary, the head of Logistics is bound; in the confidential project its
manager chairs, and the head of Logistics is let in by being bound.
"""

from __future__ import annotations

from portal.accounts.models import Person
from portal.bindings import operations
from portal.bindings.models import Dependant
from portal.bindings.queries import relying
from portal.database import session
from portal.projects.models import Project
from portal.steering.models import DecisionState, MemberRole, SteeringGroup
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.architecture.access.steering import PREPARE as PREPARE_THERE
from tests.factories.accounts import World
from tests.factories.risks import make_risk
from tests.factories.steering import make_decision, make_group, seat
from tests.support.times import NOW, days

#: Being bound by a decision of a confidential project lets the head of Logistics read it.
SEEN = READERS | {"secret_manager", "head"}
READ = Expected(ROLES, secret=SEEN, seen_by=SEEN)
PREPARE = Expected(PREPARE_THERE.allowed, secret=PREPARE_THERE.secret, seen_by=SEEN)
BOUND = Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SEEN)
KEEP = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"}, seen_by=SEEN)

ACCESS: dict[str, Expected] = {
    "bindings.name_bound": PREPARE,
    "bindings.answer": BOUND,
    "bindings.release": PREPARE,
    "bindings.see_implementation": PREPARE,
    "bindings.review": PREPARE,
    "bindings.dependants": READ,
    "bindings.settle": PREPARE,
    "bindings.relate": KEEP,
    "bindings.unrelate": KEEP,
    "api_bindings.bindings": READ,
    "api_bindings.name_bound": PREPARE,
    "api_bindings.answer": BOUND,
    "api_bindings.release": PREPARE,
    "api_bindings.see_implementation": PREPARE,
    "api_bindings.review": PREPARE,
    "api_bindings.dependants": READ,
    "api_bindings.settle": PREPARE,
    "api_bindings.reliances": READ,
    "api_bindings.relate": KEEP,
    "api_bindings.unrelate": KEEP,
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-BD")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    return _arguments(world, world.project, group, world.manager)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-BD")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    return _arguments(world, world.secret, group, world.secret_manager)


def _arguments(
    world: World, project: Project, group: SteeringGroup, by: Person
) -> dict[str, dict[str, object]]:
    decision = make_decision(group=group, state=DecisionState.DECIDED)
    later = make_decision(group=group, state=DecisionState.DECIDED, supersedes=decision)
    binding = operations.name_bound(decision, department=world.logistics, due_on=days(7), by=by, now=NOW)
    risk = make_risk(project)
    found = relying("risk", risk.id)
    assert found is not None

    def reliance() -> object:
        """Each request removes one."""
        other = make_decision(group=group, state=DecisionState.DECIDED)
        made = operations.relate(found, decision=other, by=by, now=NOW)
        session().commit()
        return made

    dependant = Dependant(
        decision=decision,
        successor=later,
        subject_kind="risk",
        subject_id=risk.id,
        label="A risk",
        found_at=NOW,
    )
    session().add(dependant)
    session().flush()
    of_decision = {"decision_id": decision}
    by_name: dict[str, dict[str, object]] = {
        "answer": {"binding_id": binding},
        "release": {"binding_id": binding},
        "settle": {"decision_id": decision, "dependant_id": dependant},
        "relate": {"kind": "risk", "number": risk},
        "reliances": {"kind": "risk", "number": risk},
        "unrelate": {"reliance_id": reliance},
    }
    return {endpoint: by_name.get(endpoint.partition(".")[2], of_decision) for endpoint in ACCESS}
