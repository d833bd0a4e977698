"""Who is this? The answer takes the same time whether or not anybody has the address."""

from __future__ import annotations

import structlog

from portal.accounts import passwords
from portal.accounts.models import Person
from portal.accounts.queries import person_by_email

log = structlog.get_logger()


def authenticate(email: str, password: str, *, from_loopback: bool) -> Person | None:
    """The person whose password this is. Demo passwords are no secret, so they open on loopback only."""
    person = person_by_email(email)
    is_right = passwords.verify(person.password_hash if person else None, password)
    if person is None or not is_right or not person.is_active or (person.is_demo and not from_loopback):
        log.warning("sign-in refused", person=str(person.uid) if person else None)
        return None
    if person.password_hash and passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    log.info("signed in", person=str(person.uid))
    return person
