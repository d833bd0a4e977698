"""Propose how the work is shared out, accept or decline it, withdraw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.agreements import operations as agreements
from portal.agreements.models import (
    AgreementAnswer,
    AgreementParty,
    AgreementVersion,
    Answer,
    CapacityKind,
    State,
)
from portal.agreements.operations import Asked, day_of
from portal.agreements.queries import agreement_about
from portal.agreements.seen import Seen
from portal.contribution import events, queries, wording
from portal.contribution.models import Share, Sharing, SharingState
from portal.contribution.shares import Wanted, faults, in_order
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects.models import Phase, Project
from portal.projects.operations import admit
from portal.projects.operations.access import hold
from portal.register.operations import record

#: What most heads need to look at their share and to ask back.
USUAL_DAYS = 7


def propose_sharing(
    project: Project,
    *,
    shares: Sequence[Wanted],
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
    reason: str = "",
    base: int | None = None,
) -> Sharing:
    """Put a version to the heads of all departments in it. What is agreed stands until all have accepted.

    `base`: the number of the newest version that was on the screen. A proposal that still waits gives way.
    """
    hold(project)
    today = day_of(now)
    last = queries.last_number(project)
    _check(project, shares, due_on, reason, last, base, today)
    waiting = queries.in_state(project, SharingState.PROPOSED)
    if waiting is not None:
        _replace(waiting, last + 1, now)
    sharing = Sharing(
        project=project,
        number=last + 1,
        reason=reason,
        due_on=due_on,
        proposed_by=by,
        proposed_at=now,
        shares=[Share(**_values(each)) for each in in_order(shares)],
    )
    session().add(sharing)
    session().flush()
    _put(sharing, by, now, today)
    return sharing


def _values(each: Wanted) -> dict[str, Any]:
    part = str(each.part) if each.part else None
    return {"kind": str(each.kind), "department": each.department, "percent": each.percent, "part": part}


def _check(
    project: Project,
    shares: Sequence[Wanted],
    due_on: dt.date,
    reason: str,
    last: int,
    base: int | None,
    today: dt.date,
) -> None:
    if project.phase == Phase.CLOSED:
        raise Refused(_("This project is closed. What was agreed stands."))
    if base is not None and base != last:
        raise Refused(_("Meanwhile version %(number)d was proposed. Look at it first.", number=last))
    if found := faults(shares):
        raise Invalid(shares=" ".join(found))
    if due_on < today:
        raise Invalid(due_on=_("This day has passed."))
    if last and not reason.strip():
        raise Invalid(reason=_("Say why the version before no longer fits: the departments are asked again."))


def _replace(waiting: Sharing, later: int, now: dt.datetime) -> None:
    found = agreement_about(Sharing.register_kind, waiting.id, queries.PURPOSE)
    if found is not None and found.is_open:
        agreements.withdraw(found, reason="", by=None, now=now, state=State.SUPERSEDED, is_told=False)
    waiting.end(SharingState.REPLACED, "", day_of(now))
    session().flush()  # one waits at a time, at every moment
    record(events.REPLACED, waiting, by=None, now=now, project=waiting.project, later=later)


def _put(sharing: Sharing, by: Person, now: dt.datetime, today: dt.date) -> AgreementVersion:
    """Who proposes it and heads a department has said yes to it by that, and is not asked."""
    heads = {each: each.head_on(today) for each in sharing.departments}
    asked = {each: head for each, head in heads.items() if head is None or head.id != by.id}
    if not asked:
        raise Refused(
            _("You would only ask yourself. Let somebody else propose it, or name who else contributes.")
        )
    for head in asked.values():
        if head is not None and sharing.project.is_confidential:
            admit(sharing.project, head)
    terms = wording.terms_of(sharing)
    text = wording.text_of(terms)
    version = agreements.put(
        sharing,
        text=text,
        terms=terms,
        parties=[Asked(head, CapacityKind.HEAD, each) for each, head in asked.items()],
        due_on=sharing.due_on,
        by=by,
        now=now,
        purpose=queries.PURPOSE,
        project=sharing.project,
        is_told=False,
    )
    session().flush()
    names = [each.name for each in asked]
    said = {"text": text, "digest": version.digest, "departments": names, "reason": sharing.reason}
    _record(events.PROPOSED, sharing, by, now, due_on=sharing.due_on, **said)
    for party in version.parties:
        facts = {"department": party.department.name if party.department else "", "actor": by.name}
        link = f"/contribution/answers/{party.id}"
        _post("proposed", sharing, party.person, now, link, due_on=sharing.due_on, **facts)
    return version


def answer_sharing(
    sharing: Sharing,
    party: AgreementParty,
    *,
    answer: str,
    reason: str = "",
    seen: Seen | None = None,
    by: Person,
    now: dt.datetime,
) -> AgreementAnswer:
    """A department accepts its share, or says why not. One no ends this version; the agreed one stands."""
    hold(sharing.project)
    session().refresh(sharing, ["state"])
    sharing.expect_proposed()
    no_counter(answer)
    given = agreements.answer(
        party, answer=answer, reason=reason, by=by, now=now, seen=seen, project=sharing.project, is_told=False
    )
    _tell_answer(sharing, given, now)
    if given.answer == Answer.DECLINE:
        sharing.end(SharingState.DECLINED, reason, day_of(now))
    elif party.agreement.state == State.AGREED:
        _agree(sharing, given, now)
    return given


def no_counter(answer: str) -> None:
    if answer == Answer.COUNTER:
        raise Refused(
            _("This is accepted or declined as it stands. Decline, and say what would have to change.")
        )


def _tell_answer(sharing: Sharing, given: AgreementAnswer, now: dt.datetime) -> None:
    is_declined, other = given.answer == Answer.DECLINE, given.on_behalf_of
    plain = events.DECLINED if is_declined else events.ACCEPTED
    replaced = events.DECLINED_FOR if is_declined else events.ACCEPTED_FOR
    department = given.party.department.name if given.party.department else ""
    said: dict[str, Any] = {"department": department, "reason": given.reason, "digest": given.digest}
    if other is not None:
        said["on_behalf_of"] = other.name
    _record(replaced if other else plain, sharing, given.by, now, **said)
    if is_declined and sharing.proposed_by_id != given.by_id:
        facts = {"actor": given.by.name, "department": department, "reason": given.reason}
        _post("declined", sharing, sharing.proposed_by, now, **facts)


def _agree(sharing: Sharing, given: AgreementAnswer, now: dt.datetime) -> None:
    today = day_of(now)
    current = queries.in_state(sharing.project, SharingState.AGREED)
    if current is not None:
        current.end(SharingState.REPLACED, "", today)
        session().flush()  # one is agreed at a time, at every moment
        _record(events.REPLACED, current, None, now, later=sharing.number)
    sharing.agree(today)
    session().flush()
    _record(events.AGREED, sharing, None, now, agreed_on=today, digest=given.digest)
    heads = [each.head_on(today) for each in sharing.departments]
    people = {each.id: each for each in (sharing.proposed_by, *heads) if each is not None}
    for person in people.values():
        _post("agreed", sharing, person, now)


def withdraw_sharing(sharing: Sharing, *, reason: str, by: Person, now: dt.datetime) -> None:
    """Nobody needs to answer any more; what is agreed stands."""
    hold(sharing.project)
    session().refresh(sharing, ["state"])
    sharing.expect_proposed()
    version = queries.version_of(sharing)
    if version is not None:
        agreements.withdraw(version.agreement, reason=reason, by=by, now=now, is_told=False)
    sharing.end(SharingState.WITHDRAWN, reason, day_of(now))
    _record(events.WITHDRAWN, sharing, by, now, reason=reason)
    for party in version.parties if version is not None else []:
        _post("withdrawn", sharing, party.person, now, actor=by.name, reason=reason)


def _record(event: Any, sharing: Sharing, by: Person | None, now: dt.datetime, **words: Any) -> None:
    record(event, sharing, by=by, now=now, project=sharing.project, **words)


def _post(
    template: str, sharing: Sharing, to: Person | None, now: dt.datetime, link: str = "", **facts: Any
) -> None:
    said = {"project": sharing.project.name, "number": sharing.number, **facts}
    place = link or f"/contribution/{sharing.id}"
    post(f"contribution/{template}", to=to, facts=said, link=place, now=now, daily=True)
