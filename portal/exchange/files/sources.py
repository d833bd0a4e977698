"""The tables of whatever was handed over: a workbook, a CSV file, a folder or an archive of CSV files."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from flask_babel import gettext as _

from portal.exchange.files.delimited import csv_source
from portal.exchange.files.tables import MAX_FILE, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, Source, Unreadable
from portal.exchange.files.workbooks import workbook_sources

SMALL = 1024 * 1024
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def sources_of(
    path: Path, *, scratch: Path, shown: str | None = None, encodings: Mapping[str, str] | None = None
) -> list[Source]:
    """Every table of a file or folder.

    `scratch`: a folder for what an archive holds; it must live as long as the sources. `shown`: the file's name as
    its owner knows it (uploads are stored under another). `encodings`: file name → the chosen encoding.
    Raises `Unreadable`.
    """
    chosen = dict(encodings or {})
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in (".csv", ".xlsx"))
        if not files:
            raise Unreadable(_("%(name)s has no .xlsx or .csv files.", name=path.name))
        return [source for file in files for source in sources_of(file, scratch=scratch, encodings=chosen)]
    return list(_of_file(path, shown or path.name, scratch, chosen))


def _of_file(path: Path, shown: str, scratch: Path, encodings: dict[str, str]) -> Iterator[Source]:
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(_("%(name)s is empty.", name=shown))
    if size > MAX_FILE:
        raise Unreadable(_("%(name)s is larger than %(limit)d MiB.", name=shown, limit=MAX_FILE // 1024**2))
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        yield from _of_archive(path, shown, scratch, encodings)
    elif start.startswith(OLD_EXCEL):
        raise Unreadable(_("%(name)s is an old .xls file, or has a password. Save it as .xlsx.", name=shown))
    elif start.startswith(b"%PDF"):
        raise Unreadable(_("%(name)s is a PDF document, not a table.", name=shown))
    elif PurePosixPath(shown).suffix.lower() in {".xlsx", ".xlsm"}:
        raise Unreadable(_("%(name)s is no workbook, whatever its name says.", name=shown))
    else:
        yield csv_source(path, shown, encodings)


def _of_archive(path: Path, shown: str, scratch: Path, encodings: dict[str, str]) -> Iterator[Source]:
    """A workbook is an archive, too; a bomb is recognised by what the archive says it unpacks to."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable(_("%(name)s is damaged: it cannot be unpacked.", name=shown)) from None
    with archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        is_swollen = total > SMALL and total / path.stat().st_size > MAX_RATIO
        if len(members) > MAX_MEMBERS or total > MAX_UNPACKED or is_swollen:
            raise Unreadable(
                _("%(name)s unpacks to far more than a real file would. It was not read.", name=shown)
            )
        if any(member.flag_bits & 1 for member in members):
            raise Unreadable(_("%(name)s has a password. Save it without one.", name=shown))
        if "[Content_Types].xml" in archive.namelist():
            yield from workbook_sources(path, archive, shown)
        else:
            yield from _tables_in(archive, members, shown, scratch, encodings)


def _tables_in(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    shown: str,
    scratch: Path,
    encodings: dict[str, str],
) -> Iterator[Source]:
    tables = [member for member in members if member.filename.lower().endswith(".csv")]
    if not tables:
        raise Unreadable(_("%(name)s has no .csv files in it.", name=shown))
    scratch.mkdir(parents=True, exist_ok=True)
    for number, member in enumerate(tables):
        target = scratch / f"{PurePosixPath(shown).stem[:40]}-{number}.csv".replace("/", "_")
        try:
            with archive.open(member) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        except Exception as error:  # every way of packing has an exception of its own for damage
            raise Unreadable(_("%(name)s is damaged: it cannot be unpacked.", name=shown)) from error
        yield csv_source(target, PurePosixPath(member.filename.replace("\\", "/")).name, encodings)
