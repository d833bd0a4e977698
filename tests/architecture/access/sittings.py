"""Who may use the screens of a running meeting. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from portal.database import session
from portal.sittings.models import Note, Vote
from portal.steering.models import DecisionState, MeetingState, MemberRole, SteeringGroup
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, Expected
from tests.factories.accounts import World
from tests.factories.steering import attend, make_decision, make_group, make_item, make_meeting, seat
from tests.support.times import NOW

READ = Expected(ROLES, secret=READERS | {"secret_manager"})
KEEP = Expected(KEEPERS | {"sponsor", "manager"}, secret=KEEPERS | {"secret_manager"})

PAGES: dict[str, Expected] = {
    "room": READ,
    "room_now": READ,
    "desk": KEEP,
    "desk_now": KEEP,
    "arrival": KEEP,
    "departure": KEEP,
    "other_arrival": KEEP,
    "start": KEEP,
    "end": KEEP,
    "recusal": KEEP,
    "new_note": KEEP,
    "edit_note": KEEP,
    "new_proposal": KEEP,
    "tabling": KEEP,
    "hear": KEEP,
    "amendment": KEEP,
    "ratification": KEEP,
    "wordings": READ,
    "new_vote": KEEP,
    "striking": KEEP,
}
API: dict[str, Expected] = {
    "room": READ,
    "arrive": KEEP,
    "depart": KEEP,
    "start_item": KEEP,
    "end_item": KEEP,
    "step_aside": KEEP,
    "take_part_again": KEEP,
    "notes": READ,
    "write_note": KEEP,
    "edit_note": KEEP,
    "propose_here": KEEP,
    "hear_position": KEEP,
    "amend": KEEP,
    "wordings": READ,
    "votes": READ,
    "votes_about": READ,
    "take_roll_call": KEEP,
    "take_poll": KEEP,
    "take_scores": KEEP,
    "strike": KEEP,
}
ACCESS: dict[str, Expected] = {
    **{f"sittings.{name}": expected for name, expected in PAGES.items()},
    **{f"api_sittings.{name}": expected for name, expected in API.items()},
}
OF_PERSON = {"arrival", "departure"}
OF_NOTE = {"edit_note"}
OF_VOTE = {"striking", "strike"}
OF_WORDS = {"wordings", "votes_about"}
ON_TABLE = {"hear", "amendment", "ratification", "hear_position", "amend"}
LOOSE = {"tabling"}
OF_MEETING = {"room", "room_now", "desk", "desk_now", "other_arrival", "notes", "votes", "arrive", "depart"}


def prepare(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.project, code="STORE-SG")
    seat(group, world.sponsor, MemberRole.CHAIR)
    seat(group, world.manager, MemberRole.SECRETARY)
    seat(group, world.member)
    return _arguments(world, group)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    group = make_group(world.secret, code="SECRET-SG")
    seat(group, world.secret_manager, MemberRole.CHAIR)
    return _arguments(world, group)


def _arguments(world: World, group: SteeringGroup) -> dict[str, dict[str, object]]:
    """A meeting that is over: whoever gets past the rule is told so, and nothing changes between two people."""
    meeting = make_meeting(group, state=MeetingState.CLOSED)
    person = group.members[0].person
    attend(meeting, person)
    decision = make_decision("Waits", group=group, state=DecisionState.PROPOSED)
    item = make_item(meeting)
    item.subject_kind, item.subject_id = "decision", decision.id
    note = Note(meeting=meeting, item=item, text="So it was.", by=person, written_at=NOW)
    vote = Vote(meeting=meeting, item=item, kind="straw_poll", question="So?", taken_by=person, taken_at=NOW)
    session().add_all([note, vote])
    session().flush()
    item_of_meeting = {"meeting_id": meeting, "item_id": item}
    by_name: dict[str, dict[str, object]] = {}
    for names, arguments in (
        (OF_PERSON, {"meeting_id": meeting, "person_id": person}),
        (OF_NOTE, {"note_id": note}),
        (OF_VOTE, {"vote_id": vote}),
        (OF_WORDS, {"decision_id": decision}),
        (ON_TABLE, {**item_of_meeting, "decision_id": decision}),
        (LOOSE, {"meeting_id": meeting, "decision_id": decision}),
        (OF_MEETING, {"meeting_id": meeting}),
    ):
        by_name.update(dict.fromkeys(names, arguments))
    return {endpoint: by_name.get(endpoint.partition(".")[2], item_of_meeting) for endpoint in ACCESS}
