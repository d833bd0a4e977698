"""Reads of people and departments."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.database import session


def person_by_email(email: str) -> Person | None:
    """The person with this address, whatever its case."""
    return session().scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def has_accounts() -> bool:
    """Has anybody an account yet? (No: the portal is empty.)"""
    statement = select(func.count()).select_from(Person).where(Person.password_hash.is_not(None))
    return bool(session().scalar(statement))
