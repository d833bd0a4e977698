"""The owner's own yes: who is given a task accepts it or says why not; who takes one over does so, too.

Both are agreements on an exact text. Whoever gave the task never accepts it for the owner.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.actions import events
from portal.actions.models import Acceptance, ActionItem
from portal.actions.operations import hand_over_action
from portal.actions.watching import Act, hear
from portal.agreements import operations as agreements
from portal.agreements import queries as agreed
from portal.agreements.models import AgreementAnswer, AgreementParty, AgreementVersion, Answer, State
from portal.agreements.operations import Asked
from portal.agreements.seen import Seen
from portal.agreements.subjects import SubjectKind, add_subject
from portal.core.errors import Refused
from portal.core.language import date
from portal.database import session
from portal.followup import rules
from portal.followup.queries import origin_of
from portal.followup.subjects import Followed
from portal.outbox.operations import post
from portal.projects.models import Project
from portal.register.operations import record
from portal.steering.days import day_in_zone

ACCEPTANCE, HAND_OVER = "acceptance", "hand_over"
#: How long an owner has to say yes or no.
DAYS = 7


@hear
def follow(action: ActionItem, act: Act, by: Person, now: dt.datetime) -> None:
    """What an act on an action means for the owner's yes."""
    if act == Act.CLOSED:
        _end_asking(action, by, now)
    elif act == Act.GIVEN or (act == Act.CHANGED and _counts_anew(action, by)):
        ask_owner(action, by=by, now=now)


def _counts_anew(action: ActionItem, by: Person) -> bool:
    """Other words or another date from somebody else than the owner: the yes was to what stood there before."""
    return action.acceptance != Acceptance.NOT_ASKED and action.owner_id != by.id


def ask_owner(action: ActionItem, *, by: Person, now: dt.datetime) -> None:
    """Put the task to its owner. Who gives a task to themselves has said yes by that."""
    if action.owner is None:
        return
    if action.owner.id == by.id:
        action.accept(day_in_zone(now))
        return
    action.await_acceptance()
    _put(action, action.owner, ACCEPTANCE, by=by, now=now)


def _put(
    action: ActionItem, to: Person, purpose: str, *, by: Person, now: dt.datetime, old: str = ""
) -> None:
    terms = {"code": action.code, "title": action.title, "due_on": action.due_on, "from": old}
    project = session().get(Project, action.project_id) if action.project_id else None
    agreements.put(
        action,
        text=_sentence(purpose, terms),
        terms=terms,
        parties=[Asked(to)],
        due_on=_answer_by(action, now),
        by=by,
        now=now,
        purpose=purpose,
        project=project,
        is_told=False,
    )


def _answer_by(action: ActionItem, now: dt.datetime) -> dt.date:
    """Within a week, and before the task itself is due."""
    today = day_in_zone(now)
    latest = today + dt.timedelta(days=DAYS)
    return max(today, min(latest, action.due_on)) if action.due_on else latest


def _sentence(purpose: str, terms: Mapping[str, Any]) -> str:
    given = terms.get("due_on")
    day = dt.date.fromisoformat(given) if isinstance(given, str) else given
    said = {"title": terms["title"], "day": date(day), "old": terms.get("from") or _("nobody")}
    if purpose == HAND_OVER:
        with_day = _("Take over from %(old)s, to be done by %(day)s: %(title)s")
        return (with_day if day else _("Take over from %(old)s: %(title)s")) % said
    return (_("To be done by %(day)s: %(title)s") if day else _("To be done: %(title)s")) % said


def ask_to_take_over(followed: Followed, *, owner: Person, note: str, by: Person, now: dt.datetime) -> None:
    """Somebody else is asked; until they say yes, it stays with who owns it now."""
    action = followed.action
    action.expect_open()
    old = _owner_name(action)
    _put(action, owner, HAND_OVER, by=by, now=now, old=old)
    about = [person for person in (action.owner, owner) if person is not None]
    said: dict[str, Any] = {"old": old, "new": owner.name, "note": note}
    record(events.HAND_OVER_ASKED, action, by=by, now=now, project=followed.project, about=about, **said)
    _post("hand_over_asked", action, [owner], by, now, old=old, new=owner.name, note=note)


def _owner_name(action: ActionItem) -> str:
    return action.owner.name if action.owner else action.owner_as_given or _("nobody")


def open_party(action_id: int, purpose: str) -> AgreementParty | None:
    """Who is asked at this moment, if anybody is."""
    version = agreed.newest_version(ActionItem.register_kind, action_id, purpose)
    if version is None or not version.agreement.is_open:
        return None
    return next((party for party in version.parties if party.answer is None), None)


