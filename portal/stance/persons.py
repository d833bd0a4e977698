"""Observations that name persons: off until the organization switches them on, and gone after ninety days.

A closed circle reads them, and the person whom they are about. The register holds digests alone.
"""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.agreements.operations import day_of
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects.models import Project
from portal.projects.operations.access import hold
from portal.register.operations import record
from portal.stance import events
from portal.stance.models import CircleMember, OwnPosition, PersonObservation, PersonSwitch
from portal.stance.operations import digest_of
from portal.stance.queries import names_persons

TERM = dt.timedelta(days=90)


def switch(*, is_on: bool, reason: str, by: Person, now: dt.datetime) -> PersonSwitch:
    """For the whole organization. Off: nobody reads what was recorded, from this moment."""
    if is_on == names_persons():
        raise Refused(_("It stands like that already."))
    row = PersonSwitch(is_on=is_on, reason=reason, switched_by_id=by.id, switched_at=now)
    session().add(row)
    session().flush()
    record(events.SWITCHED_ON if is_on else events.SWITCHED_OFF, row, by=by, now=now, reason=reason)
    return row


def name_member(project: Project, *, person: Person, by: Person, now: dt.datetime) -> CircleMember:
    """Nobody names themselves; who cannot read the project cannot be in its circle."""
    if person.id == by.id:
        raise Invalid(person=_("Nobody names themselves."))
    _expect_reader(project, person)
    hold(project)
    same = select(CircleMember).where(
        CircleMember.project_id == project.id, CircleMember.person_id == person.id
    )
    member = session().scalars(same).one_or_none()
    if member is None:
        member = CircleMember(project=project, person=person, named_by_id=by.id, named_at=now)
        session().add(member)
    elif member.ended_on is None:
        raise Invalid(person=_("%(name)s is in the circle already.", name=person.name))
    member.named_by_id, member.named_at, member.ended_on = by.id, now, None
    session().flush()
    record(events.CIRCLE_NAMED, member, by=by, now=now, name=person.name)
    return member


def end_member(member: CircleMember, *, by: Person, now: dt.datetime) -> None:
    if member.ended_on is not None:
        raise Refused(_("They are no longer in the circle."))
    member.ended_on = day_of(now)
    record(events.CIRCLE_LEFT, member, by=by, now=now, name=member.person.name)


def observe_person(
    project: Project,
    *,
    person: Person,
    stance: str,
    grounds: str,
    tried: str,
    observed_on: dt.date,
    by: Person,
    now: dt.datetime,
) -> PersonObservation:
    """The person is told that there is something to read, and may say where they stand."""
    if person.id == by.id:
        raise Invalid(person=_("Say where you stand yourself as your own position."))
    if observed_on > day_of(now):
        raise Invalid(observed_on=_("This day is still to come."))
    _expect_reader(project, person)
    row = PersonObservation(
        project=project,
        person=person,
        stance=stance,
        grounds=grounds,
        tried=tried,
        observed_on=observed_on,
        expires_on=day_of(now) + TERM,
        observed_by_id=by.id,
        observed_at=now,
    )
    session().add(row)
    session().flush()
    record(events.PERSON_OBSERVED, row, by=by, now=now, digest=digest_of(stance, grounds, tried))
    link = f"/projects/{project.code}/stance/people"
    post("stance/person_observed", to=person, facts={"project": project.name}, link=link, now=now)
    return row


def state_position(project: Project, *, words: str, by: Person, now: dt.datetime) -> OwnPosition:
    """In the person's own words, beside what was observed."""
    row = OwnPosition(
        project=project, person_id=by.id, words=words, stated_at=now, expires_on=day_of(now) + TERM
    )
    session().add(row)
    session().flush()
    record(events.POSITION_STATED, row, by=by, now=now, digest=digest_of(words))
    return row


def erase_expired(now: dt.datetime) -> int:
    """What nobody may read any more is not kept either. Returns how many texts were erased."""
    today, done = day_of(now), 0
    for table, emptied in (
        (PersonObservation, {"grounds": "", "tried": "", "stance": ""}),
        (OwnPosition, {"words": ""}),
    ):
        told = PersonObservation.grounds if table is PersonObservation else OwnPosition.words
        expired = update(table).where(table.expires_on < today, told != "").values(emptied)
        done += int(session().connection().execute(expired).rowcount)
    return done


def _expect_reader(project: Project, person: Person) -> None:
    if project.is_confidential and all(each.person_id != person.id for each in project.insiders):
        raise Invalid(person=_("First let this person into the confidential project."))
