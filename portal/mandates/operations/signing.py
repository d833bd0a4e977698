"""The sponsor signs, the departments acknowledge, the letter is issued: each an answer to the exact text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Person
from portal.actions.codes import ATTEMPTS, last_number
from portal.agreements import operations as agreements
from portal.agreements.models import AgreementAnswer, AgreementParty, Answer, CapacityKind
from portal.agreements.operations import Asked, day_of
from portal.agreements.seen import Seen
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.mandates import events, letter, queries
from portal.mandates.models import Mandate, MandateState, TouchedDepartment, TouchState
from portal.mandates.operations.drafting import check_term, sponsor_of
from portal.outbox.operations import post
from portal.projects.models import AppointmentRole
from portal.projects.operations import admit
from portal.projects.operations.access import hold
from portal.register.operations import record

#: What most heads need to read a letter and to ask back.
USUAL_DAYS = 7


def put_mandate(
    mandate: Mandate, *, due_on: dt.date, by: Person, now: dt.datetime, today: dt.date
) -> AgreementParty:
    """Put the exact text to the sponsor. From here on nobody edits it; a change is another text, asked again."""
    hold(mandate.project)
    mandate.expect(MandateState.DRAFT)
    sponsor = sponsor_of(mandate.project, today)
    _check_complete(mandate, today)
    _check_not_oneself(mandate, sponsor, by)
    if due_on < today:
        raise Invalid(due_on=_("This day has passed."))
    mandate.put(sponsor, by, now)
    text = letter.full_text(mandate)
    version = agreements.put(
        mandate,
        text=text,
        terms=letter.terms(mandate),
        parties=[Asked(sponsor, CapacityKind.PERSON)],
        due_on=due_on,
        by=by,
        now=now,
        purpose=queries.SIGNATURE,
        project=mandate.project,
        language=letter.ENGLISH,
        is_told=False,
    )
    said = {"text": text, "digest": version.digest, "backdating_reason": mandate.backdating_reason}
    _record(events.PUT, mandate, by, now, sponsor=sponsor.name, due_on=due_on, **said)
    _post("to_sign", mandate, sponsor, now, "signature", actor=by.name, due_on=due_on)
    session().flush()
    return version.parties[0]


def _check_complete(mandate: Mandate, today: dt.date) -> None:
    """A letter without an end, a scope or anybody whom it concerns gives no authority."""
    if not (mandate.scope.strip() or mandate.scope_zh.strip()):
        raise Refused(_("Say what the mandate is for: its scope is empty."))
    if mandate.valid_to is None and mandate.until_milestone is None:
        raise Refused(_("Say how long the mandate lasts: until a day, or until a milestone is reached."))
    if not mandate.touched:
        raise Refused(_("Name the departments that the mandate touches: they have to acknowledge it."))
    if mandate.is_over(today):
        raise Refused(_("The term of this mandate is over already. Change it first."))
    try:
        check_term(mandate.valid_from, mandate.valid_to, mandate.backdating_reason, today)
    except Invalid as error:
        raise Refused(" ".join(error.errors.values())) from error


def _check_not_oneself(mandate: Mandate, sponsor: Person, by: Person) -> None:
    if mandate.grantee_id == sponsor.id:
        raise Refused(_("Nobody gives themselves authority. The sponsor signs for somebody else."))
    if by.id == sponsor.id:
        raise Refused(
            _("You would ask yourself. Let the manager or the programme office put it to you for signature.")
        )


def answer_signature(
    mandate: Mandate, *, answer: str, reason: str = "", seen: Seen | None = None, by: Person, now: dt.datetime
) -> None:
    """The sponsor's word, or that of their substitute. A no ends this edition; its reason is shown."""
    hold(mandate.project)
    party = queries.signature_party(mandate)
    mandate.expect(MandateState.AT_SIGNATURE)
    assert party is not None
    assert mandate.sponsor is not None
    _no_counter(answer)
    today = day_of(now)
    if not mandate.project.is_held_by(mandate.sponsor.id, today, AppointmentRole.SPONSOR):
        name = mandate.sponsor.name
        raise Refused(_("%(name)s does not sponsor this project any more. Withdraw the mandate.", name=name))
    if by.id == mandate.grantee_id:
        raise Refused(_("Nobody gives themselves authority. The sponsor signs for somebody else."))
    given = agreements.answer(
        party, answer=answer, reason=reason, by=by, now=now, seen=seen, project=mandate.project, is_told=False
    )
    if given.answer == Answer.DECLINE:
        mandate.decline(reason, by)
        _record(events.SIGNATURE_DECLINED, mandate, by, now, **_said(given))
        for person in _lead(mandate):
            _post("declined", mandate, person, now, actor=by.name, reason=reason)
        return
    _signed(mandate, given, now, today)


