"""Features above hang panels onto the pages of a person and of a department."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader

from portal.accounts import panels
from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.assembly import Portal
from tests.factories.accounts import World
from tests.support.browser import Browser


@pytest.fixture
def templates(app: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(panels, "_of_people", {})
    monkeypatch.setattr(panels, "_of_departments", {})
    extra = DictLoader(
        {"test/one.html": "<p>{{ panel }} of {{ person.name }}</p>", "test/two.html": "<p>{{ panel }}</p>"}
    )
    loader = app.jinja_env.loader
    assert loader is not None
    app.jinja_env.loader = ChoiceLoader([extra, loader])
    yield
    app.jinja_env.loader = loader
    app.jinja_env.cache.clear()  # type: ignore[union-attr]


@pytest.mark.usefixtures("templates")
def test_panels_stand_on_the_persons_page_in_order(world: World, browser: Browser) -> None:
    def second(person: Person, actor: Actor) -> str | None:
        return "seen by " + actor.name if actor.name != "Otto Office" else None

    panels.add_person_panel(20, "Second panel", "test/two.html", second)
    panels.add_person_panel(10, "First panel", "test/one.html", lambda person, actor: "promises")
    page = browser.as_(world.employee).get(f"/people/{world.member.id}")
    assert page.text.index("First panel promises of Max Member") < page.text.index(
        "Second panel seen by Emil"
    )
    page = browser.as_(world.office).get(f"/people/{world.member.id}")
    assert not page.has("Second panel"), "a panel without anything to say is left out"


@pytest.mark.usefixtures("templates")
def test_a_panel_is_registered_once_and_belongs_to_its_kind_of_page(world: World, browser: Browser) -> None:
    def load(department: Department, actor: Actor) -> str:
        return f"asks of {department.code}"

    for _again in range(2):
        panels.add_department_panel(10, "Asks", "test/two.html", load)
    browser.as_(world.employee)
    assert browser.get(f"/departments/{world.sales.id}").text.count("asks of SAL") == 1
    assert not browser.get(f"/people/{world.member.id}").has("asks of SAL")


def test_accounts_know_nothing_of_what_stands_above() -> None:
    """The registry is there so that this stays true."""
    above = (
        "actions",
        "projects",
        "stakeholders",
        "commitments",
        "risks",
        "steering",
        "exchange",
        "reports",
        "desk",
    )
    package = Path(panels.__file__).parent
    sources = {path: path.read_text() for path in package.rglob("*.py")}
    wrong = [
        (path.name, name) for path, text in sources.items() for name in above if f"portal.{name}" in text
    ]
    assert wrong == []
