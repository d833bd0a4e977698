"""What can be done with agreements: put a text, answer it, withdraw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import select

from portal.absences.queries import stands_in_for
from portal.accounts.models import Department, Person
from portal.agreements import events, queries
from portal.agreements.answerers import answerer_on
from portal.agreements.models import (
    Agreement,
    AgreementAnswer,
    AgreementParty,
    AgreementVersion,
    Answer,
    CapacityKind,
    Standing,
    State,
)
from portal.agreements.seen import Seen, digest_of, identified
from portal.core import clock
from portal.core.errors import Invalid, Refused
from portal.core.language import current_locale, date
from portal.database import session
from portal.outbox.operations import post
from portal.register.encoding import plain
from portal.register.operations import record


class Subject(Protocol):
    """Any recorded thing that people can agree on."""

    @property
    def id(self) -> Any: ...

    @property
    def uid(self) -> Any: ...

    def register_label(self) -> str: ...


@dataclass(frozen=True)
class Asked:
    """Somebody whose answer is wanted, in a capacity. No person: nobody has the capacity today."""

    person: Person | None
    capacity: CapacityKind = CapacityKind.PERSON
    department: Department | None = None
    project_id: int | None = None


def put(
    subject: Subject,
    *,
    text: str,
    terms: Mapping[str, Any],
    parties: Sequence[Asked],
    due_on: dt.date | None,
    by: Person | None,
    now: dt.datetime,
    purpose: str = "agreement",
    project: Any = None,
    language: str | None = None,
    is_told: bool = True,
) -> AgreementVersion:
    """Put an exact text to those who must answer it. Other words later are another version and ask again.

    `terms`: what the text says, as values (no floats). `language` of the text: by default that of this moment.
    `is_told=False`: the subject's own event and letters tell it, with the digest.
    """
    agreement = _agreement_about(subject, purpose, project, now)
    agreement.number += 1
    agreement.state, agreement.closed_at = State.OPEN, None
    said: dict[str, Any] = plain(dict(terms))
    spoken = language or current_locale()
    version = AgreementVersion(
        agreement=agreement,
        number=agreement.number,
        text=text,
        language=spoken,
        terms=said,
        digest=digest_of(text, spoken, said),
        made_by=by,
        made_at=now,
    )
    session().add(version)
    for number, asked in enumerate(parties, 1):
        session().add(_party(version, number, asked, due_on, day_of(now)))
    if is_told:
        _tell_put(version, parties, due_on, by, now, project)
    return version


def _agreement_about(subject: Subject, purpose: str, project: Any, now: dt.datetime) -> Agreement:
    kind = getattr(subject, "register_kind", type(subject).__name__.lower())
    found = queries.agreement_about(kind, subject.id, purpose)
    if found is not None:
        return found
    agreement = Agreement(
        subject_kind=kind,
        subject_id=subject.id,
        purpose=purpose,
        label=subject.register_label()[:300],
        project_id=project.id if project is not None else None,
        number=0,
        created_at=now,
    )
    session().add(agreement)
    return agreement


def _party(
    version: AgreementVersion, number: int, asked: Asked, due_on: dt.date | None, today: dt.date
) -> AgreementParty:
    return AgreementParty(
        version=version,
        number=number,
        capacity=asked.capacity,
        department=asked.department,
        project_id=asked.project_id,
        capacity_on=today,
        person=asked.person,
        answer_due_on=due_on,
    )


def answer(
    party: AgreementParty,
    *,
    answer: str,
    by: Person,
    now: dt.datetime,
    reason: str = "",
    seen: Seen | None = None,
    terms: Mapping[str, Any] | None = None,
    project: Any = None,
    is_told: bool = True,
) -> AgreementAnswer:
    """Say yes, no or otherwise to exactly the text that was seen; who stands in for somebody says so.

    Refused: to another version than the newest, a second time, by who put the text, by somebody else. Without
    `seen` it is stored that nobody handed over what was on the screen. `terms`: what was said yes to, where the
    answer fills a gap of the text (the head names the person).
    """
    said = Answer(answer)
    if said != Answer.ACCEPT and not reason.strip():
        raise Invalid(reason=_("Say why: whoever asked has to find another way."))
    hold(party)
    insist_answerable(party, seen)
    standing, represented = standing_of(party, by, day_of(now))
    given = AgreementAnswer(
        party=party,
        answer=said,
        reason=reason,
        by=by,
        on_behalf_of=represented,
        standing=standing,
        text_seen=seen.text if seen else "",
        language_seen=seen.language if seen else "",
        terms=party.version.terms if terms is None else plain(dict(terms)),
        digest=party.version.digest,
        identified_by=seen.identified_by if seen else identified(),
        answered_at=now,
    )
    session().add(given)
    session().flush()
    _conclude(party.version, said, now)
    if is_told:
        _tell_answer(given, now, project)
    return given


def hold(party: AgreementParty) -> None:
    """Wait for whoever is answering at this moment, and see what they said."""
    session().flush()
    _lock(party.agreement)
    session().refresh(party, ["answer"])


def _lock(agreement: Agreement) -> None:
    """By itself: PostgreSQL locks no row together with an outer join, however it was loaded before."""
    statement = select(Agreement).where(Agreement.id == agreement.id).with_for_update()
    session().scalars(statement.execution_options(populate_existing=True)).one()


def insist_answerable(party: AgreementParty, seen: Seen | None) -> None:
    """Explain why this cannot be answered (any more) by somebody who saw that text."""
    if not party.version.is_newest:
        _refuse_outdated(party, party.version.text)
    if party.answer is not None:
        day = date(day_of(party.answer.answered_at))
        raise Refused(_("%(name)s has answered this on %(day)s already.", name=party.answer.by.name, day=day))
    if seen is not None and seen.digest != party.version.digest:
        shown = queries.version_with(party.agreement, seen.digest)
        _refuse_outdated(party, shown.text if shown else None)
    party.agreement.insist_on_open()


def _refuse_outdated(party: AgreementParty, shown: str | None) -> None:
    newest = queries.newest_version(
        party.agreement.subject_kind, party.agreement.subject_id, party.agreement.purpose
    )
    now = (newest or party.version).text
    if shown is None:
        raise Refused(
            _("You answered a text that is not known here. It says now: “%(now)s” Look at it again.", now=now)
        )
    raise Refused(
        _(
            "The text has changed since you saw it. You saw: “%(shown)s” It says now: “%(now)s”"
            " Nothing was stored; look at it again.",
            shown=shown,
            now=now,
        )
    )


def standing_of(party: AgreementParty, by: Person, day: dt.date) -> tuple[Standing, Person | None]:
    """How `by` stands to the party, and in whose place they answer. Who put the text never answers it."""
    maker = party.version.made_by_id
    answerer = answerer_on(party, day)
    if by.id == maker or (answerer is not None and answerer.id == maker):
        raise Refused(_("Nobody answers what they asked for themselves."))
    if answerer is not None and answerer.id == by.id:
        return (Standing.SELF if by.id == party.person_id else Standing.SUCCESSOR), None
    if answerer is not None and answerer.id in stands_in_for(by.id, day):
        return Standing.SUBSTITUTE, answerer
    if party.capacity == CapacityKind.ASKER:
        return Standing.COLLEAGUE, answerer or party.person
    if answerer is None:
        raise Refused(_("Nobody can answer this: it waits for %(capacity)s.", capacity=party.capacity_label))
    raise Refused(
        _(
            "This was put to %(name)s: only they, or the substitute recorded for their absence, can answer.",
            name=answerer.name,
        )
    )


def _conclude(version: AgreementVersion, said: Answer, now: dt.datetime) -> None:
    """One no ends it; it is agreed when everybody has accepted. A counter waits for another version."""
    if said == Answer.DECLINE:
        version.agreement.close(State.DECLINED, now)
    elif said == Answer.ACCEPT and not queries.still_to_accept(version):
        version.agreement.close(State.AGREED, now)


def withdraw(
    agreement: Agreement,
    *,
    reason: str,
    by: Person | None,
    now: dt.datetime,
    state: State = State.WITHDRAWN,
    project: Any = None,
    is_told: bool = True,
) -> None:
    """Nobody needs to answer any more. `state`: withdrawn, or superseded by something else."""
    session().flush()
    _lock(agreement)
    agreement.insist_on_open()
    agreement.close(state, now)
    if not is_told:
        return
    record(events.WITHDRAWN, agreement, by=by, now=now, project=project, reason=reason)
    version = queries.newest_version(agreement.subject_kind, agreement.subject_id, agreement.purpose)
    for party in version.parties if version else []:
        facts = {"actor": by.name if by else "", "label": agreement.register_label(), "reason": reason}
        post(
            "agreements/withdrawn",
            to=party.person,
            facts=facts,
            link=f"/agreements/{agreement.id}",
            now=now,
            daily=True,
        )


def day_of(now: dt.datetime) -> dt.date:
    """The organization's calendar day of an instant."""
    return now.astimezone(clock.timezone()).date()


