"""Who may use the routes of fulfilment. See `tests/architecture/test_access.py`.

The evaluation exists for three people alone: for everybody else, whatever they may read otherwise, it is 404.
"""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.commitments.models import Commitment, State
from portal.database import session
from portal.fulfilment.models import Evaluation
from portal.projects.models import Project
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.factories.fulfilment import make_evaluation, make_review
from tests.support.times import NOW, days

ASKERS = KEEPERS | {"manager"}
SECRET_ASKERS = KEEPERS | {"secret_manager"}
INSIDERS = READERS | {"secret_manager", "head"}
SEE_SECRET = INSIDERS | {"member"}

READ = Expected(ROLES, secret=SEE_SECRET)
READ_PROJECT = Expected(ROLES, secret=INSIDERS)
ENTER = Expected(ASKERS | {"member"}, secret=SECRET_ASKERS | {"member"}, seen_by=SEE_SECRET)
ENTER_MANY = Expected(ASKERS, secret=SECRET_ASKERS, seen_by=INSIDERS)
LOOK = Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SEE_SECRET)
ACT = Expected(ASKERS, secret=SECRET_ASKERS, seen_by=SEE_SECRET)
EXPLAIN = Expected(ASKERS | {"head", "member"}, secret=SECRET_ASKERS | {"head", "member"}, seen_by=SEE_SECRET)
THREE = frozenset({"manager", "head", "member"})
SECRET_THREE = frozenset({"secret_manager", "head", "member"})
EVALUATION = Expected(THREE, secret=SECRET_THREE, seen_by=SECRET_THREE)
WRITE = Expected(THREE - {"member"}, secret=SECRET_THREE - {"member"}, seen_by=SECRET_THREE)
RESPOND = Expected(frozenset({"member"}), secret=frozenset({"member"}), seen_by=SECRET_THREE)
EXPORT = Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SECRET_THREE)

ACCESS: dict[str, Expected] = {
    "fulfilment.of_project": READ_PROJECT,
    "fulfilment.enter_many": ENTER_MANY,
    "fulfilment.deliveries": ENTER,
    "fulfilment.week": READ,
    "fulfilment.agree": LOOK,
    "fulfilment.objection": LOOK,
    "fulfilment.settlement": ACT,
    "fulfilment.reason": EXPLAIN,
    "fulfilment.whole_reason": EXPLAIN,
    "fulfilment.propose_objectives": ACT,
    "fulfilment.answer_objectives": LOOK,
    "fulfilment.evaluation": EVALUATION,
    "fulfilment.write_evaluation": WRITE,
    "fulfilment.confirm_evaluation": WRITE,
    "fulfilment.read_evaluation": RESPOND,
    "fulfilment.own_words": RESPOND,
    "fulfilment.export": EXPORT,
    "api_fulfilment.deliveries": READ,
    "api_fulfilment.deliver": ENTER,
    "api_fulfilment.weeks": READ,
    "api_fulfilment.agree": READ,
    "api_fulfilment.disagree": READ,
    "api_fulfilment.settle": READ,
    "api_fulfilment.verdict": READ,
    "api_fulfilment.explain": EXPLAIN,
    "api_fulfilment.objectives": READ,
    "api_fulfilment.propose_objectives": ACT,
    "api_fulfilment.answer_objectives": LOOK,
    "api_fulfilment.evaluation": EVALUATION,
    "api_fulfilment.write_evaluation": WRITE,
    "api_fulfilment.confirm_evaluation": WRITE,
    "api_fulfilment.own_words": RESPOND,
    "api_fulfilment.kept_by_department": SIGNED_IN,
    "api_fulfilment.kept_by_project": READ_PROJECT,
}
OF_PROJECT = {"fulfilment.of_project", "fulfilment.enter_many", "api_fulfilment.kept_by_project"}
OF_WEEK = {"fulfilment.week", "fulfilment.agree", "fulfilment.objection", "fulfilment.settlement"}
OF_WEEK |= {"fulfilment.reason"}
WEEK_ON = dt.date(2026, 2, 23)


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.project, world.manager)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.secret, world.secret_manager)


def _arguments(world: World, project: Project, manager: Person) -> dict[str, dict[str, object]]:
    given: dict[str, dict[str, object]] = {endpoint: {"code": project.code} for endpoint in OF_PROJECT}
    given["api_fulfilment.kept_by_department"] = {"department_id": world.logistics}
    for endpoint in ACCESS:
        if endpoint not in given:
            given[endpoint] = {"commitment_id": _commitment(endpoint, world, project, manager)}
        if endpoint in OF_WEEK:
            given[endpoint]["week_on"] = WEEK_ON.isoformat()
    return given


def _commitment(endpoint: str, world: World, project: Project, manager: Person) -> Commitment:
    """Each route its own promise with one short week, in the state in which the route does something."""
    commitment = make_commitment(
        project,
        requester=manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, valid_from=days(-20)),
    )
    delivery = make_delivery(commitment, WEEK_ON, "4", manager)
    delivery.entered_at = NOW
    if endpoint == "fulfilment.settlement":
        make_review(delivery, world.head, hours="20")
    if "evaluation" in endpoint or endpoint in {"fulfilment.own_words", "fulfilment.export"}:
        _evaluation(commitment, world.head, manager)
    if endpoint == "api_fulfilment.own_words":
        _evaluation(commitment, world.head, manager)
    session().flush()
    return commitment


def _evaluation(commitment: Commitment, head: Person, manager: Person) -> Evaluation:
    return make_evaluation(commitment, head=head, manager=manager)