def _signed(mandate: Mandate, given: AgreementAnswer, now: dt.datetime, today: dt.date) -> None:
    by, other = given.by, given.on_behalf_of
    if mandate.is_over(today):
        raise Refused(_("The term of this mandate is over already. Withdraw it and draft another one."))
    mandate.sign(by, now)
    asked = [each for each in mandate.touched if not _knows_it(mandate, each, today)]
    names = [each.department.name for each in asked]
    extra = {"on_behalf_of": other.name} if other else {}
    event = events.SIGNED_FOR if other else events.SIGNED
    _record(event, mandate, by, now, **_said(given), recipients=names, **extra)
    due_on = today + dt.timedelta(days=USUAL_DAYS)
    for each in asked:
        _ask(mandate, each, due_on, now, today)
    _conclude(mandate, now, today)


def _knows_it(mandate: Mandate, each: TouchedDepartment, today: dt.date) -> bool:
    """Whoever wrote, put or signed the letter is not asked whether they have taken note of it."""
    head = each.department.head_on(today)
    authors = {mandate.signed_by_id, mandate.sponsor_id, mandate.put_by_id, mandate.drafted_by_id}
    if head is None or head.id not in authors:
        return False
    each.state = TouchState.OWN
    return True


def _ask(
    mandate: Mandate, each: TouchedDepartment, due_on: dt.date, now: dt.datetime, today: dt.date
) -> None:
    head = each.department.head_on(today)
    if head is not None and mandate.project.is_confidential:
        admit(mandate.project, head)
    each.state = TouchState.WAITING
    agreements.put(
        mandate,
        text=letter.full_text(mandate),
        terms={**letter.terms(mandate), "department": each.department.code},
        parties=[Asked(head, CapacityKind.HEAD, each.department)],
        due_on=due_on,
        by=mandate.signed_by,
        now=now,
        purpose=each.purpose,
        project=mandate.project,
        language=letter.ENGLISH,
        is_told=False,
    )
    place = f"acknowledgements/{each.id}"
    sponsor = mandate.sponsor.name if mandate.sponsor else ""
    _post(
        "to_acknowledge",
        mandate,
        head,
        now,
        place,
        actor=sponsor,
        due_on=due_on,
        department=each.department.name,
    )


def answer_acknowledgement(
    touched: TouchedDepartment,
    *,
    answer: str,
    reason: str = "",
    seen: Seen | None = None,
    by: Person,
    now: dt.datetime,
) -> None:
    """A department's head has read what changes for them. Who declines says why; it binds that department not."""
    mandate = touched.mandate
    hold(mandate.project)
    session().refresh(touched, ["state"])
    mandate.expect(MandateState.SIGNED)
    party = queries.acknowledgement_party(touched)
    if party is None:
        raise Refused(_("%(name)s need not acknowledge this mandate.", name=touched.department.name))
    _no_counter(answer)
    given = agreements.answer(
        party, answer=answer, reason=reason, by=by, now=now, seen=seen, project=mandate.project, is_told=False
    )
    is_declined = given.answer == Answer.DECLINE
    touched.state = TouchState.DECLINED if is_declined else TouchState.ACKNOWLEDGED
    touched.reason, touched.answered_by, touched.answered_at = reason, by, now
    touched.on_behalf_of = given.on_behalf_of
    _tell_acknowledgement(touched, given, now)
    _conclude(mandate, now, day_of(now))


