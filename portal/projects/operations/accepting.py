"""A role is taken, not typed in: the appointed person is asked, and accepts, declines or lets it lapse."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.agreements import operations as agreements
from portal.agreements.models import AgreementParty, Answer
from portal.agreements.operations import Asked, day_of
from portal.agreements.queries import agreement_about
from portal.agreements.seen import Seen
from portal.core.errors import Invalid, Refused
from portal.core.language import date
from portal.outbox.operations import post
from portal.projects import events, labels
from portal.projects.models import Acceptance, Appointment
from portal.projects.operations.access import hold
from portal.register.operations import record

PURPOSE = "acceptance"
#: Two weeks: a holiday does not decide about a role.
USUAL_DAYS = 14


def sentence(terms: Any) -> str:
    """What the person says yes or no to, in the language in force."""
    role = str(labels.ROLES.get(terms["role"], terms["role"]))
    day = date(dt.date.fromisoformat(terms["valid_from"]))
    said = {"role": role, "project": terms["project"], "day": day}
    if terms["valid_to"]:
        said["last"] = date(dt.date.fromisoformat(terms["valid_to"]))
        return _("You are asked to be %(role)s of %(project)s from %(day)s to %(last)s.", **said)
    return _("You are asked to be %(role)s of %(project)s from %(day)s.", **said)


def ask_to_accept(
    appointment: Appointment, *, by: Person, now: dt.datetime, due_on: dt.date | None = None
) -> None:
    """Put the role to the person. Whoever appoints or asks never answers; where it was recorded, it stays so."""
    hold(appointment.project)
    today = day_of(now)
    if appointment.person_id == by.id:
        raise Refused(_("Nobody accepts for themselves what they proposed. Ask somebody else to ask you."))
    if appointment.valid_to is not None and appointment.valid_to < today:
        raise Refused(_("This appointment has ended already."))
    if due_on is not None and due_on < today:
        raise Invalid(due_on=_("This day has passed."))
    due_on = due_on or today + dt.timedelta(days=USUAL_DAYS)
    appointment.ask(due_on)
    said = _put(appointment, due_on, by, now)
    person, role = appointment.person.name, str(appointment.role)
    _tell(events.APPOINTMENT_ASKED, appointment, by, now, person=person, role=role, **said)


def propose(appointment: Appointment, *, by: Person, now: dt.datetime) -> dict[str, Any]:
    """A new appointment: it is asked about at once, and lapses without an answer. What the register says of it."""
    due_on = day_of(now) + dt.timedelta(days=USUAL_DAYS)
    appointment.ask(due_on)
    appointment.acceptance = Acceptance.PROPOSED
    return _put(appointment, due_on, by, now)


def _put(appointment: Appointment, due_on: dt.date, by: Person, now: dt.datetime) -> dict[str, Any]:
    project = appointment.project
    terms = {
        "role": str(appointment.role),
        "project": project.name,
        "valid_from": appointment.valid_from.isoformat(),
        "valid_to": appointment.valid_to.isoformat() if appointment.valid_to else None,
    }
    version = agreements.put(
        appointment,
        text=sentence(terms),
        terms=terms,
        parties=[Asked(appointment.person)],
        due_on=due_on,
        by=by,
        now=now,
        purpose=PURPOSE,
        project=project,
        is_told=False,
    )
    facts = {"actor": by.name, **_facts(appointment), "text": version.text, "due_on": due_on}
    post(
        "projects/appointment_asked",
        to=appointment.person,
        facts=facts,
        link="/agreements",
        now=now,
        daily=True,
    )
    return {"due_on": due_on, "text": version.text, "digest": version.digest}


def answer_appointment(
    appointment: Appointment,
    party: AgreementParty,
    *,
    answer: str,
    reason: str,
    by: Person,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    """Yes or no. After a no nobody holds the role from today on: the vacancy is seen."""
    if answer == Answer.COUNTER:
        raise Invalid(
            answer=_("Accept or decline. If another day or role would do, say so when you decline.")
        )
    hold(appointment.project)
    said: dict[str, Any] = {"answer": answer, "reason": reason, "by": by, "seen": seen, "now": now}
    given = agreements.answer(party, **said, project=appointment.project, is_told=False)
    if answer == Answer.ACCEPT:
        take(appointment, now=now, digest=given.digest)
    else:
        _give_up(appointment, reason, by, now, given.digest)
    facts = {"actor": by.name, **_facts(appointment), "answer": str(answer), "reason": reason}
    link = f"/projects/{appointment.project.code}/people"
    maker = party.version.made_by
    post("projects/appointment_answered", to=maker, facts=facts, link=link, now=now, daily=True)


def take(appointment: Appointment, *, now: dt.datetime, digest: str | None = None) -> None:
    """The person's own word that they hold this role."""
    appointment.take(day_of(now))
    said: dict[str, Any] = {"role": str(appointment.role), "valid_from": appointment.valid_from}
    _tell(events.APPOINTMENT_ACCEPTED, appointment, appointment.person, now, digest=digest, **said)


def _give_up(appointment: Appointment, reason: str, by: Person, now: dt.datetime, digest: str) -> None:
    last = appointment.give_up(Acceptance.DECLINED, reason, day_of(now))
    said: dict[str, Any] = {"role": str(appointment.role), "reason": reason}
    _tell(events.APPOINTMENT_DECLINED, appointment, by, now, digest=digest, **said)
    tell_ended(appointment, last, by, now, reason)


def lapse(appointment: Appointment, *, now: dt.datetime) -> bool:
    """Silence is never consent: a new role falls vacant, a recorded one stays recorded and not accepted."""
    hold(appointment.project)
    today = day_of(now)
    if not appointment.waits or appointment.answer_due_on is None or appointment.answer_due_on >= today:
        return False
    _withdraw(appointment, None, now)
    said: dict[str, Any] = {"person": appointment.person.name, "due_on": appointment.answer_due_on}
    _tell(events.APPOINTMENT_LAPSED, appointment, None, now, role=str(appointment.role), **said)
    if appointment.acceptance == Acceptance.ASKED:
        appointment.acceptance = Acceptance.RECORDED
        return True
    last = appointment.give_up(Acceptance.LAPSED, "", today)
    tell_ended(appointment, last, None, now, "")
    return True


def take_back(appointment: Appointment, *, by: Person | None, now: dt.datetime) -> None:
    """Ended before the person answered: nobody needs to answer any more."""
    if appointment.waits:
        _withdraw(appointment, by, now)
        appointment.acceptance = Acceptance.WITHDRAWN


def _withdraw(appointment: Appointment, by: Person | None, now: dt.datetime) -> None:
    agreement = agreement_about(Appointment.register_kind, appointment.id, PURPOSE)
    if agreement is not None and agreement.is_open:
        agreements.withdraw(agreement, reason="", by=by, now=now, is_told=False)


def tell_ended(
    appointment: Appointment, day: dt.date, by: Person | None, now: dt.datetime, note: str
) -> None:
    """The register's words for the last day of an appointment, however it came."""
    person = appointment.person.name
    said: dict[str, Any] = {"person": person, "role": appointment.role, "valid_to": day, "note": note}
    _tell(events.APPOINTMENT_ENDED, appointment, by, now, **said)


def _tell(event: Any, appointment: Appointment, by: Person | None, now: dt.datetime, **said: Any) -> None:
    project, about = appointment.project, [appointment.person]
    record(event, appointment, by=by, now=now, project=project, about=about, **said)


def _facts(appointment: Appointment) -> dict[str, object]:
    role = labels.ROLES.get(appointment.role, appointment.role)
    return {"project": appointment.project.name, "role": role}