def answer(
    followed: Followed,
    party: AgreementParty,
    *,
    answer: str,
    reason: str,
    by: Person,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    """Yes or no. Who would do it otherwise says so with the no; whoever gave it then changes the task."""
    if answer == Answer.COUNTER:
        raise Refused(_("Accept the task, or decline it and say what you could do instead."))
    followed.action.expect_open()
    given = agreements.answer(
        party,
        answer=answer,
        by=by,
        now=now,
        reason=reason,
        seen=seen,
        project=followed.project,
        is_told=False,
    )
    act = _taken_over if party.agreement.purpose == HAND_OVER else _accepted
    act(followed, party, given, now)


def _accepted(followed: Followed, party: AgreementParty, given: AgreementAnswer, now: dt.datetime) -> None:
    action, day = followed.action, day_in_zone(now)
    said: dict[str, Any] = {"text": given.text_seen or party.version.text, "digest": given.digest}
    if given.answer == Answer.ACCEPT:
        action.accept(day)
        record(events.ACCEPTED, action, by=given.by, now=now, project=followed.project, **said)
        return
    action.decline(given.reason, day)
    said["reason"] = given.reason
    record(events.DECLINED, action, by=given.by, now=now, project=followed.project, **said)
    _post("declined", action, [action.created_by, party.version.made_by], given.by, now, reason=given.reason)


def _taken_over(followed: Followed, party: AgreementParty, given: AgreementAnswer, now: dt.datetime) -> None:
    action, old = followed.action, followed.action.owner
    told = [old, action.created_by, party.version.made_by]
    if given.answer == Answer.ACCEPT:
        take_over(followed, owner=party.person or given.by, by=given.by, now=now)
        _post("taken_over", action, told, given.by, now, old=old.name if old else "")
        return
    said: dict[str, Any] = {"old": _owner_name(action), "reason": given.reason}
    record(events.HAND_OVER_DECLINED, action, by=given.by, now=now, project=followed.project, **said)
    _post("hand_over_declined", action, told, given.by, now, old=said["old"], reason=given.reason)


def take_over(followed: Followed, *, owner: Person, by: Person, now: dt.datetime, note: str = "") -> None:
    """With the receiver's own word: old and new owner stand in the register, and the yes is theirs."""
    action = followed.action
    _end_asking(action, by, now)
    hand_over_action(action, owner=owner, note=note, by=by, now=now, project=followed.project)
    action.accept(day_in_zone(now))


def _end_asking(action: ActionItem, by: Person, now: dt.datetime) -> None:
    """Nobody needs to answer about it any more."""
    for purpose in (ACCEPTANCE, HAND_OVER):
        version = agreed.newest_version(ActionItem.register_kind, action.id, purpose)
        if version is not None and version.agreement.is_open:
            agreements.withdraw(
                version.agreement, reason="", by=by, now=now, state=State.SUPERSEDED, is_told=False
            )


def _post(
    template: str,
    action: ActionItem,
    people: Iterable[Person | None],
    by: Person,
    now: dt.datetime,
    **facts: Any,
) -> None:
    """To each once, and not to who acts."""
    given = {"code": action.code, "title": action.title, "due_on": action.due_on, "by": by.name, **facts}
    told = {person.id: person for person in people if person is not None and person.id != by.id}
    for person in told.values():
        post(f"actions/{template}", to=person, facts=given, link=f"/actions/{action.id}", now=now)


def load(numbers: Iterable[int]) -> Mapping[int, Followed]:
    """Actions with what they were born in."""
    statement = select(ActionItem).where(ActionItem.id.in_(set(numbers)))
    statement = statement.options(selectinload(ActionItem.owner), selectinload(ActionItem.created_by))
    found = session().scalars(statement).all()
    _warm({each.project_id for each in found})
    return {each.id: Followed(each, origin_of(each)) for each in found}


def _warm(project_ids: set[int | None]) -> None:
    """Their projects in one statement; `origin_of` then finds them in the session."""
    wanted = {number for number in project_ids if number is not None}
    if wanted:
        statement = select(Project).where(Project.id.in_(wanted)).options(selectinload(Project.insiders))
        session().scalars(statement.options(joinedload(Project.programme))).all()


def may_read(actor: Actor, followed: Followed) -> bool:
    return rules.read(actor, followed)


def words(_followed: Followed, version: AgreementVersion) -> str:
    return _sentence(version.agreement.purpose, version.terms)


def answer_address(followed: Followed, party: AgreementParty) -> str:
    page = "hand-over/answer" if party.agreement.purpose == HAND_OVER else "acceptance"
    return f"/actions/{followed.action.id}/{page}"


add_subject(
    ActionItem.register_kind,
    SubjectKind(
        load=load,
        may_read=may_read,
        title=lambda followed: str(followed.action.register_label()),
        address=lambda followed: f"/actions/{followed.action.id}",
        words=words,
        answer=answer,
        answer_address=answer_address,
        one_click=lambda _followed, party: (
            _("Take it over") if party.agreement.purpose == HAND_OVER else _("Accept")
        ),
    ),
)
