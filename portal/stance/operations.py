"""Keeping the register of stakeholders, and recording how departments are seen to act."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.agreements.operations import day_of
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects.models import Project
from portal.projects.operations.access import hold
from portal.register.events import Event
from portal.register.operations import record
from portal.stance import events
from portal.stance.models import (
    Assessment,
    Contact,
    EngagementStep,
    Observation,
    Reply,
    Stakeholder,
    Talk,
)


def add_stakeholder(
    project: Project,
    *,
    department: Department | None,
    influence: str,
    interest: str,
    reason: str,
    by: Person,
    now: dt.datetime,
) -> Stakeholder:
    """A department enters the register with a first assessment. Each department once."""
    if department is None:
        raise Invalid(department=_("Choose one of the departments."))
    hold(project)
    same = select(Stakeholder.id).where(
        Stakeholder.project_id == project.id, Stakeholder.department_id == department.id
    )
    if session().scalar(same) is not None:
        raise Invalid(department=_("%(name)s stands in the register already.", name=department.name))
    stakeholder = Stakeholder(project=project, department=department, added_by_id=by.id, added_at=now)
    session().add(stakeholder)
    session().flush()
    assess(stakeholder, influence=influence, interest=interest, reason=reason, by=by, now=now)
    return stakeholder


def assess(
    stakeholder: Stakeholder, *, influence: str, interest: str, reason: str, by: Person, now: dt.datetime
) -> None:
    """Influence and interest of today; the assessments before stay."""
    said = {"influence": influence, "interest": interest, "reason": reason}
    session().add(
        Assessment(
            stakeholder_id=stakeholder.id,
            **said,
            assessed_on=day_of(now),
            assessed_by_id=by.id,
            assessed_at=now,
        )
    )
    _tell(events.ASSESSED, stakeholder, by, now, **said)


def name_contact(
    stakeholder: Stakeholder, *, person: Person, topic: str, by: Person, now: dt.datetime
) -> None:
    """Somebody to talk to, and about what."""
    hold(stakeholder.project)
    same = select(Contact.id).where(Contact.stakeholder_id == stakeholder.id, Contact.person_id == person.id)
    if session().scalar(same) is not None:
        raise Invalid(person=_("%(name)s is a contact already.", name=person.name))
    row = Contact(
        stakeholder_id=stakeholder.id, person_id=person.id, topic=topic, named_by_id=by.id, named_at=now
    )
    session().add(row)
    _tell(events.CONTACT_NAMED, stakeholder, by, now, name=person.name)


def plan_step(
    stakeholder: Stakeholder, *, what: str, responsible: Person, due_on: dt.date, by: Person, now: dt.datetime
) -> EngagementStep:
    """What is done, by whom, until when."""
    step = EngagementStep(
        stakeholder_id=stakeholder.id,
        what=what,
        responsible_id=responsible.id,
        due_on=due_on,
        created_by_id=by.id,
        created_at=now,
    )
    session().add(step)
    planned = {"what": what, "responsible": responsible.name, "due_on": due_on}
    _tell(events.STEP_PLANNED, stakeholder, by, now, **planned)
    return step


def close_step(step: EngagementStep, *, outcome: str, by: Person, now: dt.datetime) -> None:
    """Done, or given up: what came of it says which."""
    step.close(outcome, day_of(now))
    _tell(events.STEP_CLOSED, step.stakeholder, by, now, what=step.what, outcome=outcome)


def note_talk(
    stakeholder: Stakeholder, *, talked_on: dt.date, with_whom: str, note: str, by: Person, now: dt.datetime
) -> None:
    """A talk that took place. It cannot be changed afterwards: another one is noted beside it."""
    _not_ahead(now, talked_on=talked_on)
    row = Talk(
        stakeholder_id=stakeholder.id,
        talked_on=talked_on,
        with_whom=with_whom,
        note=note,
        noted_by_id=by.id,
        noted_at=now,
    )
    session().add(row)
    _tell(events.TALKED, stakeholder, by, now, talked_on=talked_on, digest=digest_of(with_whom, note))


def observe(
    stakeholder: Stakeholder,
    *,
    stance: str,
    grounds: str,
    tried: str,
    observed_on: dt.date,
    by: Person,
    now: dt.datetime,
) -> Observation:
    """How the department was seen to act. Its head reads it, so there must be nothing that hides it from them."""
    _not_ahead(now, observed_on=observed_on)
    head = stakeholder.department.head_on(day_of(now))
    if head is not None and head.id == by.id:
        raise Refused(_("Nobody records an observation about the department that they head."))
    project = stakeholder.project
    if head is not None and project.is_confidential and not _is_insider(project, head):
        raise Refused(
            _("The head of this department reads what is recorded about it. First let them into the project.")
        )
    observation = Observation(
        stakeholder_id=stakeholder.id,
        stance=stance,
        grounds=grounds,
        tried=tried,
        observed_on=observed_on,
        observed_by_id=by.id,
        observed_at=now,
    )
    session().add(observation)
    session().flush()
    record(events.OBSERVED, observation, by=by, now=now, digest=digest_of(stance, grounds, tried))
    facts = {"project": project.name}
    post("stance/observed", to=head, facts=facts, link=f"/stakeholders/{stakeholder.id}", now=now)
    return observation


def reply(observation: Observation, *, words: str, by: Person, now: dt.datetime) -> None:
    """The head's own words stand beside the observation, for everybody who reads it."""
    session().add(Reply(observation_id=observation.id, words=words, replied_by_id=by.id, replied_at=now))
    record(events.REPLIED, observation, by=by, now=now, digest=digest_of(words))


def digest_of(*words: str) -> str:
    return hashlib.sha256(repr(words).encode("utf-8", "replace")).hexdigest()


def _not_ahead(now: dt.datetime, **given: dt.date) -> None:
    for name, day in given.items():
        if day > day_of(now):
            raise Invalid(**{name: _("This day is still to come.")})


def _is_insider(project: Project, person: Person) -> bool:
    return any(insider.person_id == person.id for insider in project.insiders)


def _tell(event: Event, stakeholder: Stakeholder, by: Person, now: dt.datetime, **details: Any) -> None:
    """With the stakeholder alone: nothing of it shows in the project's history."""
    session().flush()
    session().expire(stakeholder, ["assessments", "contacts", "steps", "talks"])
    record(event, stakeholder, by=by, now=now, **details)
