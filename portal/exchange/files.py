"""Files into tables of text: workbooks, CSV files in whatever encoding, folders and zip archives of CSV.

A `Table` has a name, a head and rows that are read one at a time; nothing here knows what a sheet means. Limits protect the server:
size of the file, size after unpacking, number of rows, columns and characters of a cell.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from flask_babel import gettext as _

MAX_FILE = 64 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 2000
MAX_ROWS = 500_000
MAX_COLUMNS = 1000
MAX_CELL = 100_000
SAMPLE = 256 * 1024

#: Tried in this order when a file is not UTF-8; what fits several is asked.
ENCODINGS = ("gb18030", "big5", "cp1252", "utf-16", "shift_jis")
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "gb18030": "GBK / GB18030 简体中文",
    "big5": "Big5 繁體中文",
    "cp1252": "Windows-1252 (Western Europe)",
    "shift_jis": "Shift JIS 日本語",
}

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class Table:
    """A sheet of a workbook or a CSV file. Rows are numbered as a spreadsheet shows them: the head is row 1."""

    name: str
    head: list[str]
    rows: Iterator[tuple[int, Sequence[Cell]]]
    encoding: str | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Guess:
    """What a CSV file's encoding may be. `candidates` has more than one where the reader must choose.

    `previews`: encoding → the first lines as they would read in it.
    """

    candidates: tuple[str, ...]
    previews: dict[str, str]

    @property
    def is_certain(self) -> bool:
        return len(self.candidates) == 1


# --- encodings ---------------------------------------------------------------------------------------------------


def guess_encoding(raw: bytes) -> Guess:
    """Which encodings a file can be read in, the likeliest first. UTF-8 and byte order marks are certain."""
    if raw.startswith(b"\xef\xbb\xbf"):
        return _guess(raw, ("utf-8",))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _guess(raw, ("utf-16",))
    if _decodes(raw, "utf-8"):
        return _guess(raw, ("utf-8",))
    if raw[:2000].count(0) > len(raw[:2000]) // 4:
        byte_order = "utf-16-le" if raw[1:2000:2].count(0) > raw[0:2000:2].count(0) else "utf-16-be"
        return _guess(raw, (byte_order,))
    possible = [encoding for encoding in ("gb18030", "big5", "cp1252") if _decodes(raw, encoding)]
    if not possible:
        return _guess(raw, ("cp1252",))
    return _guess(raw, tuple(sorted(possible, key=lambda encoding: -_plausibility(raw, encoding))))


def _guess(raw: bytes, candidates: tuple[str, ...]) -> Guess:
    best = [_plausibility(raw, encoding) for encoding in candidates]
    clear = len(candidates) > 1 and best[0] - best[1] > 0.25
    kept = candidates[:1] if clear else candidates
    return Guess(kept, {encoding: _preview(raw, encoding) for encoding in kept})


def _preview(raw: bytes, encoding: str) -> str:
    """The first lines that are more than plain ASCII, which is where encodings differ."""
    text = raw[:SAMPLE].decode(encoding, "replace").lstrip("\ufeff")
    telling = [line for line in text.splitlines() if not line.isascii()] or text.splitlines()
    return "\n".join(line[:160] for line in telling[:4])


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


#: The characters that fill most of a Chinese text, in both scripts.
FREQUENT = set(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
) | set("這個們來為國說時會對發後現當沒動還進開從實軍長機關點業將兩間問應戰頭體見產報結條變總電數務場計區隊決馬書聽達強難權設記類據規張該單項責險議頁選擇員組織辦錄")


def _plausibility(raw: bytes, encoding: str) -> float:
    """How much a text looks like what people write, between 0 and 1."""
    text = raw[:SAMPLE].decode(encoding, "ignore")
    telling = [character for character in text if ord(character) > 127]
    if not telling:
        return 1.0
    good = sum(_is_usual(character, encoding) for character in telling)
    return good / len(telling)


def _is_usual(character: str, encoding: str) -> float:
    if encoding == "cp1252":
        neighbours = "£€–—‘’“”•…é è à ü ö ä ß ñ ç ê ô î â É Ü Ö Ä ° §½"
        return 1.0 if character in neighbours else 0.1
    if character in FREQUENT or character in "，。、；：？！（）《》“”":
        return 1.0
    return 0.35 if "\u4e00" <= character <= "\u9fff" else 0.0


# --- tables ------------------------------------------------------------------------------------------------------


def read_tables(path: Path, *, name: str | None = None, encodings: dict[str, str] | None = None) -> Iterator[Table]:
    """The tables of a workbook, a CSV file, a folder or a zip archive of CSV files.

    `name`: the file's name as its owner knows it (uploads are stored under another). `encodings`: file name → chosen encoding.
    """
    shown = name or path.name
    chosen = encodings or {}
    if path.is_dir():
        for file in sorted(path.glob("*.csv")):
            yield from read_tables(file, encodings=chosen)
        return
    if path.stat().st_size > MAX_FILE:
        raise Unreadable(_("%(name)s is larger than %(limit)d MiB.", name=shown, limit=MAX_FILE // 1024**2))
    if path.stat().st_size == 0:
        raise Unreadable(_("%(name)s is empty.", name=shown))
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        yield from _zipped(path, shown, chosen)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("%(name)s is an old .xls file. Save it as .xlsx.", name=shown))
    else:
        yield _csv_table(path.read_bytes(), shown, chosen)


def _zipped(path: Path, shown: str, chosen: dict[str, str]) -> Iterator[Table]:
    """A workbook is a zip archive, too; a bomb is recognised by what the archive says it unpacks to."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise Unreadable(_("%(name)s is damaged: it cannot be unpacked.", name=shown)) from None
    with archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        packed = max(1, path.stat().st_size)
        if len(members) > MAX_MEMBERS or total > MAX_UNPACKED or total / packed > MAX_RATIO:
            raise Unreadable(_("%(name)s unpacks to far more than a real file would. It was not read.", name=shown))
        names = {member.filename for member in members}
        if "[Content_Types].xml" in names:
            yield from _workbook(path, shown)
            return
        for member in members:
            if member.filename.lower().endswith(".csv"):
                inner = PurePosixPath(member.filename).name
                yield _csv_table(archive.read(member), inner, chosen)


