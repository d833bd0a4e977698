"""Who may use the routes of steering. See `tests/architecture/test_access.py`.

In the group: the sponsor chairs, the manager is the secretary, the member has a vote. In the confidential
project
its manager chairs. Whoever writes and is refused because of the record's state got past the rule all the
same.
"""

from __future__ import annotations

from portal.steering.models import MeetingState, MemberRole
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World
from tests.factories.steering import (
    attend,
    make_decision,
    make_group,
    make_interest,
    make_item,
    make_meeting,
    seat,
)

SECRET_KEEPERS = KEEPERS | {"secret_manager"}
PREPARERS = KEEPERS | {"sponsor", "manager"}

READ = Expected(ROLES, secret=READERS | {"secret_manager"})
PREPARE = Expected(PREPARERS, secret=SECRET_KEEPERS)
CREATE = Expected(KEEPERS)
DECLARE = Expected(PREPARERS | {"member"}, secret=SECRET_KEEPERS)
FRAME = Expected(KEEPERS | {"sponsor"}, secret=SECRET_KEEPERS)
DECIDE = Expected(KEEPERS | {"sponsor", "manager"}, secret=SECRET_KEEPERS)
POSITION = Expected(frozenset({"sponsor", "member"}), secret=frozenset({"secret_manager"}))
APPROVE = Expected(frozenset({"sponsor", "member"}), secret=frozenset({"secret_manager"}))
CARRY_OUT = Expected(PREPARERS | {"head"}, secret=SECRET_KEEPERS)

PAGES: dict[str, Expected] = {
    "groups": SIGNED_IN,
    "group": READ,
    "new_group": CREATE,
    "edit_group": FRAME,
    "new_member": FRAME,
    "end_membership": FRAME,
    "declare_interest": DECLARE,
    "end_interest": DECLARE,
    "meetings": SIGNED_IN,
    "meeting": READ,
    "new_meeting": PREPARE,
    "edit_meeting": PREPARE,
    "calling": PREPARE,
    "cancellation": PREPARE,
    "opening": PREPARE,
    "closing": PREPARE,
    "attendance": PREPARE,
    "agenda": READ,
    "add_agenda_item": PREPARE,
    "edit_agenda_item": PREPARE,
    "move_agenda_item": PREPARE,
    "remove_agenda_item": PREPARE,
    "leave_unfinished": PREPARE,
    "take_suggestion": PREPARE,
    "drop_suggestion": PREPARE,
    "minutes": PREPARE,
    "minutes_preview": PREPARE,
    "minutes_approval": APPROVE,
    "decisions": SIGNED_IN,
    "of_project": READ,
    "decision": READ,
    "new_decision": PREPARE,
    "new_in_project": DECIDE,
    "edit_decision": PREPARE,
    "proposal": PREPARE,
    "position": POSITION,
    "outcome": PREPARE,
    "ratification": PREPARE,
    "implementation": CARRY_OUT,
    "supersession": PREPARE,
    "dropping": PREPARE,
}
API: dict[str, Expected] = {
    "groups": SIGNED_IN,
    "create_group": CREATE,
    "group": READ,
    "edit_group": FRAME,
    "add_member": FRAME,
    "end_membership": FRAME,
    "interests": READ,
    "declare_interest": DECLARE,
    "end_interest": DECLARE,
    "meetings": SIGNED_IN,
    "prepare_meeting": SIGNED_IN,
    "meeting": READ,
    "edit_meeting": PREPARE,
    "call_meeting": PREPARE,
    "cancel_meeting": PREPARE,
    "open_meeting": PREPARE,
    "close_meeting": PREPARE,
    "agenda": READ,
    "add_agenda_item": PREPARE,
    "edit_agenda_item": PREPARE,
    "move_agenda_item": PREPARE,
    "remove_agenda_item": PREPARE,
    "leave_unfinished": PREPARE,
    "suggestions": PREPARE,
    "take_suggestion": PREPARE,
    "drop_suggestion": PREPARE,
    "attendance": READ,
    "take_attendance": PREPARE,
    "write_minutes": PREPARE,
    "approve_minutes": APPROVE,
    "decisions": SIGNED_IN,
    "draft_decision": SIGNED_IN,
    "decision": READ,
    "edit_decision": PREPARE,
    "propose": PREPARE,
    "take_position": POSITION,
    "supersede": PREPARE,
    "drop_decision": PREPARE,
    "record_outcome": PREPARE,
    "ratify": PREPARE,
    "carry_out_decision": CARRY_OUT,
}
ACCESS: dict[str, Expected] = {
    **{f"steering.{name}": expected for name, expected in PAGES.items()},
    **{f"api_steering.{name}": expected for name, expected in API.items()},
}

OF_GROUP = {"group", "edit_group", "new_member", "add_member", "new_meeting", "new_decision"} | {
    *("declare_interest", "interests"),
}
OF_SEAT = {"end_membership"}
OF_INTEREST = {"end_interest"}
OF_ITEM = {"edit_agenda_item", "move_agenda_item", "remove_agenda_item", "leave_unfinished"}
OF_SUGGESTION = {"take_suggestion", "drop_suggestion"}
OF_MEETING = {
    *("cancellation", "cancel_meeting"),
    *("meeting", "edit_meeting", "calling", "opening", "closing", "attendance", "agenda", "add_agenda_item"),
    *("minutes", "minutes_preview", "minutes_approval", "call_meeting", "open_meeting", "close_meeting"),
    *("take_attendance", "write_minutes", "approve_minutes", "suggestions"),
}
OF_DECISION = {
    *("decision", "edit_decision", "proposal", "position", "outcome", "ratification", "implementation"),
    *("supersession", "dropping", "propose", "take_position", "supersede", "drop_decision", "record_outcome"),
    *("ratify", "carry_out_decision"),
}
OF_PROJECT = {"of_project", "new_in_project"}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-SG")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    held = seat(group, world.member)
    return _arguments(world, group, held, world.project.code)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-SG")
    held = seat(group, world.secret_manager, MemberRole.CHAIR)
    return _arguments(world, group, held, world.secret.code)


def _arguments(world: World, group: object, held: object, code: str) -> dict[str, dict[str, object]]:
    meeting = make_meeting(group, state=MeetingState.CLOSED, minutes="It was so.", minutes_version=1)  # type: ignore[arg-type]  # a group
    attend(meeting, world.member)
    item = make_item(meeting)
    coming = make_meeting(group, state=MeetingState.DRAFT)  # type: ignore[arg-type]  # a group
    waiting = make_decision("Waits", group=group)  # type: ignore[arg-type]  # a group
    interest = make_interest(group, held.person)  # type: ignore[arg-type, attr-defined]  # a group, a seat
    owner = world.head if code == world.project.code else None
    decision = make_decision(group=group, owner=owner)  # type: ignore[arg-type]  # a group
    by_name: dict[str, dict[str, object]] = {}
    for names, arguments in (
        (OF_GROUP, {"group_id": group}),
        (OF_SEAT, {"group_id": group, "membership_id": held}),
        (OF_MEETING, {"meeting_id": meeting}),
        (OF_INTEREST, {"group_id": group, "interest_id": interest}),
        (OF_SUGGESTION, {"meeting_id": coming, "kind": "decision", "number": waiting}),
        (OF_ITEM, {"meeting_id": meeting, "item_id": item}),
        (OF_DECISION, {"decision_id": decision}),
        (OF_PROJECT, {"code": code}),
    ):
        by_name.update(dict.fromkeys(names, arguments))
    return {endpoint: by_name.get(endpoint.partition(".")[2], {}) for endpoint in ACCESS}
