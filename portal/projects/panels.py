"""What upper features hang onto a project: tabs of its page and panels on its overview.

The packages above register at import of their views; nothing here knows them:

    add_tab("risks", _l("Risks"), "risks.of_project", order=60, count=queries.count_open)
    add_panel(30, "risks/_project_panel.html", queries.top_risks)

A tab's endpoint takes the project's `code`; its page extends `projects/page.html` and names itself by
`{% set tab = "risks" %}`. A note stands on another feature's page about the project, which shows it by
`{% include "projects/_notes.html" %}` with `place` set:

    add_note("mandates", "readiness/_note.html", queries.summary)

`count` and a panel's `loader` are called with (project, actor). A loader that
returns None leaves its panel out; the template finds what it returned as `panel`, beside `project`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.accounts.actors import Actor
from portal.core.access import Rule
from portal.projects.models import Project

Counter = Callable[[Project, Actor], int | None]
Loader = Callable[[Project, Actor], Any]


@dataclass(frozen=True)
class Tab:
    key: str
    label: object
    endpoint: str
    order: int
    count: Counter | None = None
    within: str | None = None
    rule: Rule | None = None


@dataclass(frozen=True)
class Panel:
    order: int
    template: str
    loader: Loader


@dataclass(frozen=True)
class Filled:
    """A panel with what its loader returned."""

    template: str
    data: Any


_tabs: dict[str, Tab] = {}
_panels: dict[str, Panel] = {}
_notes: dict[tuple[str, str], Loader] = {}


def add_tab(
    key: str,
    label: object,
    endpoint: str,
    order: int,
    count: Counter | None = None,
    *,
    within: str | None = None,
    rule: Rule | None = None,
) -> None:
    """Show another tab on every project's page; `within` another tab, it stands in a second row below it.

    With a `rule`, only those whom it lets pass are told that there is such a tab (in the first row).
    """
    _tabs[key] = Tab(key, label, endpoint, order, count, within, rule)


def add_panel(order: int, template: str, loader: Loader) -> None:
    """Show another panel on the overview; `loader` brings its own, bounded query."""
    _panels[template] = Panel(order, template, loader)


def add_note(place: str, template: str, loader: Loader) -> None:
    """Say something on a page of another feature on the same line, which need not know of it."""
    _notes[place, template] = loader


def notes_of(place: str, project: Project, actor: Actor) -> list[Filled]:
    """What other features say on that page about the project; those without anything to say are left out."""
    found = [
        Filled(template, loader(project, actor))
        for (where, template), loader in sorted(_notes.items(), key=lambda note: note[0])
        if where == place
    ]
    return [note for note in found if note.data is not None]


def tabs_of(project: Project, actor: Actor, current: str | None = None) -> list[dict[str, Any]]:
    """The tabs of a project in order, as the `tabs` macro wants them."""
    above = _tabs[current].within if current in _tabs else None
    return [
        {
            **_link(tab, project, tab.key == current),
            "is_above": tab.key == above,
            "count": tab.count(project, actor) if tab.count else None,
        }
        for tab in _in_order()
        if tab.within is None and (tab.rule is None or tab.rule(actor, project))
    ]


def tabs_within(project: Project, current: str | None = None) -> list[dict[str, Any]]:
    """The second row: the tab that stands above, and those within it. Empty where there is none."""
    above = (_tabs[current].within or current) if current in _tabs else None
    below = [tab for tab in _in_order() if tab.within == above]
    if above is None or not below:
        return []
    return [_link(tab, project, tab.key == current) for tab in (_tabs[above], *below)]


def _in_order() -> list[Tab]:
    return sorted(_tabs.values(), key=lambda tab: tab.order)


def _link(tab: Tab, project: Project, is_current: bool) -> dict[str, Any]:
    return {
        "label": str(tab.label),
        "url": url_for(tab.endpoint, code=project.code),
        "is_current": is_current,
    }


def panels_of(project: Project, actor: Actor) -> list[Filled]:
    """The overview's panels in order, each with its own rows; those without anything to say are left out."""
    filled = [
        Filled(panel.template, panel.loader(project, actor))
        for panel in sorted(_panels.values(), key=lambda panel: panel.order)
    ]
    return [panel for panel in filled if panel.data is not None]
