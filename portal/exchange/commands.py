"""`./run import`, `./run export`."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from pathlib import Path

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import clock
from portal.database import session
from portal.exchange.exporting.workbook import write_workbook
from portal.exchange.files import ENCODING_NAMES, Source, Unreadable, sources_of
from portal.exchange.importing.engine import Wish
from portal.exchange.importing.report import Report, read_refusals
from portal.exchange.importing.whole import import_sources, tell_import
from portal.exchange.mapping.rules import Mapping, MappingRefused, parse_mapping
from portal.exchange.models import ImportRun, RunState

DAY = click.DateTime(formats=["%Y-%m-%d"])
EXISTING = click.Path(exists=True, path_type=Path)


@click.command("import")
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=EXISTING)
@click.option("--dry-run", is_flag=True, help="Say what would happen, store nothing.")
@click.option(
    "--map", "mapping_path", type=EXISTING, metavar="FILE", help="A saved mapping of foreign columns."
)
@click.option(
    "--encoding", "encodings", multiple=True, metavar="FILE=ENC", help="The encoding of a CSV file."
)
@click.option("--skip", multiple=True, metavar="SHEET", help="A sheet to leave out.")
@click.option("--known-people-only", is_flag=True, help="Refuse rows that name somebody unknown.")
@click.pass_context
def import_command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    dry_run: bool,
    mapping_path: Path | None,
    encodings: tuple[str, ...],
    skip: tuple[str, ...],
    known_people_only: bool,
) -> None:
    """Import workbooks, CSV files or folders of them: all of it, or nothing."""
    wish = Wish(None, clock.now(), clock.today(), is_dry=dry_run, creates_people=not known_people_only)
    mapping = _mapping(mapping_path)
    with tempfile.TemporaryDirectory() as scratch:
        refusals = Path(scratch) / "refused.jsonl"
        sources = _sources(paths, Path(scratch), dict(_pair(each) for each in encodings))
        report = import_sources(sources, wish, refusals, mapping=mapping, skip=skip, progress=_progress)
        if report.refused or dry_run:
            session().rollback()
        else:
            _keep(paths, report, wish, mapping_path)
        tell(report, refusals)
    click.echo(_outcome(report, dry_run))
    ctx.exit(1 if report.refused else 0)


def _sources(paths: tuple[Path, ...], scratch: Path, encodings: dict[str, str]) -> list[Source]:
    try:
        found = [
            source
            for number, path in enumerate(paths)
            for source in sources_of(path, scratch=scratch / str(number), encodings=encodings)
        ]
    except Unreadable as error:
        raise click.ClickException(error.sentence) from error
    for source in found:
        if source.encoding not in (None, "utf-8"):
            name = ENCODING_NAMES.get(source.encoding or "", source.encoding)
            click.echo(_("%(file)s: read as %(encoding)s", file=source.file, encoding=name), err=True)
        if source.is_in_doubt:
            others = ", ".join(source.candidates[1:])
            click.echo(
                _(
                    "  it could also be %(others)s: say --encoding %(file)s=…",
                    others=others,
                    file=source.file,
                ),
                err=True,
            )
    return found


def _pair(text: str) -> tuple[str, str]:
    file, sign, encoding = text.rpartition("=")
    if not sign or encoding not in ENCODING_NAMES:
        known = ", ".join(ENCODING_NAMES)
        raise click.BadParameter(_("Write FILE=ENCODING, with one of %(known)s.", known=known))
    return file, encoding


def _mapping(path: Path | None) -> Mapping | None:
    if path is None:
        return None
    try:
        return parse_mapping(json.loads(path.read_text("utf-8")))
    except MappingRefused as error:
        raise click.ClickException("\n".join(error.sentences)) from error
    except ValueError as error:
        raise click.ClickException(
            _("%(name)s is no JSON: %(why)s", name=path.name, why=str(error))
        ) from error


def _progress(sheet: str, rows: int) -> None:
    if sheet and rows >= 10_000:
        click.echo(f"  {sheet}: {rows:,}", err=True)


def _keep(paths: tuple[Path, ...], report: Report, wish: Wish, mapping_path: Path | None) -> None:
    files = [
        {"name": file.name, "sha256": digest(file), "size": file.stat().st_size}
        for path in paths
        for file in (sorted(path.iterdir()) if path.is_dir() else [path])
        if file.is_file()
    ]
    run = ImportRun(
        files=files,
        options={"mapping": mapping_path.name} if mapping_path else {},
        state=RunState.DONE,
        report=report.as_stored(),
        created_at=wish.now,
        finished_at=clock.now(),
        files_deleted_at=wish.now,
    )
    session().add(run)
    session().flush()
    tell_import(run, report, wish, mapping_path.name if mapping_path else "")


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tell(report: Report, refusals: Path) -> None:
    """Counts, warnings, and every refused row."""
    has_repeats = any(count.repeated for count in report.counts.values())
    words = [_("new"), _("changed"), _("same"), _("refused"), *([_("repeated")] if has_repeats else [])]
    click.echo(f"{_('sheet'):16}" + "".join(f"{word:>10}" for word in words))
    for sheet, count in report.counts.items():
        numbers = [count.created, count.changed, count.unchanged, count.refused]
        numbers += [count.repeated] if has_repeats else []
        click.echo(f"{sheet:16}" + "".join(f"{number:>10,}" for number in numbers))
    for listed, title in (
        (report.notes, _("Notes")),
        (report.warnings, _("Warnings")),
        (report.new_people, _("New people")),
    ):
        if listed.count:
            click.echo(f"\n{title} ({listed.count:,})")
            for item in listed.items[:50]:
                click.echo(f"  {item}")
            if listed.count > 50:
                click.echo("  …")
    if report.refused:
        click.echo(f"\n{_('Refused')} ({report.refused:,})")
    for refusal in read_refusals(refusals):
        place = _(
            "%(file)s, sheet %(sheet)s, row %(row)s, column %(column)s",
            file=refusal.file or "–",
            sheet=refusal.sheet or "–",
            row=refusal.row or "–",
            column=refusal.column or "–",
        )
        value = f" “{refusal.value[:80]}”" if refusal.value else ""
        click.echo(f"  {place}:{value} {refusal.reason}")


def _outcome(report: Report, dry_run: bool) -> str:
    if report.refused:
        return ngettext(
            "Nothing was stored: %(num)d row is refused.",
            "Nothing was stored: %(num)d rows are refused.",
            report.refused,
        )
    if dry_run:
        return _("A dry run: nothing was stored. Everything can be imported.")
    return _("Imported.")


@click.command("export")
@click.argument("target", metavar="FILE.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-of", type=DAY, metavar="DATE", help="Facts with dates as they were on that day.")
def export_command(target: Path, as_of: dt.datetime | None) -> None:
    """Write the whole workbook; importing it again changes nothing."""
    counts = write_workbook(target, clock.today(), as_of.date() if as_of else None)
    for sheet, count in counts.items():
        click.echo(f"{sheet:16}{count:>9,}")


COMMANDS = [import_command, export_command]
