"""Who may use the routes of packs and questions. See `tests/architecture/test_access.py`.

The sponsor chairs, the manager is the secretary, the member sits in the group; the head owns the proposal.
"""

from __future__ import annotations

from portal.packs.operations import ask, freeze
from portal.steering.models import MeetingState, MemberRole, SteeringGroup
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.factories.steering import make_decision, make_group, make_item, make_meeting, seat
from tests.support.times import NOW

SECRET_KEEPERS = KEEPERS | {"secret_manager"}
READ = Expected(ROLES, secret=READERS | {"secret_manager"})
FREEZE = Expected(KEEPERS | {"sponsor", "manager"}, secret=SECRET_KEEPERS)
ASK = Expected(KEEPERS | {"sponsor", "manager", "member"}, secret=SECRET_KEEPERS)
ANSWER = Expected(KEEPERS | {"sponsor", "manager", "head"}, secret=SECRET_KEEPERS)
PAGES = {
    "freeze": FREEZE,
    "show": READ,
    "pdf": READ,
    "new_erratum": FREEZE,
    "ask": ASK,
    "answer": ANSWER,
}
API = {
    "packs": READ,
    "freeze": FREEZE,
    "pack": READ,
    "pdf": READ,
    "add_erratum": FREEZE,
    "questions": READ,
    "ask": ASK,
    "answer": ANSWER,
}
ACCESS: dict[str, Expected] = {
    **{f"packs.{name}": expected for name, expected in PAGES.items()},
    **{f"api_packs.{name}": expected for name, expected in API.items()},
}
OF_PACK = {"show", "pack", "pdf", "new_erratum", "add_erratum"}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-PACK")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    seat(group, world.member)
    return _arguments(world, group)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-PACK")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    return _arguments(world, group)


def _arguments(world: World, group: SteeringGroup) -> dict[str, dict[str, object]]:
    meeting = make_meeting(group, state=MeetingState.CALLED)
    owner = world.head if group.project is world.project else None
    proposal = make_decision(group=group, owner=owner)
    item = make_item(meeting, proposal.title, subject_kind="decision", subject_id=proposal.id)
    question = ask(item, text="Why?", by=world.office, now=NOW)
    pack = freeze(meeting, by=world.office, now=NOW)
    arguments: dict[str, dict[str, object]] = {}
    for endpoint in ACCESS:
        name = endpoint.partition(".")[2]
        if name in OF_PACK:
            arguments[endpoint] = {"pack_id": pack}
        elif name == "answer":
            arguments[endpoint] = {"question_id": question}
        elif name == "ask":
            arguments[endpoint] = {"meeting_id": meeting, "item_id": item}
        else:
            arguments[endpoint] = {"meeting_id": meeting}
    return arguments
