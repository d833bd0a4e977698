"""`./run person …` and `./run token …`."""

from __future__ import annotations

from click.testing import CliRunner, Result
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.actors import actor_from_token, actor_of
from portal.accounts.models import ApiToken, Person
from portal.accounts.passwords import verify
from portal.assembly import Portal
from portal.commands import cli
from portal.database import session
from tests.accounts.reading import events_of
from tests.factories.accounts import World, make_department
from tests.support.browser import Browser
from tests.support.times import TODAY, days

PASSWORD = "purple elephants swim"


def run(app: Portal, *arguments: str, typed: str = "") -> Result:
    session().commit()
    result = CliRunner().invoke(cli, list(arguments), obj=app, input=typed)
    session().rollback()
    session().expire_all()
    return result


def test_the_command_line_adds_somebody_who_can_sign_in(app: Portal, browser: Browser) -> None:
    make_department("Sales", code="SAL")
    arguments = ["person", "add", "Fia@Example.org", "--name", "Fia First", "--department", "SAL"]
    result = run(app, *arguments, "--role", "administrator", "--password-stdin", typed=PASSWORD + "\n")
    assert (result.exit_code, result.output) == (0, "Fia First <fia@example.org>\n")
    person = queries.person_by_email("fia@example.org")
    assert person is not None
    assert person.department is queries.department_by_code("SAL")
    assert verify(person.password_hash, PASSWORD)
    assert actor_of(person, TODAY).is_administrator
    assert events_of(person) == ["roles.administrator_granted", "accounts.password_given", "people.created"]


def test_adding_somebody_again_changes_what_is_given(world: World, app: Portal) -> None:
    result = run(app, "person", "add", "member@example.org", "--name", "Max Renamed", "--role", "cio")
    assert result.exit_code == 0
    assert (world.member.name, len(queries.grants_of(world.member))) == ("Max Renamed", 1)
    again = run(app, "person", "add", "member@example.org", "--role", "cio")
    assert (again.exit_code, "already in that time" in again.output) == (1, True)


SENSELESS = [
    (["person", "add", "no address"], "not an e-mail address"),
    (["person", "add", "x@example.org", "--department", "NONE"], "There is no department NONE"),
    (["person", "add", "x@example.org", "--password-stdin"], "at least 12"),
    (["person", "add", "x\ud800@example.org"], "one line"),
    (["person", "link", "nobody@example.org"], "Nobody here is"),
    (["token", "add", "nobody@example.org"], "Nobody here is"),
    (["token", "add", "member@example.org", "--expires", "2020-01-01"], "today or a later day"),
]


def test_what_makes_no_sense_is_refused_and_nothing_is_stored(world: World, app: Portal) -> None:
    before = len(session().scalars(select(Person)).all())
    for arguments, words in SENSELESS:
        result = run(app, *arguments, typed="short\n")
        assert (result.exit_code, words in result.output) == (1, True), result.output
    assert len(session().scalars(select(Person)).all()) == before
    assert session().scalars(select(ApiToken)).all() == []


def test_a_link_helps_when_nobody_can_sign_in(world: World, app: Portal, browser: Browser) -> None:
    result = run(app, "person", "link", "administrator@example.org")
    assert result.exit_code == 0
    assert browser.get(result.output.strip().removeprefix("http://localhost")).has("Set your password")


def test_a_token_is_printed_once(world: World, app: Portal) -> None:
    last_day = days(9).isoformat()
    result = run(app, "token", "add", "member@example.org", "--name", "nightly", "--expires", last_day)
    assert result.exit_code == 0
    actor = actor_from_token(result.output.strip(), TODAY)
    assert actor is not None
    assert actor.person is world.member
    token = session().scalars(select(ApiToken)).one()
    assert (token.name, token.expires_on) == ("nightly", days(9))
    assert result.output.strip() not in token.digest
