"""What upper features hang onto the pages of a person and of a department.

The packages above register at import of their views; nothing here knows them:

    add_person_panel(30, _l("Commitments"), "commitments/_person_panel.html", queries.of_person)

A loader is called with (person or department, actor) and brings its own, bounded query. One that returns None
leaves its panel out; the template finds what it returned as `panel`, beside `person` or `department`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person


@dataclass(frozen=True)
class Panel:
    order: int
    title: object
    template: str
    loader: Callable[[Any, Actor], Any]


@dataclass(frozen=True)
class Filled:
    """A panel with what its loader returned."""

    title: object
    template: str
    data: Any


_of_people: dict[str, Panel] = {}
_of_departments: dict[str, Panel] = {}


def add_person_panel(
    order: int, title: object, template: str, loader: Callable[[Person, Actor], Any]
) -> None:
    """Show another panel on every person's page."""
    _of_people[template] = Panel(order, title, template, loader)


def add_department_panel(
    order: int, title: object, template: str, loader: Callable[[Department, Actor], Any]
) -> None:
    """Show another panel on every department's page."""
    _of_departments[template] = Panel(order, title, template, loader)


def panels_of_person(person: Person, actor: Actor) -> list[Filled]:
    """The panels in order, each with its own rows; those without anything to say are left out."""
    return _filled(_of_people, person, actor)


def panels_of_department(department: Department, actor: Actor) -> list[Filled]:
    return _filled(_of_departments, department, actor)


def _filled(panels: dict[str, Panel], subject: Any, actor: Actor) -> list[Filled]:
    filled = [
        Filled(panel.title, panel.template, panel.loader(subject, actor))
        for panel in sorted(panels.values(), key=lambda panel: panel.order)
    ]
    return [panel for panel in filled if panel.data is not None]