def _tell_put(
    version: AgreementVersion,
    parties: Sequence[Asked],
    due_on: dt.date | None,
    by: Person | None,
    now: dt.datetime,
    project: Any,
) -> None:
    session().flush()
    agreement = version.agreement
    names = [asked.person.name if asked.person else str(asked.capacity) for asked in parties]
    said: dict[str, Any] = {
        "text": version.text,
        "digest": version.digest,
        "parties": names,
        "due_on": due_on,
    }
    record(events.PUT, agreement, by=by, now=now, project=project, **said)
    facts = {"actor": by.name if by else "", "label": agreement.register_label(), "text": version.text}
    for person in {asked.person.id: asked.person for asked in parties if asked.person}.values():
        post(
            "agreements/put",
            to=person,
            facts={**facts, "due_on": due_on},
            link=f"/agreements/{agreement.id}",
            now=now,
            daily=due_on is None or due_on > day_of(now) + dt.timedelta(days=1),
        )


def _tell_answer(given: AgreementAnswer, now: dt.datetime, project: Any) -> None:
    version = given.party.version
    said: dict[str, Any] = {
        "reason": given.reason,
        "text": given.text_seen or version.text,
        "digest": given.digest,
    }
    event = events.ANSWERED[given.answer]
    if given.on_behalf_of is not None:
        event, said["on_behalf_of"] = events.ANSWERED_FOR[given.answer], given.on_behalf_of.name
    record(event, version.agreement, by=given.by, now=now, project=project, **said)
    facts = {
        "answer": str(given.answer),
        "standing": str(given.standing),
        "actor": given.by.name,
        "other": given.on_behalf_of.name if given.on_behalf_of else None,
        "label": version.agreement.register_label(),
        "reason": given.reason,
    }
    if version.made_by_id != given.by_id:
        link = f"/agreements/{version.agreement_id}"
        post("agreements/answered", to=version.made_by, facts=facts, link=link, now=now, daily=True)


__all__ = ["Asked", "Seen", "answer", "put", "withdraw"]
