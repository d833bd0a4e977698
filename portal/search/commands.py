"""`./run search rebuild`: after records were written past the portal, or when what can be found has
changed.
"""

from __future__ import annotations

import click

from portal.search.index import rebuild, searchable_models


@click.group("search")
def search() -> None:
    """The index behind the search box."""


@search.command("rebuild")
@click.argument("kinds", nargs=-1)
def rebuild_index(kinds: tuple[str, ...]) -> None:
    """Bring the index up to date: all of it, or only these KINDS of records."""
    unknown = sorted(set(kinds) - set(searchable_models()))
    if unknown:
        known = ", ".join(searchable_models())
        raise click.BadParameter(f"{', '.join(unknown)} cannot be found; there are: {known}")
    click.echo(f"{rebuild(kinds or None)} entries were written anew or taken away.")


COMMANDS = [search]
