"""Proposals on the table: new ones, and those whose wording changes while they are talked about."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.register.operations import record
from portal.sittings import events
from portal.sittings.locking import take_hold
from portal.sittings.models import Tabled, Wording
from portal.sittings.operations.turns import expect_on_table
from portal.sittings.queries import decision_ids
from portal.steering.models import AgendaItem, Decision, DecisionState, Meeting, MeetingState
from portal.steering.operations import add_agenda_item, draft_decision, edit_proposal, propose
from portal.steering.watching import Act, check_before

LONGEST_TITLE = 200


def propose_here(
    item: AgendaItem, *, title: str, context: str, options: str, by: Person, now: dt.datetime
) -> Decision:
    """A proposal that came up while the item was talked about."""
    meeting = item.meeting
    take_hold(meeting)
    expect_on_table(item)
    group = meeting.group
    if group.project is None and group.programme is None:
        raise Refused(_("This group has no project: write the proposal with “Propose a decision”."))
    made = draft_decision(
        title=title, context=context, options=options, group=group, meeting=meeting, by=by, now=now
    )
    propose(made, by=by, now=now)
    _table(item, made, by, now)
    return made


def put_on_table(meeting: Meeting, *, decision: Decision, by: Person, now: dt.datetime) -> AgendaItem:
    """A proposal for this meeting that stands on no item yet gets one."""
    take_hold(meeting)
    if decision.group_id != meeting.group_id:
        raise Invalid(decision=_("Choose a meeting of the group that decides."))
    numbers = decision_ids(meeting.agenda)
    standing = next((item for item in meeting.agenda if decision.id in numbers[item.id]), None)
    if standing is not None:
        return standing
    item = add_agenda_item(meeting, title=decision.title[:LONGEST_TITLE], by=by, now=now)
    item.subject_kind, item.subject_id = "decision", decision.id
    session().flush()
    return item


def _table(item: AgendaItem, decision: Decision, by: Person, now: dt.datetime) -> None:
    session().add(Tabled(item_id=item.id, decision_id=decision.id))
    session().flush()
    meeting = item.meeting
    record(
        events.TABLED,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=[meeting],
        meeting=meeting.register_label(),
        title=item.title,
    )


def amend(
    decision: Decision,
    *,
    meeting: Meeting,
    title: str,
    context: str,
    options: str,
    reason: str = "",
    by: Person,
    now: dt.datetime,
) -> None:
    """Another wording while it is on the table; how it read before is kept, and positions are asked for anew."""
    texts = {"title": title, "context": context, "options": options}
    if all(getattr(decision, name) == value for name, value in texts.items()):
        return
    edit_proposal(
        decision,
        title=title,
        context=context,
        options=options,
        owner=decision.owner,
        due_on=decision.due_on,
        meeting=decision.meeting,
        amount=decision.amount,
        by=by,
        now=now,
    )
    kept = _latest(decision)
    if kept is not None:
        kept.replaced_by_id, kept.replaced_at = by.id, now
        kept.meeting_id, kept.reason = meeting.id, reason
    record(
        events.AMENDED,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=[meeting],
        number=kept.number if kept else 1,
        reason=reason,
    )


def _latest(decision: Decision) -> Wording | None:
    statement = select(Wording).where(Wording.decision_id == decision.id).order_by(Wording.number.desc())
    return session().scalars(statement.limit(1)).one_or_none()


@check_before
def keep_wording(decision: Decision, act: Act, now: dt.datetime) -> None:
    """By whatever page a proposal is edited: what the members had before them is kept before it changes."""
    if act != Act.EDIT or decision.state != DecisionState.PROPOSED:
        return
    kept = _latest(decision)
    texts = ("title", "context", "options")
    if kept is not None and all(getattr(kept, name) == getattr(decision, name) for name in texts):
        return
    number = session().scalar(
        select(func.coalesce(func.max(Wording.number), 0)).where(Wording.decision_id == decision.id)
    )
    meeting = decision.meeting
    is_running = meeting is not None and meeting.state == MeetingState.OPEN
    session().add(
        Wording(
            decision_id=decision.id,
            number=(number or 0) + 1,
            replaced_at=now,
            meeting_id=meeting.id if meeting is not None and is_running else None,
            **{name: getattr(decision, name) for name in texts},
        )
    )
    session().flush()