def _workbook(path: Path, shown: str) -> Iterator[Table]:
    from python_calamine import CalamineWorkbook  # heavy, and only needed here

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
    except Exception as error:  # the reader has one exception class per kind of damage
        raise Unreadable(_("%(name)s cannot be read as a workbook: %(why)s", name=shown, why=str(error)[:200])) from None
    for sheet_name in names:
        try:
            sheet = book.get_sheet_by_name(sheet_name)
        except Exception as error:
            raise Unreadable(_("Sheet %(name)s cannot be read: %(why)s", name=sheet_name, why=str(error)[:200])) from None
        if (sheet.total_height or 0) > MAX_ROWS or (sheet.total_width or 0) > MAX_COLUMNS:
            raise Unreadable(_("Sheet %(name)s has more rows or columns than can be imported.", name=sheet_name))
        first = (sheet.start or (0, 0))[0]
        yield _table(sheet_name, sheet.iter_rows(), first_row=first + 1)


def _csv_table(raw: bytes, shown: str, chosen: dict[str, str]) -> Table:
    encoding = chosen.get(shown)
    if encoding is None:
        encoding = guess_encoding(raw).candidates[0]
    elif encoding not in ENCODING_NAMES:
        raise Unreadable(_("The encoding %(encoding)s is not known.", encoding=encoding))
    try:
        text = raw.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        sentence = _("%(name)s cannot be read as %(encoding)s (byte %(at)d).", name=shown, encoding=encoding, at=error.start)
        raise Unreadable(sentence) from None
    table = _table(Path(shown).stem, _csv_rows(text), first_row=1)
    table.encoding = encoding
    return table


def _csv_rows(text: str) -> Iterator[Sequence[Cell]]:
    csv.field_size_limit(4 * 1024 * 1024)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(_("Line %(line)d cannot be read: %(why)s", line=reader.line_num, why=str(error))) from None


def _delimiter(text: str) -> str:
    """What separates the columns: the sign that stands most often in the first line."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _table(name: str, rows: Iterator[Sequence[Any]] | Any, *, first_row: int) -> Table:
    numbered = enumerate(rows, start=first_row)
    for _number, row in numbered:
        head = [str(cell).strip().lstrip("\ufeff") if cell is not None else "" for cell in row]
        if any(head):
            return Table(name, head[:MAX_COLUMNS], _filled(numbered))
    return Table(name, [], iter(()))


def _filled(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, row in rows:
        if number > MAX_ROWS:
            raise Unreadable(_("There are more than %(limit)d rows.", limit=MAX_ROWS))
        if any(cell not in (None, "") for cell in row):
            yield number, row
