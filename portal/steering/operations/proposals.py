"""From a draft to a proposal with the members' positions; or dropped on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.actions.codes import store_with_code
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects import changes
from portal.projects.models import Project
from portal.projects.operations import admit
from portal.register.operations import record
from portal.steering import events
from portal.steering.days import day_in_zone
from portal.steering.locking import hold
from portal.steering.models import Decision, Meeting, Position, Stand, SteeringGroup
from portal.steering.watching import Act, expect_free, tell


def draft_decision(
    *,
    title: str,
    context: str = "",
    options: str = "",
    owner: Person | None = None,
    due_on: dt.date | None = None,
    amount: Decimal | None = None,
    group: SteeringGroup | None = None,
    project: Project | None = None,
    meeting: Meeting | None = None,
    supersedes: Decision | None = None,
    is_reversal: bool = False,
    hides_positions: bool | None = None,
    by: Person,
    now: dt.datetime,
) -> Decision:
    """Something to decide, in words that everybody can check later."""
    check_place(group, project, meeting)
    if supersedes is not None:
        supersedes.expect_replaceable()
    decision = Decision(
        title=title,
        context=context,
        options=options,
        owner=owner,
        due_on=due_on,
        amount=amount,
        group=group,
        project=project or (group.project if group else None),
        meeting_id=meeting.id if meeting else None,
        supersedes_id=supersedes.id if supersedes else None,
        is_reversal=is_reversal,
        hides_positions=bool(hides_positions),
        created_at=now,
    )
    year = day_in_zone(now).year
    store_with_code(decision, column=Decision.code, prefix=f"D-{year}-", width=3)
    _admit_those_who_decide(decision)
    record(
        events.DRAFTED,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=_around(decision),
        context=context,
        options=options,
        owner=owner.name if owner else None,
        due_on=due_on,
        amount=amount,
        group=group.name if group else None,
        meeting=meeting.register_label() if meeting else None,
    )
    return decision


def check_place(group: SteeringGroup | None, project: Project | None, meeting: Meeting | None) -> None:
    """A decision belongs where its group has the authority."""
    if group is None and project is None:
        raise Invalid(project=_("Name the project that this decides about."))
    if group is not None and project is not None:
        if group.project_id is not None and group.project_id != project.id:
            raise Invalid(project=_("%(group)s decides for another project.", group=group.name))
        if group.programme_id is not None and group.programme_id != project.programme_id:
            raise Invalid(project=_("This project is not in the programme of %(group)s.", group=group.name))
    if meeting is not None and (group is None or meeting.group_id != group.id):
        raise Invalid(meeting=_("Choose a meeting of the group that decides."))
    if meeting is not None and meeting.is_cancelled:
        raise Invalid(meeting=_("This meeting was cancelled. Choose another meeting."))
    if meeting is not None and meeting.is_locked:
        raise Invalid(
            meeting=_("The minutes of this meeting are approved and locked. Choose another meeting.")
        )


def _admit_those_who_decide(decision: Decision) -> None:
    """Whoever has to take a position, or is to carry it out, must be able to read what it is about."""
    if decision.project is None or not decision.project.is_confidential:
        return
    seats = decision.group.members_on(day_in_zone(decision.created_at)) if decision.group else []
    owners = [decision.owner] if decision.owner else []
    for person in [*(seat.person for seat in seats), *owners]:
        admit(decision.project, person)


def _around(decision: Decision) -> Iterable[SteeringGroup | Meeting | Decision]:
    """Other records whose timelines show it."""
    return [each for each in (decision.group, decision.meeting, decision.supersedes) if each is not None]


def edit_proposal(
    decision: Decision,
    *,
    title: str,
    context: str,
    options: str,
    owner: Person | None,
    due_on: dt.date | None,
    meeting: Meeting | None,
    amount: Decimal | None = None,
    hides_positions: bool | None = None,
    by: Person,
    now: dt.datetime,
) -> None:
    """Until the outcome is recorded the text may become better; positions on the old text lapse with it."""
    hold(decision, again=("positions",))
    decision.expect_editable()
    expect_free(decision, Act.EDIT, now)
    check_place(decision.group, decision.project, meeting)
    hides = decision.hides_positions if hides_positions is None else hides_positions
    _expect_same_cover(decision, hides)
    texts = {"title": title, "context": context, "options": options}
    changed_text = amount != decision.amount or any(
        getattr(decision, name) != value for name, value in texts.items()
    )
    rest: dict[str, Any] = {"owner": owner, "due_on": due_on, "amount": amount, "meeting": meeting}
    rest["hides_positions"] = hides
    changed = changes.apply(decision, {**texts, **rest})
    if not changed:
        return
    before, after = changed
    if changed_text:
        before["positions"] = [f"{taken.person.name}: {taken.label}" for taken in decision.positions]
        after["positions"] = []
        _ask_again(decision, by, now)
    _admit_those_who_decide(decision)
    record(events.EDITED, decision, by=by, now=now, project=decision.project, before=before, after=after)


def _expect_same_cover(decision: Decision, hides_positions: bool) -> None:
    """Whether positions are hidden is settled before the first one is taken."""
    if decision.positions and hides_positions != decision.hides_positions:
        sentence = _("Members took positions already, on the understanding that they are hidden or not.")
        raise Invalid(hides_positions=sentence)


def _ask_again(decision: Decision, by: Person, now: dt.datetime) -> None:
    """Who took a position on the old wording is asked about the new one."""
    for taken in list(decision.positions):
        _ask(decision, taken.person, by, now)
        decision.positions.remove(taken)
        session().delete(taken)


def _ask(decision: Decision, person: Person, by: Person, now: dt.datetime) -> None:
    if decision.group is None or person.id == by.id:
        return
    facts = {"title": decision.title, "code": decision.code, "group": decision.group.name, "by": by.name}
    post("steering/position_asked", to=person, facts=facts, link=f"/decisions/{decision.id}", now=now)


def propose(decision: Decision, *, by: Person, now: dt.datetime) -> None:
    """The members are asked where they stand, before the meeting or between meetings."""
    decision.propose()
    record(
        events.PROPOSED,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=_around(decision),
        context=decision.context,
        options=decision.options,
    )
    for seat in decision.group.voters_on(day_in_zone(now)) if decision.group else []:
        _ask(decision, seat.person, by, now)


def take_position(
    decision: Decision, *, position: str, reason: str = "", by: Person, now: dt.datetime
) -> Position:
    """A member's own word. It may change until the outcome is recorded; then it stands for ever."""
    hold(decision, again=("positions",))
    decision.expect_open()
    expect_free(decision, Act.POSITION, now)
    check_reason(position, reason, "reason")
    taken = enter_position(decision, by, position, reason, by=by, now=now)
    said: dict[str, Any] = {}
    if not decision.hides_positions:
        said = {"position": taken.label, "reason": reason}
    event = events.POSITION_TAKEN_COVERED if decision.hides_positions else events.POSITION_TAKEN
    record(event, decision, by=by, now=now, project=decision.project, **said)
    tell(decision, taken, now)
    return taken


