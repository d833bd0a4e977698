"""What a start does to a database with nobody in it."""

from __future__ import annotations

import datetime as dt
from types import ModuleType

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.assembly import Portal
from portal.commands import first_start
from portal.database import session
from tests.factories.accounts import make_person

CIO = ("CIO", "cio@example.org", "a password")


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A demo programme of one person in place of the real one, which takes seconds to load."""
    module = ModuleType("portal.demo")

    def load(now: dt.datetime) -> None:
        make_person("Chen Wei 陈伟", email=CIO[1])

    module.__dict__.update(load=load, SIGN_INS=[CIO])
    monkeypatch.setattr(first_start, "_demo", lambda: module)
    return module


def people() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Person.name)))


def test_an_empty_database_gets_the_demo_programme_and_says_who_can_sign_in(
    app: Portal, demo: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DEMO", False)
    lines = first_start.prepare(app, empty=False)
    assert people() == ["Chen Wei 陈伟"]
    assert lines[-1].split() == ["CIO", "cio@example.org", "a", "password"]
    assert app.config["DEMO"]


def test_the_next_start_says_the_same_and_loads_nothing(app: Portal, demo: ModuleType) -> None:
    first = first_start.prepare(app, empty=False)
    assert first_start.prepare(app, empty=False) == first
    assert len(people()) == 1


def test_a_demo_that_fails_half_way_leaves_the_database_empty(app: Portal, demo: ModuleType) -> None:
    whole = demo.load

    def fail(now: dt.datetime) -> None:
        whole(now)
        session().flush()
        raise ValueError("interrupted")

    demo.__dict__["load"] = fail
    with pytest.raises(ValueError, match="interrupted"):
        first_start.prepare(app, empty=False)
    assert people() == []


def test_an_empty_start_prints_a_way_in_and_adds_nobody(app: Portal, demo: ModuleType) -> None:
    lines = first_start.prepare(app, empty=True)
    assert lines[-1].strip().startswith(app.config["BASE_URL"])
    assert people() == []


def test_a_portal_of_imported_people_without_an_account_still_has_a_way_in(app: Portal) -> None:
    make_person("Somebody from the minutes", email="")
    session().commit()
    assert any("administrator" in line for line in first_start.prepare(app, empty=False))


def test_a_portal_in_use_prints_no_way_in(app: Portal, demo: ModuleType) -> None:
    make_person("Ada", email="ada@example.net")
    session().commit()
    assert first_start.prepare(app, empty=False) == []
    assert first_start.prepare(app, empty=True) == []
    assert people() == ["Ada"]
