"""What the register says about groups, meetings and decisions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "purpose": _l("Purpose"),
    "returning": _l("Waits for the next meeting"),
    "hides_positions": _l("Positions hidden until all are in"),
    "quorum": _l("Quorum"),
    "rule": _l("Rule"),
    "quorum_kind": _l("How the quorum is counted"),
    "quorum_needs": _l("Who must be there"),
    "quorum_missing": _l("Who had to be there and was not"),
    "money_limit": _l("Most money it decides about"),
    "scope": _l("What it may decide"),
    "cadence": _l("How often it meets"),
    "chair_reason": _l("Why somebody other than the top executive chairs"),
    "side": _l("Speaks for"),
    "is_top_executive": _l("Top executive"),
    "amount": _l("Money it commits"),
    "votes": _l("Votes"),
    "held_at": _l("Held at"),
    "place": _l("Place"),
    "agenda": _l("Agenda"),
    "recipients": _l("Told"),
    "minutes": _l("Minutes"),
    "minutes_version": _l("Version of the minutes"),
    "options": _l("Options"),
    "positions": _l("Positions"),
    "present": _l("Who was there"),
    "present_count": _l("Counted towards the quorum"),
    "quorum_required": _l("Quorum asked for"),
    "review_on": _l("Review on"),
    "meeting": _l("Meeting"),
    "group": _l("Group"),
    "successor": _l("Succeeded by"),
    "carried_out_on": _l("Carried out on"),
    "minutes_planned": _l("Minutes planned"),
    "remind_after_days": _l("Reminder after days"),
    "substitute_after_days": _l("Substitute after days"),
    "superior_after_days": _l("Superior and sponsor after days"),
    "agenda_after_days": _l("On the agenda after days"),
}
#: How long a silence may last.
TIMES = ("remind_after_days", "substitute_after_days", "superior_after_days", "agenda_after_days")

GROUP_CREATED = Event(
    "groups.created",
    _l("%(actor)s created the group %(object)s."),
    details=(
        *("purpose", "quorum", "quorum_kind", "quorum_needs", "rule", "money_limit", "scope", "cadence"),
        *("chair_reason", *TIMES),
    ),
    labels=FIELDS,
)
GROUP_EDITED = Event(
    "groups.edited",
    _l("%(actor)s changed the group %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
)
MEMBER_ADDED = Event(
    "groups.member_added",
    _l("%(actor)s named %(person)s to %(group)s: %(role)s from %(valid_from)s."),
    details=("person", "group", "role", "votes", "side", "is_top_executive", "valid_from", "valid_to"),
    labels=FIELDS,
)
MEMBERSHIP_ENDED = Event(
    "groups.membership_ended",
    _l("%(actor)s ended the seat of %(person)s in %(group)s (%(role)s) with %(valid_to)s."),
    details=("person", "group", "role", "valid_to", "reason"),
    labels=FIELDS,
)

INTEREST_DECLARED = Event(
    "groups.interest_declared",
    _l("%(actor)s put on record to %(group)s that %(person)s has an interest: %(title)s."),
    details=("person", "group", "title", "note", "valid_from"),
    labels=FIELDS,
)
INTEREST_ENDED = Event(
    "groups.interest_ended",
    _l("%(actor)s put on record to %(group)s that an interest of %(person)s has ended: %(title)s."),
    details=("person", "group", "title", "valid_to", "reason"),
    labels=FIELDS,
)

MEETING_PREPARED = Event(
    "meetings.prepared",
    _l("%(actor)s began to prepare %(object)s."),
    details=("held_at", "place"),
    labels=FIELDS,
)
MEETING_EDITED = Event(
    "meetings.edited", _l("%(actor)s changed %(object)s."), details=("before", "after"), labels=FIELDS
)
MEETING_CALLED = Event(
    "meetings.called",
    _l("%(actor)s called %(object)s."),
    details=("held_at", "place", "agenda", "recipients"),
    labels=FIELDS,
)
MEETING_CANCELLED = Event(
    "meetings.cancelled",
    _l("%(actor)s cancelled %(object)s."),
    details=("reason", "held_at", "recipients", "returning"),
    labels=FIELDS,
)
MEETING_OPENED = Event("meetings.opened", _l("%(actor)s opened %(object)s."))
MEETING_CLOSED = Event("meetings.closed", _l("%(actor)s closed %(object)s."))
AGENDA_ITEM_ADDED = Event(
    "meetings.agenda_item_added",
    _l("%(actor)s put “%(title)s” on the agenda of %(object)s."),
    details=("title", "note", "minutes_planned"),
    labels=FIELDS,
)
AGENDA_ITEM_EDITED = Event(
    "meetings.agenda_item_edited",
    _l("%(actor)s changed “%(title)s” on the agenda of %(object)s."),
    details=("title", "before", "after"),
    labels=FIELDS,
)
AGENDA_ITEM_REMOVED = Event(
    "meetings.agenda_item_removed",
    _l("%(actor)s took “%(title)s” off the agenda of %(object)s."),
    details=("title", "note", "reason"),
)
AGENDA_ITEM_CAME = Event(
    "meetings.agenda_item_came",
    _l("“%(title)s” came onto the agenda of %(object)s by itself, because nobody has answered."),
    details=("title", "note"),
    labels=FIELDS,
    unshown=("title",),
)
AGENDA_ITEM_WENT = Event(
    "meetings.agenda_item_went",
    _l("“%(title)s” left the agenda of %(object)s by itself, because nothing waits for an answer any more."),
    details=("title", "note"),
    labels=FIELDS,
    unshown=("title", "note"),
)
ITEM_RETURNED = Event(
    "meetings.item_returned",
    _l(
        "“%(title)s” came onto the agenda of %(object)s by itself, because an earlier meeting did not finish it."
    ),
    details=("title", "note"),
    labels=FIELDS,
    unshown=("title",),
)
ITEM_UNFINISHED = Event(
    "meetings.item_unfinished",
    _l("%(actor)s noted that %(object)s did not finish “%(title)s”. It returns by itself."),
    details=("title",),
    unshown=("title",),
)
ITEM_FINISHED = Event(
    "meetings.item_finished",
    _l("%(actor)s noted that %(object)s finished “%(title)s” after all."),
    details=("title",),
    unshown=("title",),
)
SUGGESTION_DROPPED = Event(
    "meetings.suggestion_dropped",
    _l("%(actor)s left “%(title)s” off the agenda of %(object)s, though it waits."),
    details=("title", "reason"),
    labels=FIELDS,
    unshown=("title",),
)
AGENDA_ORDERED = Event(
    "meetings.agenda_ordered",
    _l("%(actor)s ordered the agenda of %(object)s anew."),
    details=("agenda",),
    labels=FIELDS,
)
ATTENDANCE_TAKEN = Event(
    "meetings.attendance_taken",
    _l("%(actor)s noted who was at %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
)
MINUTES_WRITTEN = Event(
    "meetings.minutes_written",
    _l("%(actor)s wrote the minutes of %(object)s."),
    details=("minutes", "minutes_version"),
    labels=FIELDS,
)
MINUTES_APPROVED = Event(
    "meetings.minutes_approved",
    _l("%(actor)s approved the minutes of %(object)s. They are locked from here on."),
    details=("minutes", "minutes_version"),
    labels=FIELDS,
)

DRAFTED = Event(
    "decisions.drafted",
    _l("%(actor)s drafted %(object)s."),
    details=("context", "options", "owner", "due_on", "amount", "group", "meeting"),
    labels=FIELDS,
)
EDITED = Event(
    "decisions.edited",
    _l("%(actor)s changed the proposal %(object)s."),
    details=("before", "after"),
    labels=FIELDS,
)
PROPOSED = Event(
    "decisions.proposed",
    _l("%(actor)s proposed %(object)s for decision."),
    details=("context", "options"),
    labels=FIELDS,
)
#: Where positions are hidden, the register tells them with the outcome.
POSITION_TAKEN_COVERED = Event(
    "decisions.position_taken_covered", _l("%(actor)s took a position on %(object)s.")
)
POSITION_TAKEN = Event(
    "decisions.position_taken",
    _l("%(actor)s took a position on %(object)s: %(position)s."),
    details=("position", "reason"),
    labels=FIELDS,
)
POSITION_HEARD = Event(
    "decisions.position_heard",
    _l("%(actor)s noted the position of %(person)s on %(object)s: %(position)s."),
    details=("person", "position", "reason"),
    labels=FIELDS,
)
OUTCOME = (
    *("context", "options", "outcome", "grounds", "decided_on", "owner", "due_on", "review_on"),
    *("meeting", "present", "present_count", "quorum_required", "quorum_missing", "rule", "amount"),
    "positions",
)
DECIDED = Event(
    "decisions.decided",
    _l("%(actor)s recorded the decision %(object)s, taken on %(decided_on)s."),
    details=OUTCOME,
    labels=FIELDS,
)
DECIDED_WITHOUT_QUORUM = Event(
    "decisions.decided_without_quorum",
    _l("%(actor)s recorded %(object)s, taken on %(decided_on)s without a quorum. It needs ratification."),
    details=OUTCOME,
    labels=FIELDS,
)
NOT_CARRIED = Event(
    "decisions.not_carried",
    _l("%(actor)s recorded that %(object)s did not carry on %(decided_on)s."),
    details=OUTCOME,
    labels=FIELDS,
)
RATIFIED = Event(
    "decisions.ratified",
    _l("%(actor)s recorded that %(meeting)s ratified %(object)s."),
    details=("meeting", "present", "present_count", "quorum_required"),
    labels=FIELDS,
)
CARRIED_OUT = Event(
    "decisions.carried_out",
    _l("%(actor)s reported that %(object)s was carried out on %(carried_out_on)s."),
    details=("carried_out_on", "outcome", "evidence"),
    labels={**FIELDS, "outcome": _l("What was done"), "evidence": _l("Evidence")},
)
SUPERSEDED = Event(
    "decisions.superseded",
    _l("%(successor)s superseded %(object)s. It no longer holds."),
    details=("successor",),
    labels=FIELDS,
)
REVERSED = Event(
    "decisions.reversed",
    _l("%(successor)s reversed %(object)s. It no longer holds."),
    details=("successor",),
    labels=FIELDS,
)
DROPPED = Event("decisions.dropped", _l("%(actor)s dropped %(object)s."), details=("reason",))
DECISION_HANDED_OVER = Event(
    "decisions.handed_over",
    _l("%(actor)s handed %(object)s from %(old)s to %(new)s."),
    details=("old", "new", "note"),
)
