"""The command line. The house's own commands are modules of this package; every feature adds the list
`COMMANDS` of its module `commands`, which run in an app context and commit if they succeed.
"""

from __future__ import annotations

import importlib
from functools import cached_property

import click

from portal import FEATURES
from portal.assembly import feature_module
from portal.commands.unit_of_work import committed

OWN = ("serve", "migrate", "jobs", "bench", "backup", "restore")
ALSO = ("demo", "generate")  # no features, but they have commands


class Commands(click.Group):
    """Our own commands are imported when they are asked for; those of the features are looked up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*OWN, *sorted(self.contributed)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in OWN:
            command: click.Command = importlib.import_module(f"portal.commands.{name}").command
            return command
        return self.contributed.get(name)

    @cached_property
    def contributed(self) -> dict[str, click.Command]:
        modules = [feature_module(name, "commands") for name in (*FEATURES, *ALSO)]
        commands = [each for module in modules if module is not None for each in module.COMMANDS]
        return {str(each.name): committed(each) for each in commands}


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Accord: responsibilities and agreements of transformation programmes."""