def check_reason(position: str, reason: str, field: str) -> None:
    """An objection without its grounds cannot be answered."""
    if position == Stand.OBJECT and not reason:
        raise Invalid(**{field: _("Say why: an objection counts with its reason.")})


def enter_position(
    decision: Decision, person: Person, position: str, reason: str, *, by: Person, now: dt.datetime
) -> Position:
    """Write down where somebody stands; `by` is the member or whoever heard it in the room."""
    taken = decision.position_of(person.id)
    if taken is None:
        taken = Position(decision=decision, person=person, position=position)
        session().add(taken)
    taken.position, taken.reason = position, reason
    taken.entered_by, taken.taken_at = by, now
    session().flush()
    return taken


def drop_decision(decision: Decision, *, reason: str, by: Person, now: dt.datetime) -> None:
    """Not pursued, or not ratified: the reason is kept, so that nobody asks again in half a year."""
    expect_free(decision, Act.DROP, now)
    decision.drop(reason)
    record(
        events.DROPPED,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=_around(decision),
        reason=reason,
    )


def supersede(
    decision: Decision,
    *,
    is_reversal: bool,
    title: str,
    context: str,
    options: str,
    owner: Person | None,
    due_on: dt.date | None,
    meeting: Meeting | None,
    amount: Decimal | None = None,
    hides_positions: bool | None = None,
    by: Person,
    now: dt.datetime,
) -> Decision:
    """The only way to change a decision: a new one, which takes its place once it is decided itself."""
    if meeting is not None and decision.group is None:
        raise Refused(_("This was decided without a group, so no meeting decides about it."))
    return draft_decision(
        title=title,
        context=context,
        options=options,
        owner=owner,
        due_on=due_on,
        amount=amount,
        group=decision.group,
        project=decision.project,
        meeting=meeting,
        supersedes=decision,
        is_reversal=is_reversal,
        hides_positions=hides_positions,
        by=by,
        now=now,
    )
