"""Who may see a confidential project."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import Insider, Project


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
