"""Records that a request names by what people know: a code, an e-mail address."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.accounts.queries import find_people
from portal.core.errors import Invalid
from portal.database import session
from portal.projects.models import Programme


def named_person(text: str, field: str = "person") -> Person:
    """The person with this e-mail address, handle or unmistakable name."""
    found = find_people(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise Invalid(
            **{field: _("Several people have this name. Use the e-mail address of the one you mean.")}
        )
    raise Invalid(**{field: _("Nobody of this name is known. Use their e-mail address.")})


def coded_department(code: str | None, field: str = "department") -> Department | None:
    """The department of this code; None for none."""
    if not code:
        return None
    found = session().scalars(select(Department).where(Department.code == code)).one_or_none()
    if found is None:
        raise Invalid(**{field: _("There is no department %(code)s.", code=code)})
    return found


def coded_programme(code: str | None, field: str = "programme") -> Programme | None:
    """The programme of this code; None for none."""
    if not code:
        return None
    found = session().scalars(select(Programme).where(Programme.code == code)).one_or_none()
    if found is None:
        raise Invalid(**{field: _("There is no programme %(code)s.", code=code)})
    return found
