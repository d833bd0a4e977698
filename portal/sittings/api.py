"""A running meeting in `/api/v1`: the same operations and rules as the screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.database import session
from portal.projects.references import named_person
from portal.sittings import operations, queries, rules
from portal.sittings import schemas as shapes
from portal.sittings.models import Note, Vote
from portal.sittings.queries import OnTable
from portal.sittings.screens import screen_of
from portal.sittings.views.pages import wanted
from portal.sittings.wordings import versions_of
from portal.steering import operations as steering
from portal.steering.days import day_of
from portal.steering.models import AgendaItem, Decision, Meeting
from portal.steering.queries import decision_by_id, meeting_by_id
from portal.steering.rules import prepare_meeting, read_decision, read_meeting

bp = ApiBlueprint("sittings", __name__)
MEETING = "/meetings/<int:meeting_id>"
ITEM = f"{MEETING}/agenda/<int:item_id>"
DECISION = f"{ITEM}/decisions/<int:decision_id>"


def _act(act: Callable[..., Any], record: Any, **values: Any) -> Any:
    done = act(record, **values, by=current_user.person, now=clock.now())
    session().flush()
    return done


def _room(meeting: Meeting, item: int | None = None) -> dict[str, Any]:
    session().expire(meeting, ["attendance", "agenda"])
    return shapes.room_view(screen_of(meeting, item, clock.now(), has_record=False))


@bp.get(f"{MEETING}/room")
@require(read_meeting, of=meeting_by_id)
@bp.output(shapes.RoomView)
def room(meeting: Meeting) -> Any:
    """Who is in the room and the quorum, for the item on the table or for `?item=`."""
    return _room(meeting, wanted())


@bp.post(f"{MEETING}/arrivals")
@require(prepare_meeting, of=meeting_by_id)
@bp.input(shapes.ArrivalIn, arg_name="data")
@bp.output(shapes.RoomView)
def arrive(meeting: Meeting, data: shapes.ArrivalIn) -> Any:
    """Somebody came, in person or from afar; who has no seat is a guest."""
    _act(operations.arrive, meeting, **{**data.model_dump(), "person": named_person(data.person)})
    return _room(meeting)


@bp.post(f"{MEETING}/departures")
@require(prepare_meeting, of=meeting_by_id)
@bp.input(shapes.Person, arg_name="data")
@bp.output(shapes.RoomView)
def depart(meeting: Meeting, data: shapes.Person) -> Any:
    """Somebody left."""
    _act(operations.depart, meeting, person=named_person(data.person), seconds_ago=data.seconds_ago)
    return _room(meeting)


@bp.post(f"{ITEM}/start")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.StartIn, arg_name="data")
@bp.output(shapes.RoomView)
def start_item(item: AgendaItem, data: shapes.StartIn) -> Any:
    """Put an item on the table; what was there leaves it."""
    _act(operations.start_item, item, **data.model_dump())
    return _room(item.meeting, item.id)


@bp.post(f"{ITEM}/end")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.EndIn, arg_name="data")
@bp.output(shapes.RoomView)
def end_item(item: AgendaItem, data: shapes.EndIn) -> Any:
    """Finish an item, or break it off: then it returns by itself."""
    _act(operations.end_item, item, **data.model_dump())
    return _room(item.meeting, item.id)


@bp.post(f"{ITEM}/recusals")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.RecusalIn, arg_name="data")
@bp.output(shapes.RoomView)
def step_aside(item: AgendaItem, data: shapes.RecusalIn) -> Any:
    """Somebody steps aside from this item."""
    _act(operations.step_aside, item, person=named_person(data.person), reason=data.reason)
    return _room(item.meeting, item.id)


@bp.post(f"{ITEM}/recusals/end")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.TakePartIn, arg_name="data")
@bp.output(shapes.RoomView)
def take_part_again(item: AgendaItem, data: shapes.TakePartIn) -> Any:
    """They take part in this item after all."""
    _act(operations.take_part_again, item, person=named_person(data.person))
    return _room(item.meeting, item.id)


@bp.get(f"{MEETING}/notes")
@require(read_meeting, of=meeting_by_id)
@bp.output(Items[shapes.NoteView])
def notes(meeting: Meeting) -> Any:
    """What was noted of the discussion."""
    return {"items": [shapes.note_view(each) for each in queries.notes_of(meeting)], "next": None}


@bp.post(f"{ITEM}/notes")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.NoteIn, arg_name="data")
@bp.output(shapes.NoteView, status_code=201)
def write_note(item: AgendaItem, data: shapes.NoteIn) -> Any:
    """Add a note, beside those of others."""
    return shapes.note_view(_act(operations.write_note, item, **data.model_dump()))


@bp.patch("/discussion-notes/<int:note_id>")
@require(rules.keep_note, of=queries.note_by_id)
@bp.input(shapes.NoteChangesIn, arg_name="data")
@bp.output(shapes.NoteView)
def edit_note(note: Note, data: shapes.NoteChangesIn) -> Any:
    """Put a note right; on an older version it is refused with 409."""
    _act(operations.edit_note, note, **data.model_dump())
    return shapes.note_view(note)


@bp.post(f"{ITEM}/proposals")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.ProposalHereIn, arg_name="data")
@bp.output(shapes.PositionsView, status_code=201)
def propose_here(item: AgendaItem, data: shapes.ProposalHereIn) -> Any:
    """A proposal that came up under this item."""
    return _positions(_act(operations.propose_here, item, **data.model_dump()), item.meeting)


@bp.post(f"{DECISION}/positions")
@require(rules.decide, of=queries.on_table)
@bp.input(shapes.HeardIn, arg_name="data")
@bp.output(shapes.PositionsView)
def hear_position(found: OnTable, data: shapes.HeardIn) -> Any:
    """Note what a member said in the room."""
    values = {**data.model_dump(), "person": named_person(data.person), "meeting": found.meeting}
    _act(steering.hear_position, found.decision, **values)
    return _positions(found.decision, found.meeting)


def _positions(decision: Decision, meeting: Meeting) -> dict[str, Any]:
    counted = steering.count_of(decision, day_of(meeting))
    return shapes.positions_view(decision, counted.in_words() if counted else "")


@bp.post(f"{DECISION}/amendment")
@require(rules.decide, of=queries.on_table)
@bp.input(shapes.AmendmentIn, arg_name="data")
@bp.output(Items[shapes.WordingView])
def amend(found: OnTable, data: shapes.AmendmentIn) -> Any:
    """Another wording; the earlier ones are kept. Every wording."""
    check_version(found.decision, data.version)
    values = data.model_dump(exclude={"version"})
    _act(operations.amend, found.decision, meeting=found.meeting, **values)
    return _wordings(found.decision)


@bp.get("/decisions/<int:decision_id>/wordings")
@require(read_decision, of=decision_by_id)
@bp.output(Items[shapes.WordingView])
def wordings(decision: Decision) -> Any:
    """The first wording, every later one, and the one of today."""
    return _wordings(decision)


def _wordings(decision: Decision) -> dict[str, Any]:
    return {"items": [shapes.wording_view(each) for each in versions_of(decision)], "next": None}


@bp.get(f"{MEETING}/votes")
@require(read_meeting, of=meeting_by_id)
@bp.output(Items[shapes.VoteView])
def votes(meeting: Meeting) -> Any:
    """Votes of a meeting, struck ones too."""
    return {"items": [shapes.vote_view(each) for each in queries.votes_of(meeting)], "next": None}


@bp.get("/decisions/<int:decision_id>/votes")
@require(read_decision, of=decision_by_id)
@bp.output(Items[shapes.VoteView])
def votes_about(decision: Decision) -> Any:
    """Votes about a decision."""
    return {"items": [shapes.vote_view(each) for each in queries.votes_about(decision)], "next": None}


@bp.post(f"{ITEM}/votes/roll-call")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.RollCallIn, arg_name="data")
@bp.output(shapes.VoteView, status_code=201)
def take_roll_call(item: AgendaItem, data: shapes.RollCallIn) -> Any:
    """Yes or no, by name."""
    replies = {named_person(each.person, "replies").id: each.reply for each in data.replies}
    vote = _act(operations.roll_call, item, replies=replies, **_asked(item, data))
    return shapes.vote_view(vote)


@bp.post(f"{ITEM}/votes/straw-poll")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.PollIn, arg_name="data")
@bp.output(shapes.VoteView, status_code=201)
def take_poll(item: AgendaItem, data: shapes.PollIn) -> Any:
    """Hands counted five ways."""
    counts = {str(leaning): number for leaning, number in data.counts.items()}
    return shapes.vote_view(_act(operations.poll, item, counts=counts, **_asked(item, data)))


@bp.post(f"{ITEM}/votes/scores")
@require(rules.keep_item, of=queries.item_on_table)
@bp.input(shapes.ScoresIn, arg_name="data")
@bp.output(shapes.VoteView, status_code=201)
def take_scores(item: AgendaItem, data: shapes.ScoresIn) -> Any:
    """Options with the score of each, also negative."""
    scores = [(each.name, each.score) for each in data.options]
    return shapes.vote_view(_act(operations.score, item, scores=scores, **_asked(item, data)))


def _asked(item: AgendaItem, data: shapes.VoteIn) -> dict[str, Any]:
    decisions = queries.decisions_on(item.meeting).get(item.id, [])
    found = next((each for each in decisions if each.code == data.decision), None)
    if data.decision is not None and found is None:
        raise Invalid(decision=_("This is not decided under this item."))
    return {"question": data.question, "decision": found}


@bp.post("/votes/<int:vote_id>/striking")
@require(rules.strike_vote, of=queries.vote_by_id)
@bp.input(shapes.StrikeIn, arg_name="data")
@bp.output(shapes.VoteView)
def strike(vote: Vote, data: shapes.StrikeIn) -> Any:
    """Strike a vote that was noted wrongly; it stays to be seen."""
    _act(operations.strike, vote, reason=data.reason)
    return shapes.vote_view(vote)
