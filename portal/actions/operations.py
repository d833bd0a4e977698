"""What can be done with action items. Who may is decided upstairs, where their origin is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.actions import events, queries
from portal.actions.codes import store_with_code
from portal.actions.models import ActionCarry, ActionItem
from portal.actions.watching import Act, tell
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.register.operations import record

SERIES, WIDTH = "A-", 6


def create_action(
    *,
    title: str,
    owner: Person | None,
    due_on: dt.date | None,
    note: str = "",
    project_id: int | None = None,
    meeting_id: int | None = None,
    decision_id: int | None = None,
    risk_id: int | None = None,
    by: Person,
    now: dt.datetime,
    project: Any = None,
    born_in: Any = None,
) -> ActionItem:
    """A task gets one owner and one date, and keeps the name of what it was born in.

    `project` and `born_in` are the records themselves where the caller has them: their timelines show it.
    """
    action = ActionItem(
        title=title,
        owner=owner,
        due_on=due_on,
        note=note,
        project_id=project.id if project is not None else project_id,
        meeting_id=meeting_id,
        decision_id=decision_id,
        risk_id=risk_id,
        created_by=by,
        created_at=now,
    )
    store_with_code(action, column=ActionItem.code, prefix=SERIES, width=WIDTH)
    record(
        events.CREATED,
        action,
        by=by,
        now=now,
        project=project,
        about=_parties(action, *([born_in] if born_in is not None else [])),
        owner=owner.name if owner else _("nobody"),
        due_on=due_on,
        note=note,
        origin=born_in.register_label() if born_in is not None else "",
    )
    _tell_owner(action, by, now)
    tell(action, Act.GIVEN, by, now)
    return action


def reword_action(
    action: ActionItem, *, title: str, note: str, by: Person, now: dt.datetime, project: Any = None
) -> None:
    """The wording of a task may become clearer while it is open; both wordings are kept in the register."""
    action.expect_open()
    values = {"title": title, "note": note}
    before = {name: getattr(action, name) for name, value in values.items() if getattr(action, name) != value}
    if not before:
        return
    action.title, action.note = title, note
    after = {name: values[name] for name in before}
    record(events.REWORDED, action, by=by, now=now, project=project, before=before, after=after)
    tell(action, Act.CHANGED, by, now)


def hand_over_action(
    action: ActionItem, *, owner: Person, note: str = "", by: Person, now: dt.datetime, project: Any = None
) -> None:
    """Somebody else answers for it from now on; who did before stays on record."""
    before = action.owner
    if before is not None and before.id == owner.id:
        raise Invalid(owner=_("%(name)s owns this action already.", name=owner.name))
    old = before.name if before else action.owner_as_given or _("nobody")
    action.hand_over(owner)
    about = [owner] if before is None else [before, owner]
    record(
        events.HANDED_OVER,
        action,
        by=by,
        now=now,
        project=project,
        about=about,
        old=old,
        new=owner.name,
        note=note,
    )
    _tell_owner(action, by, now)
    tell(action, Act.HANDED_OVER, by, now)


def put_off_action(
    action: ActionItem, *, due_on: dt.date, reason: str, by: Person, now: dt.datetime, project: Any = None
) -> None:
    """Another date, with the reason: nobody finds a date moved without knowing why."""
    old = action.due_on
    if old == due_on:
        raise Invalid(due_on=_("This is the date it is due already."))
    action.put_off(due_on)
    record(events.PUT_OFF, action, by=by, now=now, project=project, old=old, new=due_on, reason=reason)
    facts = {**_facts(action, by), "before": old, "reason": reason}
    for person in _others(by, action.owner, action.created_by):
        post("actions/put_off", to=person, facts=facts, link=f"/actions/{action.id}", now=now)
    tell(action, Act.CHANGED, by, now)


def complete_action(
    action: ActionItem,
    *,
    outcome: str,
    evidence: str = "",
    evidence_address: str = "",
    by: Person,
    now: dt.datetime,
    today: dt.date,
    project: Any = None,
) -> None:
    """Done, with what came of it and what shows it; who gave the task is told."""
    action.complete(outcome, today)
    action.evidence, action.evidence_address = evidence, evidence_address
    said: dict[str, Any] = {"outcome": outcome, "evidence": evidence}
    record(events.COMPLETED, action, by=by, now=now, project=project, about=_parties(action), **said)
    facts = {**_facts(action, by), **said}
    for person in _others(by, action.created_by):
        post("actions/completed", to=person, facts=facts, link=f"/actions/{action.id}", now=now)
    tell(action, Act.CLOSED, by, now)


def cancel_action(
    action: ActionItem, *, reason: str, by: Person, now: dt.datetime, today: dt.date, project: Any = None
) -> None:
    """No longer needed, and why; the owner is told."""
    action.cancel(reason, today)
    record(events.CANCELLED, action, by=by, now=now, project=project, about=_parties(action), reason=reason)
    facts = {**_facts(action, by), "reason": reason}
    for person in _others(by, action.owner):
        post("actions/cancelled", to=person, facts=facts, link=f"/actions/{action.id}", now=now)
    tell(action, Act.CLOSED, by, now)


def carry_over_action(
    action: ActionItem, *, meeting: Any, by: Person, now: dt.datetime, project: Any = None
) -> None:
    """Still open, so the next meeting talks about it: the same action, with its age, not a copy."""
    action.expect_open()
    if action.meeting_id == meeting.id or queries.is_carried_to(action, meeting.id):
        raise Refused(_("This meeting has this action already."))
    session().add(ActionCarry(action=action, meeting_id=meeting.id, carried_by=by, carried_at=now))
    session().flush()
    label = meeting.register_label()
    record(events.CARRIED_OVER, action, by=by, now=now, project=project, about=[meeting], meeting=label)


def _tell_owner(action: ActionItem, by: Person, now: dt.datetime) -> None:
    for person in _others(by, action.owner):
        post("actions/given", to=person, facts=_facts(action, by), link=f"/actions/{action.id}", now=now)


def _facts(action: ActionItem, by: Person) -> dict[str, Any]:
    return {
        "code": action.code,
        "title": action.title,
        "note": action.note,
        "due_on": action.due_on,
        "by": by.name,
    }


def _parties(action: ActionItem, *born_in: Any) -> Iterable[Any]:
    return [*born_in, *([action.owner] if action.owner else [])]


def _others(by: Person, *people: Person | None) -> list[Person]:
    """Each once, and not who acts: nobody needs a letter about what they just did."""
    found = {person.id: person for person in people if person is not None and person.id != by.id}
    return list(found.values())
