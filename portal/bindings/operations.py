"""Who is bound and says so; what relied on a decision and what becomes of it; what a group looked at again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.agreements import operations as agreements
from portal.agreements.models import AgreementParty, Answer, CapacityKind, State
from portal.agreements.operations import Asked
from portal.agreements.queries import newest_version
from portal.agreements.seen import Seen
from portal.bindings import events, queries
from portal.bindings.models import (
    Binding,
    BindingState,
    Dependant,
    Fate,
    Look,
    LookKind,
    Reliance,
)
from portal.bindings.queries import PURPOSE, Relying
from portal.bindings.wording import sentence
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects.operations import admit
from portal.register.operations import record
from portal.steering.days import day_in_zone
from portal.steering.locking import hold
from portal.steering.models import Decision, DecisionState, Meeting
from portal.steering.watching import hear_replacements


def name_bound(
    decision: Decision,
    *,
    department: Department | None = None,
    person: Person | None = None,
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
) -> Binding:
    """Whoever is bound is asked to say that they read and understood it, or that it cannot be done.

    A department answers through its head. Who names themselves has read it.
    """
    hold(decision)
    _check_named(decision, department, person, due_on, day_in_zone(now))
    binding = Binding(
        decision=decision, department=department, person=person, due_on=due_on, named_by=by, named_at=now
    )
    session().add(binding)
    session().flush()
    asked = _asked(binding, day_in_zone(now))
    if asked.person is not None and decision.project is not None and decision.project.is_confidential:
        admit(decision.project, asked.person)
    said = {"text": "", "digest": ""}
    if asked.person is not None and asked.person.id == by.id:
        binding.settle(BindingState.ACKNOWLEDGED, by, day_in_zone(now))
    else:
        said = _put(binding, asked, by, now)
    _record(events.NAMED, binding, by, now, due_on=due_on, **said)
    return binding


def _check_named(
    decision: Decision, department: Department | None, person: Person | None, due_on: dt.date, today: dt.date
) -> None:
    if not decision.holds:
        raise Refused(_("Only a decision that holds binds somebody."))
    if (department is None) == (person is None):
        raise Invalid(department=_("Name a department or a person, one at a time."))
    if due_on < today:
        raise Invalid(due_on=_("This day has passed already."))
    for bound in queries.bindings_of(decision):
        is_same = (
            bound.person_id == person.id if person else department and bound.department_id == department.id
        )
        if is_same:
            field = "person" if person else "department"
            raise Invalid(**{field: _("%(name)s is named already.", name=bound.name)})


def _asked(binding: Binding, today: dt.date) -> Asked:
    if binding.department is None:
        return Asked(binding.person)
    head = binding.department.head_on(today)
    return Asked(head, CapacityKind.HEAD, binding.department)


def _put(binding: Binding, asked: Asked, by: Person, now: dt.datetime) -> dict[str, Any]:
    decision = binding.decision
    terms = {
        "code": decision.code,
        "title": decision.title,
        "decided_on": decision.decided_on,
        "outcome": decision.outcome,
        "due_on": decision.due_on,
    }
    text = sentence(terms)
    version = agreements.put(
        binding,
        text=text,
        terms=terms,
        parties=[asked],
        due_on=binding.due_on,
        by=by,
        now=now,
        purpose=PURPOSE,
        project=decision.project,
        is_told=False,
    )
    link = f"/bindings/{binding.id}/answer"
    _post("asked", binding, [asked.person], by, now, link, answer_by=binding.due_on)
    return {"text": text, "digest": version.digest}


def answer(
    binding: Binding,
    party: AgreementParty,
    *,
    answer: str,
    reason: str,
    by: Person,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    """Read and understood, or: it cannot be done, because. Either way the decision holds until it is replaced."""
    if answer == Answer.COUNTER:
        raise Refused(_("Say that you read and understood it, or that it cannot be done, and why."))
    binding.expect_open()
    project = binding.decision.project
    given = agreements.answer(
        party, answer=answer, by=by, now=now, reason=reason, seen=seen, project=project, is_told=False
    )
    state = BindingState.ACKNOWLEDGED if given.answer == Answer.ACCEPT else BindingState.CANNOT
    binding.settle(state, by, day_in_zone(now), reason)
    other = given.on_behalf_of.name if given.on_behalf_of else None
    said: dict[str, Any] = {"on_behalf_of": other, "digest": given.digest}
    if state == BindingState.ACKNOWLEDGED:
        _record(events.ACKNOWLEDGED, binding, by, now, **said)
        return
    _record(events.CANNOT, binding, by, now, reason=reason, **said)
    told = [binding.decision.owner, binding.named_by, binding.decision.recorded_by]
    _post("cannot", binding, told, by, now, f"/decisions/{binding.decision_id}", reason=reason)


def release(binding: Binding, *, reason: str, by: Person, now: dt.datetime) -> None:
    """No longer bound, and why; who was named stays on record."""
    _release(binding, reason, by, now)


def _release(binding: Binding, reason: str, by: Person | None, now: dt.datetime) -> None:
    binding.release(reason)
    version = newest_version(Binding.register_kind, binding.id, PURPOSE)
    if version is not None and version.agreement.is_open:
        agreements.withdraw(
            version.agreement, reason=reason, by=by, now=now, state=State.SUPERSEDED, is_told=False
        )
    _record(events.RELEASED, binding, by, now, reason=reason)


def see_implementation(
    decision: Decision, *, meeting: Meeting | None, note: str, by: Person, now: dt.datetime
) -> Look:
    """Decided is not carried out, and reported is not seen: the group looked at what was done."""
    hold(decision)
    if decision.state != DecisionState.IMPLEMENTED:
        raise Refused(_("Nobody has reported that it was carried out."))
    if queries.is_seen(decision):
        raise Refused(_("The group has seen it already."))
    made = _look(decision, LookKind.IMPLEMENTATION, meeting, note, None, by, now)
    said: dict[str, Any] = {"meeting": _label(meeting), "note": note}
    record(events.SEEN, decision, by=by, now=now, project=decision.project, about=_around(decision), **said)
    return made


def review(
    decision: Decision,
    *,
    meeting: Meeting | None,
    note: str,
    next_review_on: dt.date | None,
    by: Person,
    now: dt.datetime,
) -> Look:
    """Its review date had come: the group looked at it again and it stands, perhaps until another date."""
    hold(decision)
    if not decision.holds:
        raise Refused(_("Only a decision that holds is looked at again."))
    if next_review_on is not None and next_review_on <= day_in_zone(now):
        raise Invalid(next_review_on=_("Choose a day that is still to come."))
    made = _look(decision, LookKind.REVIEW, meeting, note, next_review_on, by, now)
    said: dict[str, Any] = {"meeting": _label(meeting), "note": note, "next_review_on": next_review_on}
    record(
        events.REVIEWED, decision, by=by, now=now, project=decision.project, about=_around(decision), **said
    )
    return made


def _look(
    decision: Decision,
    kind: LookKind,
    meeting: Meeting | None,
    note: str,
    next_review_on: dt.date | None,
    by: Person,
    now: dt.datetime,
) -> Look:
    made = Look(
        decision=decision,
        kind=kind,
        meeting=meeting,
        note=note,
        next_review_on=next_review_on,
        by=by,
        looked_on=day_in_zone(now),
        looked_at=now,
    )
    session().add(made)
    session().flush()
    return made


def _label(meeting: Meeting | None) -> str | None:
    return meeting.register_label() if meeting is not None else None


def _around(decision: Decision) -> list[Any]:
    return [decision.group] if decision.group is not None else []


def relate(found: Relying, *, decision: Decision, note: str = "", by: Person, now: dt.datetime) -> Reliance:
    """The record stands on this decision: if that falls, somebody has to say what becomes of the record."""
    hold(decision)
    if not decision.holds:
        decision.expect_replaceable()
    if any(each.decision_id == decision.id for each in queries.reliances_of(found.name, found.number)):
        raise Invalid(decision=_("This is on record already."))
    made = Reliance(
        decision=decision,
        subject_kind=found.name,
        subject_id=found.number,
        note=note,
        added_by=by,
        added_at=now,
    )
    session().add(made)
    session().flush()
    words = {"title": found.label, "decision": decision.register_label(), "note": note}
    _record_about(events.RELATED, found, decision, by, now, words)
    return made


def unrelate(reliance: Reliance, *, found: Relying, by: Person, now: dt.datetime) -> None:
    decision = reliance.decision
    words = {"title": found.label, "decision": decision.register_label()}
    _record_about(events.UNRELATED, found, decision, by, now, words)
    session().delete(reliance)
    session().flush()


def _record_about(
    event: Any, found: Relying, decision: Decision, by: Person, now: dt.datetime, words: dict[str, Any]
) -> None:
    subject = found.kind.subject(found.record)
    record(
        event, subject, by=by, now=now, project=found.kind.project(found.record), about=[decision], **words
    )


@hear_replacements
def ask_about_dependants(old: Decision, new: Decision, by: Person | None, now: dt.datetime) -> None:
    """A decision fell: what relied on it is written down at that moment, and nobody is bound by it any more."""
    found = queries.found_relying(old)
    for each in found:
        session().add(
            Dependant(
                decision=old,
                successor=new,
                subject_kind=each.kind,
                subject_id=each.number,
                label=each.label[:1000],
                found_at=now,
            )
        )
    session().flush()
    if found:
        count = len(found)
        record(events.ASKED_ABOUT, old, by=None, now=now, project=old.project, about=[new], relying=count)
    bound = [each for each in queries.bindings_of(old) if each.state != BindingState.RELEASED]
    _tell_bound(old, new, bound, by, now)
    for binding in bound:
        _release(binding, _("%(code)s took its place.", code=new.code), by, now)


def _tell_bound(
    old: Decision, new: Decision, bound: list[Binding], by: Person | None, now: dt.datetime
) -> None:
    """Whoever had to act by it hears that it no longer holds; its owner is told anyway."""
    today = day_in_zone(now)
    people = [each.answered_by or _asked(each, today).person for each in bound]
    known = {old.owner_id, by.id if by else None}
    told = {person.id: person for person in people if person is not None and person.id not in known}
    facts = {
        "code": old.code,
        "title": old.title,
        "successor": new.register_label(),
        "is_reversal": new.is_reversal,
    }
    for person in told.values():
        post("bindings/replaced", to=person, facts=facts, link=f"/decisions/{new.id}", now=now)


def settle(dependant: Dependant, *, fate: str, note: str, by: Person, now: dt.datetime) -> None:
    """Stays, changes or ends: one answer for each, with its reason where something changes."""
    chosen = Fate(fate)
    if chosen in {Fate.CHANGES, Fate.ENDS} and not note.strip():
        raise Invalid(note=_("Say what changes, or why it ends."))
    dependant.settle(chosen, note, by, day_in_zone(now))
    decision = dependant.decision
    found = queries.relying(dependant.subject_kind, dependant.subject_id)
    subject = found.kind.subject(found.record) if found is not None else decision
    words: dict[str, Any] = {
        "title": dependant.label,
        "decision": decision.register_label(),
        "fate": str(chosen),
        "note": note,
    }
    project = found.kind.project(found.record) if found is not None else decision.project
    about = [decision, dependant.successor]
    record(events.SETTLED, subject, by=by, now=now, project=project, about=about, **words)


def _record(event: Any, binding: Binding, by: Person | None, now: dt.datetime, **words: Any) -> None:
    decision = binding.decision
    around: list[Any] = [decision]
    who: Any = binding.person or binding.department
    said = {"name": binding.name, "decision": decision.register_label(), **words}
    record(event, binding, by=by, now=now, project=decision.project, about=[*around, who], **said)


def _post(
    template: str,
    binding: Binding,
    people: list[Person | None],
    by: Person,
    now: dt.datetime,
    link: str,
    **facts: Any,
) -> None:
    decision = binding.decision
    given = {
        "code": decision.code,
        "title": decision.title,
        "outcome": decision.outcome,
        "name": binding.name,
        "due_on": decision.due_on,
        "by": by.name,
        **facts,
    }
    told = {person.id: person for person in people if person is not None and person.id != by.id}
    for person in told.values():
        post(f"bindings/{template}", to=person, facts=given, link=link, now=now)
