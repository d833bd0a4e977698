"""Who may see a confidential project."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import session
from portal.projects import events
from portal.projects.models import Insider, Project
from portal.register.operations import record


def admit(project: Project, person: Person) -> None:
    """Make somebody an insider: whoever is appointed, asked or decides must be able to read what it is about.

    Twice is once. Not recorded by itself: the act that made it necessary is.
    """
    database = session()
    database.flush()
    insert = sqlite_insert if database.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {"project_id": project.id, "person_id": person.id}
    database.execute(insert(Insider).values(row).on_conflict_do_nothing())
    database.expire(project, ["insiders"])


def hold(project: Project) -> None:
    """Whoever acts on the same project now waits until this act is done: no two sponsors, no two drafts."""
    session().execute(select(Project.id).where(Project.id == project.id).with_for_update())


def make_confidential(project: Project, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """From here on only insiders and those who read everything know of it; who works in it stays in."""
    if project.is_confidential:
        raise Refused(_("This project is confidential already."))
    project.is_confidential = True
    for held in project.appointments:
        if held.valid_to is None or held.valid_to >= today:
            admit(project, held.person)
    names = sorted(insider.person.name for insider in project.insiders)
    record(events.MADE_CONFIDENTIAL, project, by=by, now=now, project=project, reason=reason, insiders=names)


def open_project(project: Project, *, reason: str, by: Person, now: dt.datetime) -> None:
    """The need for secrecy is over: everybody who is signed in may read it, its past included."""
    if not project.is_confidential:
        raise Refused(_("This project is open already."))
    project.is_confidential = False
    record(events.OPENED, project, by=by, now=now, project=project, reason=reason)


def invite_insider(project: Project, *, person: Person, reason: str, by: Person, now: dt.datetime) -> None:
    """Somebody without a role must read a confidential project: let them in, with the reason on record."""
    if any(insider.person_id == person.id for insider in project.insiders):
        raise Refused(_("%(name)s can see this project already.", name=person.name))
    admit(project, person)
    record(
        events.ADMITTED,
        project,
        by=by,
        now=now,
        project=project,
        about=[person],
        person=person.name,
        reason=reason,
    )


def dismiss_insider(insider: Insider, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """Access ends when the reason for it has; whoever holds an appointment keeps it."""
    project, person = insider.project, insider.person
    if project.is_held_by(person.id, today):
        raise Refused(_("%(name)s holds an appointment here. End that first.", name=person.name))
    session().delete(insider)
    record(
        events.DISMISSED,
        project,
        by=by,
        now=now,
        project=project,
        about=[person],
        person=person.name,
        reason=reason,
    )
