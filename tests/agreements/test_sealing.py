"""What was put and what was answered only grows, whoever asks the database."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.agreements import operations, sealing
from portal.database import session
from tests.factories.accounts import World
from tests.factories.agreements import first, put
from tests.support.times import NOW

CHANGES = [
    "UPDATE agreement_version SET text = 'something else'",
    "UPDATE agreement_version SET digest = 'x'",
    "DELETE FROM agreement_version",
    "UPDATE agreement_party SET capacity = 'person'",
    "DELETE FROM agreement_party",
    "UPDATE agreement_answer SET answer = 'accept'",
    "UPDATE agreement_answer SET text_seen = 'never seen', reason = ''",
    "DELETE FROM agreement_answer",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_what_was_said(world: World, change: str) -> None:
    version = put(world)
    operations.answer(first(version), answer="decline", reason="No", by=world.head, now=NOW)
    session().commit()
    with pytest.raises(DBAPIError, match="only grows"):
        session().execute(text(change))
    session().rollback()


def test_people_may_still_be_merged(world: World) -> None:
    version = put(world)
    operations.answer(first(version), answer="accept", by=world.head, now=NOW)
    session().commit()
    session().execute(text("UPDATE agreement_answer SET by_id = :id"), {"id": world.member.id})
    session().commit()
    assert set(sealing.SEALED) == {"agreement_version", "agreement_party", "agreement_answer"}
