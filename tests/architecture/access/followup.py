"""Who may use the routes of actions. See `tests/architecture/test_access.py`.

The head of logistics owns the action and the member gave it.
"""

from __future__ import annotations

from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.database import session
from portal.followup import accepting, queries
from portal.projects.models import Project
from portal.steering.models import MemberRole
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, SIGNED_IN, Expected, only
from tests.architecture.access.steering import PREPARE
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.factories.steering import make_decision, make_group, make_meeting, seat
from tests.support.times import NOW

SECRET = KEEPERS | {"secret_manager"}
CREATE = Expected(KEEPERS | {"sponsor", "manager"}, secret=SECRET)
READ = Expected(ROLES, secret=READERS | {"secret_manager"})
KEEP = Expected(KEEPERS | {"sponsor", "manager", "member"}, secret=SECRET)
OWNER = only("head", secret=frozenset({"secret_manager"}))
RECEIVER = only("employee", secret=frozenset({"secret_manager"}))
ACT = Expected(KEEPERS | {"sponsor", "manager", "member", "head"}, secret=SECRET)

ACCESS: dict[str, Expected] = {
    "followup.index": SIGNED_IN,
    "followup.of_project": READ,
    "followup.action": READ,
    "followup.new_for_project": CREATE,
    "followup.new_for_meeting": CREATE,
    "followup.new_for_decision": CREATE,
    "followup.edit": KEEP,
    "followup.cancellation": KEEP,
    "followup.completion": ACT,
    "followup.hand_over": ACT,
    "followup.acceptance": OWNER,
    "followup.hand_over_answer": RECEIVER,
    "followup.of_meeting": READ,
    "followup.carry_over": PREPARE,
    "followup.due_date": ACT,
    "api_followup.index": SIGNED_IN,
    "api_followup.create": SIGNED_IN,
    "api_followup.show": READ,
    "api_followup.reword": KEEP,
    "api_followup.cancel": KEEP,
    "api_followup.complete": ACT,
    "api_followup.hand_over": ACT,
    "api_followup.put_off": ACT,
    "api_followup.accept": OWNER,
    "api_followup.answer_hand_over": RECEIVER,
    "api_followup.of_meeting": READ,
    "api_followup.carry_over": PREPARE,
}
OF_PROJECT = {"followup.of_project", "followup.new_for_project"}
OF_MEETING = {
    *("followup.new_for_meeting", "followup.of_meeting", "followup.carry_over"),
    *("api_followup.of_meeting", "api_followup.carry_over"),
}
ELSEWHERE = {
    *("followup.index", "followup.new_for_decision", *OF_MEETING),
    *("api_followup.index", "api_followup.create"),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-SG")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    action = make_action(owner=world.head, created_by=world.member, project=world.project)
    _asked(action, by=world.member, receiver=world.employee)
    return _arguments(world.project, group, action)


def _asked(action: ActionItem, *, by: Person, receiver: Person) -> None:
    """The owner is asked to accept it, and somebody else to take it over."""
    accepting.ask_owner(action, by=by, now=NOW)
    followed = queries.followed_by_id(action.id)
    assert followed is not None
    accepting.ask_to_take_over(followed, owner=receiver, note="", by=by, now=NOW)
    session().flush()


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-SG")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    action = make_action(owner=world.secret_manager, project=world.secret)
    _asked(action, by=world.office, receiver=world.secret_manager)
    return _arguments(world.secret, group, action)


def _arguments(project: Project, group: object, action: object) -> dict[str, dict[str, object]]:
    arguments: dict[str, dict[str, object]] = {name: {"code": project.code} for name in OF_PROJECT}
    for name in OF_MEETING:
        arguments[name] = {"meeting_id": make_meeting(group)}  # type: ignore[arg-type]  # a group
    arguments["followup.new_for_decision"] = {"decision_id": make_decision(group=group)}  # type: ignore[arg-type]  # a group
    others = set(ACCESS) - OF_PROJECT - ELSEWHERE
    arguments.update({name: {"action_id": action} for name in others})
    return arguments
