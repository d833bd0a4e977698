"""A letter exists exactly when its cause does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel
from flask_babel import lazy_gettext as _l
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.assembly import Portal
from portal.database import session
from portal.outbox.facts import pack, unpack
from portal.outbox.models import Letter
from portal.outbox.operations import post
from portal.outbox.words import subject_and_body
from tests.factories.accounts import World, make_person
from tests.support.times import NOW

FACTS = {"title": "t", "text": "x"}


def count() -> int:
    return session().scalar(select(func.count()).select_from(Letter)) or 0


def test_a_letter_goes_with_the_transaction_that_caused_it(world: World, templates: None) -> None:
    post("test/plain", to=world.head, facts=FACTS, now=NOW)
    assert count() == 1
    session().rollback()
    assert count() == 0


@pytest.mark.parametrize("key", [None, "ask-7"])
def test_nobody_and_people_without_an_address_get_nothing(
    world: World, templates: None, key: str | None
) -> None:
    assert not post("test/plain", to=None, facts=FACTS, now=NOW, key=key)
    assert not post("test/plain", to=make_person("Silent", email=""), facts=FACTS, now=NOW, key=key)
    assert count() == 0


def test_a_person_who_is_not_stored_yet_is_stored_first(world: World, templates: None) -> None:
    person = Person(key="new@example.org", name="New", email="new@example.org", created_at=NOW)
    session().add(person)
    post("test/plain", to=person, facts=FACTS, now=NOW)
    session().flush()
    assert session().scalars(select(Letter.person_id)).all() == [person.id]


def test_the_same_key_posts_once_and_spoils_nothing(world: World, templates: None) -> None:
    assert post("test/plain", to=world.head, facts=FACTS, now=NOW, key="reminder/7")
    session().commit()
    assert not post("test/plain", to=world.head, facts=FACTS, now=NOW, key="reminder/7")
    assert post("test/plain", to=world.head, facts=FACTS, now=NOW, key="reminder/8")
    session().commit()
    assert count() == 2


def test_a_letter_leads_into_the_portal_only(world: World, templates: None) -> None:
    for link in ("https://evil.example", "//evil.example", "desk"):
        with pytest.raises(ValueError, match="path of this portal"):
            post("test/plain", to=world.head, facts=FACTS, link=link, now=NOW)


def test_a_forgotten_fact_is_found_where_it_was_forgotten(world: World, templates: None) -> None:
    with pytest.raises(TypeError, match="also needs text"):
        post("test/plain", to=world.head, facts={"title": "t"}, now=NOW)


def test_what_cannot_be_kept_is_refused(world: World, templates: None) -> None:
    with pytest.raises(TypeError, match="cannot keep Person"):
        post("test/plain", to=world.head, facts={"title": world.head, "text": ""}, now=NOW)


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=5)
simple = st.one_of(
    st.none(), st.booleans(), st.integers(), TEXT, st.dates(), st.datetimes(timezones=st.just(dt.UTC)),
    st.decimals(allow_nan=False, allow_infinity=False),
)  # fmt: skip
values = st.recursive(
    simple, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=4
)


@given(value=values)
def test_facts_come_back_as_they_were(value: object) -> None:
    app = Flask("facts")
    Babel(app)
    with app.app_context():
        assert unpack(pack({"value": value}, "en")) == {"value": value}


def test_translatable_facts_are_kept_in_the_receivers_language(app: Portal) -> None:
    kept = pack({"state": _l("Projects"), "list": (_l("Decisions"), Decimal("1.50"))}, "zh_Hans")
    assert kept["list"][1] == {"$": "amount", "value": "1.50"}
    assert isinstance(kept["state"], str)


def test_the_words_are_in_the_receivers_language(write: Callable[..., Letter]) -> None:
    facts = {"day": dt.date(2026, 5, 1), "at": NOW, "amount": Decimal("1250")}
    expected = {
        "en": ("1 May 2026", "3 Mar 2026, 10:00", "CN¥1,250"),
        "zh_Hans": ("2026年5月1日", "2026年3月3日 10:00", "¥1,250"),
        "zh_Hant": ("2026年5月1日", "2026年3月3日 10:00", "CN¥1,250"),
    }
    for language, parts in expected.items():
        letter = write(f"{language} reader", template="test/dated", language=language, **facts)
        _subject, body = subject_and_body(letter)
        assert all(part in body for part in parts), body


def test_no_fact_reaches_from_the_subject_into_the_body_or_the_head(write: Callable[..., Letter]) -> None:
    letter = write(title="x\n\nBcc: evil@example.org\r\n\u202ereversed\x00", text="body\n\nSubject: no")
    subject, body = subject_and_body(letter)
    assert subject == "About x Bcc: evil@example.org reversed"
    assert body.startswith("Dear Lin,\n\nbody\n\nSubject: no\n\nhttp://localhost/commitments/7\n")


def test_every_letter_is_signed_in_its_language(write: Callable[..., Letter]) -> None:
    subject, body = subject_and_body(write())
    assert subject == "About a title"
    assert "\n\n-- \n" in body
    assert body.rstrip().endswith("http://localhost/")
