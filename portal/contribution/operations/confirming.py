"""At a milestone the departments say whether the work up to there was shared out as agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.agreements import operations as agreements
from portal.agreements.models import AgreementAnswer, AgreementParty, Answer, CapacityKind
from portal.agreements.operations import Asked, day_of
from portal.agreements.queries import agreement_about
from portal.agreements.seen import Seen
from portal.contribution import events, queries, wording
from portal.contribution.models import Confirmation, Round, Sharing, SharingState
from portal.contribution.operations.sharing import USUAL_DAYS, no_counter
from portal.core.errors import Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects.models import AppointmentRole, Milestone
from portal.projects.operations import admit
from portal.projects.operations.access import hold
from portal.register.operations import record


def ask_for_confirmation(milestone: Milestone, *, by: Person | None, now: dt.datetime) -> Round:
    """Ask every department of the agreed version; a second time only those who said that something differs, or
    everybody where another version was agreed meanwhile. `by`: None where the portal asks by itself.
    """
    project = milestone.project
    hold(project)
    today = day_of(now)
    sharing = queries.in_state(project, SharingState.AGREED)
    if sharing is None:
        raise Refused(
            _("Nothing is agreed that could be confirmed. Propose how the work is shared out first.")
        )
    if milestone.actual_on is None or milestone.actual_on > today:
        raise Refused(_("This milestone is not reached yet."))
    asked = queries.round_of(milestone)
    departments = _to_ask(asked, sharing, now)
    asked = asked or Round(project=project, milestone=milestone)
    asked.sharing, asked.asked_by, asked.asked_at = sharing, by, now
    asked.due_on = today + dt.timedelta(days=USUAL_DAYS)
    session().add(asked)
    session().flush()
    _ask(asked, departments, by, now, today)
    return asked


def _to_ask(asked: Round | None, sharing: Sharing, now: dt.datetime) -> Sequence[Department]:
    if asked is None:
        return sharing.departments
    if asked.sharing_id == sharing.id:
        if not (differing := asked.differing):
            raise Refused(
                _("Everybody was asked at this milestone, and nobody has said that something differs.")
            )
        return differing
    for gone in asked.sharing.departments:
        found = agreement_about(Round.register_kind, asked.id, queries.round_purpose(gone))
        if found is not None and found.is_open:
            agreements.withdraw(found, reason="", by=None, now=now, is_told=False)
    return sharing.departments


def _ask(
    asked: Round, departments: Sequence[Department], by: Person | None, now: dt.datetime, today: dt.date
) -> None:
    names = [each.name for each in departments]
    said = {"milestone": asked.milestone.name, "sharing": asked.sharing.number, "departments": names}
    _record(events.ASKED, asked, by, now, due_on=asked.due_on, **said)
    for department in departments:
        head = department.head_on(today)
        if head is not None and asked.project.is_confidential:
            admit(asked.project, head)
        terms = wording.round_terms(asked, department)
        version = agreements.put(
            asked,
            text=wording.round_text(terms),
            terms=terms,
            parties=[Asked(head, CapacityKind.HEAD, department)],
            due_on=asked.due_on,
            by=None,
            now=now,
            purpose=queries.round_purpose(department),
            project=asked.project,
            is_told=False,
        )
        session().flush()
        link = f"/contribution/answers/{version.parties[0].id}"
        _post("to_confirm", asked, head, now, link, department=department.name, due_on=asked.due_on)


def answer_round(
    asked: Round,
    party: AgreementParty,
    *,
    answer: str,
    reason: str = "",
    seen: Seen | None = None,
    by: Person,
    now: dt.datetime,
) -> Confirmation:
    """The word of a department on that day. Whoever thinks otherwise later is asked again; nothing is changed."""
    no_counter(answer)
    hold(asked.project)
    given = agreements.answer(
        party, answer=answer, reason=reason, by=by, now=now, seen=seen, project=asked.project, is_told=False
    )
    said = Confirmation(
        round=asked,
        sharing=asked.sharing,
        department=party.department,
        is_as_agreed=given.answer == Answer.ACCEPT,
        words=reason,
        digest=given.digest,
        by=by,
        on_behalf_of=given.on_behalf_of,
        confirmed_at=now,
    )
    session().add(said)
    session().flush()
    _tell(asked, said, given, now)
    return said


def _tell(asked: Round, said: Confirmation, given: AgreementAnswer, now: dt.datetime) -> None:
    other, department = given.on_behalf_of, said.department.name
    plain = events.CONFIRMED if said.is_as_agreed else events.DIFFERS
    replaced = events.CONFIRMED_FOR if said.is_as_agreed else events.DIFFERS_FOR
    words: dict[str, Any] = {"department": department, "words": said.words, "digest": said.digest}
    if other is not None:
        words["on_behalf_of"] = other.name
    _record(replaced if other else plain, asked, said.by, now, milestone=asked.milestone.name, **words)
    if said.is_as_agreed:
        return
    managers = asked.project.holders(AppointmentRole.MANAGER, day_of(now))
    people = {
        each.id: each for each in (*managers, asked.asked_by) if each is not None and each.id != said.by_id
    }
    for person in people.values():
        facts = {"actor": said.by.name, "department": department, "words": said.words}
        _post("differs", asked, person, now, **facts)


def _record(event: Any, asked: Round, by: Person | None, now: dt.datetime, **words: Any) -> None:
    record(event, asked, by=by, now=now, project=asked.project, about=[asked.sharing], **words)


def _post(
    template: str, asked: Round, to: Person | None, now: dt.datetime, link: str = "", **facts: Any
) -> None:
    said = {"project": asked.project.name, "milestone": asked.milestone.name, **facts}
    place = link or f"/projects/{asked.project.code}/contribution"
    post(f"contribution/{template}", to=to, facts=said, link=place, now=now, daily=True)
