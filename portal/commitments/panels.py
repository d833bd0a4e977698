"""What upper features hang onto a commitment's page.

The packages above register at import of their views; nothing here knows them:

    add_commitment_panel(20, "fulfilment/_commitment_panel.html", panels.weeks_of)

A loader is called with (commitment, actor) and brings its own, bounded query. One that returns None leaves its
panel out; the template finds what it returned as `panel`, beside `commitment` and `today`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.accounts.actors import Actor
from portal.commitments.models import Commitment

Loader = Callable[[Commitment, Actor], Any]


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


_panels: dict[str, Panel] = {}


def add_commitment_panel(order: int, template: str, loader: Loader) -> None:
    """Show another panel on every commitment's page."""
    _panels[template] = Panel(order, template, loader)


def panels_of(commitment: Commitment, actor: Actor) -> list[Filled]:
    """The panels in order, each with its own rows; those without anything to say are left out."""
    filled = [
        Filled(panel.template, panel.loader(commitment, actor))
        for panel in sorted(_panels.values(), key=lambda panel: panel.order)
    ]
    return [panel for panel in filled if panel.data is not None]