def _tell_acknowledgement(touched: TouchedDepartment, given: AgreementAnswer, now: dt.datetime) -> None:
    mandate, by, other = touched.mandate, given.by, given.on_behalf_of
    extra = {"on_behalf_of": other.name} if other else {}
    if given.answer == Answer.DECLINE:
        event = events.REFUSED_FOR if other else events.REFUSED
    else:
        event = events.ACKNOWLEDGED_FOR if other else events.ACKNOWLEDGED
    department = touched.department.name
    _record(event, mandate, by, now, **_said(given), department=department, **extra)
    if given.answer == Answer.DECLINE:
        words = {"actor": by.name, "reason": touched.reason, "department": department}
        for person in {each.id: each for each in (*_lead(mandate), mandate.sponsor) if each}.values():
            if person.id != by.id:
                _post("refused", mandate, person, now, **words)


def _conclude(mandate: Mandate, now: dt.datetime, today: dt.date) -> None:
    """Once every department has answered the letter is issued, unless all of them declined."""
    session().flush()
    if mandate.waiting:
        return
    if len(mandate.declined) == len(mandate.touched):
        mandate.decline(_("Every department declined it."), None)
        _record(events.ACCEPTED_NOWHERE, mandate, None, now)
        return
    _issue(mandate, now, today)


def _issue(mandate: Mandate, now: dt.datetime, today: dt.date) -> None:
    """The numbered letter. What it replaces gives way on the day on which it comes into force."""
    current = queries.issued_now(mandate.project)
    if current is not None and current.id != mandate.replaces_id:
        raise Refused(_("This project has the mandate %(code)s in force.", code=current.number))
    if current is not None:
        mandate.in_force_on = max(mandate.valid_from, today)
        current.give_way(mandate)
        session().flush()  # one in force at a time, at every moment
    _give_number(mandate, current.code if current is not None else None, today)
    if current is not None:
        _record(events.SUPERSEDED, current, None, now, later=mandate.number)
    declined = [each.department.name for each in mandate.declined]
    _record(events.ISSUED, mandate, None, now, in_force_on=mandate.in_force_on, declined=declined)
    words: dict[str, Any] = {"in_force_on": mandate.in_force_on, "declined": declined}
    for person in _concerned(mandate, today):
        _post("issued", mandate, person, now, **words)


def _give_number(mandate: Mandate, code: str | None, today: dt.date) -> None:
    """Letters are numbered through the year; later editions keep the number. Whoever takes the same number at the
    same moment waits at the unique index, and takes the next.
    """
    if code is not None:
        mandate.issue(code, today)
        session().flush()
        return
    prefix = f"M-{today.year}-"
    column: Any = Mandate.code
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with session().begin_nested():
                mandate.issue(f"{prefix}{last_number(column, prefix) + 1:03d}", today)
                session().flush()
            return
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise


def _concerned(mandate: Mandate, today: dt.date) -> list[Person]:
    """Who has to know: lead, sponsor, and the head of every department that it touches."""
    heads = queries.heads_of([each.department_id for each in mandate.touched], today).values()
    people = [*_lead(mandate), mandate.sponsor, *heads]
    return list({person.id: person for person in people if person is not None}.values())


def _lead(mandate: Mandate) -> list[Person]:
    people = (mandate.grantee, mandate.put_by, mandate.drafted_by)
    return list({person.id: person for person in people if person is not None}.values())


def _no_counter(answer: str) -> None:
    if answer == Answer.COUNTER:
        raise Refused(
            _("A letter is signed or declined as it stands. Decline, and say what would have to change.")
        )


def _said(given: AgreementAnswer) -> dict[str, Any]:
    return {"reason": given.reason, "digest": given.digest}


def _record(event: Any, mandate: Mandate, by: Person | None, now: dt.datetime, **words: Any) -> None:
    record(event, mandate, by=by, now=now, project=mandate.project, **words)


def _post(
    template: str, mandate: Mandate, to: Person | None, now: dt.datetime, place: str = "", **facts: Any
) -> None:
    link = f"/mandates/{mandate.id}/{place}".rstrip("/")
    said = {"label": mandate.register_label(), "project": mandate.project.name, **facts}
    post(f"mandates/{template}", to=to, facts=said, link=link, now=now)


tell = _post
concerned = _concerned
__all__ = [
    "answer_acknowledgement",
    "answer_signature",
    "concerned",
    "put_mandate",
    "tell",
]
