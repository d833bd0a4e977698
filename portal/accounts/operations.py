"""What can be done with people, departments and accounts."""

from __future__ import annotations

from portal.accounts import passwords
from portal.accounts.models import Person
from portal.accounts.queries import person_by_email


def authenticate(email: str, password: str, *, from_loopback: bool) -> Person | None:
    """The person whose password this is. Demo passwords are printed on a screen, so they open on loopback only."""
    person = person_by_email(email)
    is_right = passwords.verify(person.password_hash if person else None, password)
    if person is None or not is_right or not person.is_active:
        return None
    if person.is_demo and not from_loopback:
        return None
    return person
