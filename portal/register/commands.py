"""`./run verify` and `./run register …`: the register for an operator or auditor at a terminal."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from portal import database
from portal.register import export as exporting
from portal.register import index, standalone


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--note", "notes", multiple=True, type=click.Path(path_type=Path), help="A checkpoint kept outside."
)
@click.option(
    "--key", "keys", multiple=True, help="Trust only this public key: its text, or a file that holds it."
)
@click.pass_context
def verify(ctx: click.Context, path: Path | None, notes: tuple[Path, ...], keys: tuple[str, ...]) -> None:
    """Check that nothing in the register was changed, inserted or removed.

    PATH: an SQLite database file or an export; by default the configured database. Exit code: 0 sound, 1
    tampered (which entry, why), 2 could not run.
    """
    outside = [str(note) for note in notes]
    ctx.exit(standalone.verify(str(path), keys, outside) if path else _verify_configured(keys, outside))


def _verify_configured(keys: tuple[str, ...], notes: list[str]) -> int:
    try:
        with exporting.snapshot(database.db.engine) as connection, exporting.source_of(connection) as source:
            given = list(map(standalone.given_key, keys))
            audit = standalone.Audit(source, given, standalone.given_notes(notes)).run()
            if not audit.count:
                audit.add(index.compare(connection))
    except (standalone.CannotRun, OSError, SQLAlchemyError) as error:
        click.echo(f"could not run: {error}", err=True)
        return 2
    return standalone.report(audit)


@click.group()
def register() -> None:
    """The register: export it, mend its index."""


@register.command("export")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def export_register(path: Path) -> None:
    """Write the whole register, contents included, as JSON lines that `verify` reads on any computer."""
    with (
        exporting.snapshot(database.db.engine) as connection,
        exporting.source_of(connection) as source,
        path.open("w", encoding="utf-8") as file,
    ):
        count = exporting.export(source, file)
    click.echo(f"{count} entries written to {path}")


@register.command()
def reindex() -> None:
    """Derive the index of timelines anew from the entries."""
    click.echo(f"{index.rebuild(database.session().connection())} lines")


COMMANDS = [verify, register]
