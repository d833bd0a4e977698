"""Who may use the routes of commitments. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.commitments.models import Commitment, Side, State
from portal.projects.models import Project
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World
from tests.factories.commitments import by_day, make_amendment, make_commitment, make_counter, terms

ASKERS = KEEPERS | {"manager"}
SECRET_ASKERS = KEEPERS | {"secret_manager"}
#: The head of Logistics was asked, so she sees the confidential project; the member sees what is asked of
#: their time.
INSIDERS = READERS | {"secret_manager", "head"}
SEE_SECRET = INSIDERS | {"member"}

READ = Expected(ROLES, secret=SEE_SECRET)
#: A draft is not even seen by others; once it is asked (the walk does ask it), the head and the member see
#: it.
DRAFT = Expected(ASKERS, secret=SECRET_ASKERS, seen_by=SEE_SECRET)
ANSWER = Expected(frozenset({"head"}), secret=frozenset({"head"}), seen_by=SEE_SECRET)
AMEND = Expected(ASKERS | {"head"}, secret=SECRET_ASKERS | {"head"}, seen_by=SEE_SECRET)
ACT = Expected(ASKERS, secret=SECRET_ASKERS, seen_by=SEE_SECRET)

ACCESS: dict[str, Expected] = {
    "commitments.index": SIGNED_IN,
    "commitments.choose_project": SIGNED_IN,
    "commitments.of_project": Expected(ROLES, secret=INSIDERS),
    "commitments.of_department": SIGNED_IN,
    "commitments.new": Expected(ASKERS, secret=SECRET_ASKERS, seen_by=INSIDERS),
    "commitments.show": READ,
    "commitments.edit": DRAFT,
    "commitments.ask_for": DRAFT,
    "commitments.answer": ANSWER,
    "commitments.confirmation": ANSWER,
    "commitments.counter_offer": ANSWER,
    "commitments.refusal": ANSWER,
    "commitments.ask_again": ACT,
    "commitments.acceptance": ACT,
    "commitments.withdrawal": ACT,
    "commitments.release": ACT,
    "commitments.recall": ANSWER,
    "commitments.hand_over": ANSWER,
    "commitments.amendment": READ,
    "commitments.amendment_new": AMEND,
    "commitments.amendment_acceptance": ANSWER,
    "commitments.amendment_refusal": ANSWER,
    "commitments.amendment_withdrawal": ACT,
    "commitments.fulfilment": ACT,
    "commitments.miss": ACT,
    "api_commitments.index": SIGNED_IN,
    "api_commitments.draft": SIGNED_IN,
    "api_commitments.show": READ,
    "api_commitments.revise": DRAFT,
    "api_commitments.request": DRAFT,
    "api_commitments.ask_again": ACT,
    "api_commitments.confirm": ANSWER,
    "api_commitments.counter": ANSWER,
    "api_commitments.refuse": ANSWER,
    "api_commitments.accept": ACT,
    "api_commitments.withdraw": ACT,
    "api_commitments.release": ACT,
    "api_commitments.recall": ANSWER,
    "api_commitments.hand_over": ANSWER,
    "api_commitments.amend": AMEND,
    "api_commitments.accept_amendment": ANSWER,
    "api_commitments.decline_amendment": ANSWER,
    "api_commitments.withdraw_amendment": ACT,
    "api_commitments.fulfil": ACT,
    "api_commitments.miss": ACT,
}
DRAFTS = {"commitments.edit", "commitments.ask_for", "api_commitments.revise", "api_commitments.request"}
COUNTERED = {
    "commitments.ask_again",
    "commitments.acceptance",
    "api_commitments.ask_again",
    "api_commitments.accept",
}
#: Other terms that the project proposed wait for the department.
AMENDED = {
    "commitments.amendment",
    "commitments.amendment_acceptance",
    "commitments.amendment_refusal",
    "commitments.amendment_withdrawal",
    "api_commitments.accept_amendment",
    "api_commitments.decline_amendment",
    "api_commitments.withdraw_amendment",
}
PROMISED = AMENDED | {
    "commitments.recall",
    "commitments.hand_over",
    "commitments.amendment_new",
    "api_commitments.recall",
    "api_commitments.hand_over",
    "api_commitments.amend",
    "commitments.release",
    "commitments.fulfilment",
    "commitments.miss",
    "api_commitments.release",
    "api_commitments.fulfil",
    "api_commitments.miss",
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.project, world.manager)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.secret, world.secret_manager)


def _arguments(world: World, project: Project, asker: Person) -> dict[str, dict[str, object]]:
    """Each route its own commitment, in the state in which the route does something."""
    given: dict[str, dict[str, object]] = {
        "commitments.of_project": {"code": project.code},
        "commitments.new": {"code": project.code},
        "commitments.of_department": {"department_id": world.logistics},
    }
    for endpoint in ACCESS:
        if endpoint not in given:
            given[endpoint] = {"commitment_id": _commitment(endpoint, world, project, asker)}
    return given


def _commitment(endpoint: str, world: World, project: Project, asker: Person) -> Commitment:
    state = State.DRAFT if endpoint in DRAFTS else State.REQUESTED
    if endpoint in PROMISED:
        state = State.CONFIRMED
    commitment = make_commitment(
        project, requester=asker, head=world.head, state=state, wanted=terms(person=world.member)
    )
    if endpoint in AMENDED:
        make_amendment(commitment, asker, Side.PROJECT, terms(person=world.member, share_percent=30))
    if endpoint in COUNTERED:
        make_counter(commitment, world.head, by_day(person=world.member, share_percent=30))
    return commitment
