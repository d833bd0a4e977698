"""Who may use the routes of actions. See `tests/architecture/test_access.py`.

The head of logistics owns the action and the member gave it.
"""

from __future__ import annotations

from portal.projects.models import Project
from portal.steering.models import MemberRole
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.factories.steering import make_decision, make_group, make_meeting, seat

SECRET = KEEPERS | {"secret_manager"}
CREATE = Expected(KEEPERS | {"sponsor", "manager"}, secret=SECRET)
READ = Expected(ROLES, secret=READERS | {"secret_manager"})
KEEP = Expected(KEEPERS | {"sponsor", "manager", "member"}, secret=SECRET)
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
    "followup.due_date": ACT,
    "api_followup.index": SIGNED_IN,
    "api_followup.create": SIGNED_IN,
    "api_followup.show": READ,
    "api_followup.reword": KEEP,
    "api_followup.cancel": KEEP,
    "api_followup.complete": ACT,
    "api_followup.hand_over": ACT,
    "api_followup.put_off": ACT,
}
OF_PROJECT = {"followup.of_project", "followup.new_for_project"}
ELSEWHERE = {
    *("followup.index", "followup.new_for_meeting", "followup.new_for_decision"),
    *("api_followup.index", "api_followup.create"),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-SG")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    action = make_action(owner=world.head, created_by=world.member, project=world.project)
    return _arguments(world.project, group, action)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-SG")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    action = make_action(owner=world.secret_manager, project=world.secret)
    return _arguments(world.secret, group, action)


def _arguments(project: Project, group: object, action: object) -> dict[str, dict[str, object]]:
    arguments: dict[str, dict[str, object]] = {name: {"code": project.code} for name in OF_PROJECT}
    arguments["followup.new_for_meeting"] = {"meeting_id": make_meeting(group)}  # type: ignore[arg-type]  # a group
    arguments["followup.new_for_decision"] = {"decision_id": make_decision(group=group)}  # type: ignore[arg-type]  # a group
    others = set(ACCESS) - OF_PROJECT - ELSEWHERE
    arguments.update({name: {"action_id": action} for name in others})
    return arguments
