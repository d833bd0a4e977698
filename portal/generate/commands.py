"""The command `generate`."""

from __future__ import annotations

import click

from portal.core import clock
from portal.database import session
from portal.generate.acts import write_acts
from portal.generate.portfolio import Portfolio, write
from portal.search.index import rebuild


@click.command("generate")
@click.option("--projects", type=click.IntRange(1, 20_000), required=True, help="How many projects.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed, the same rows."
)
def generate(projects: int, seed: int) -> None:
    """Write a synthetic portfolio, for scale."""
    portfolio = Portfolio(projects, seed, clock.now())
    for table, count in write(portfolio):
        session().commit()
        click.echo(f"{table:20} {count:>9,}")
    total = 0
    for total in write_acts(portfolio):
        click.echo(f"\r{'register_entry':20} {total:>9,}", nl=False)
    click.echo(f"\n{'search_entry':20} {rebuild():>9,}")


COMMANDS = [generate]
