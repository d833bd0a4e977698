"""CSV files, read as a stream: a file of any length takes the memory of one line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TextIO

from flask_babel import gettext as _

from portal.exchange.files.encodings import ENCODING_NAMES, guess_encoding
from portal.exchange.files.tables import MAX_ROWS, Cell, Source, Table, Unreadable, as_table

#: A cell may be longer than any of our texts, so that the refusal can name it; not longer than this.
LONGEST_CELL = 4 * 1024 * 1024
#: Spreadsheets run what begins so; our own export puts an apostrophe before it, which is taken away here.
GUARDED = re.compile(r"'+[=+\-@\t\r]")


def csv_source(path: Path, shown: str, encodings: dict[str, str]) -> Source:
    """The table of a CSV file. `shown`: its name as the owner knows it; `encodings`: those that were chosen."""
    chosen = encodings.get(shown)
    if chosen is not None and chosen not in ENCODING_NAMES:
        raise Unreadable(_("The encoding %(encoding)s is not known.", encoding=chosen))
    guess = None if chosen else guess_encoding(path)
    encoding = chosen or (guess.candidates[0] if guess else "utf-8")
    return Source(
        file=shown,
        name=PurePosixPath(shown).stem,
        open=lambda: _open(path, shown, encoding),
        count=_count_lines(path, encoding),
        encoding=encoding,
        candidates=guess.candidates if guess else (encoding,),
        previews=guess.previews if guess else {},
    )


def _count_lines(path: Path, encoding: str) -> int:
    """About how many rows there are: lines within a cell count, too."""
    ends = 0
    with path.open("rb") as file:
        while block := file.read(1024 * 1024):
            ends += max(block.count(b"\n"), block.count(b"\r"))
    return max(0, ends - 1)


def _open(path: Path, shown: str, encoding: str) -> Table:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        first = file.readline(100_000).lstrip("\ufeff")
    return as_table(_rows(path, shown, encoding, _delimiter(first)))


def _rows(path: Path, shown: str, encoding: str, delimiter: str) -> Iterator[Sequence[Cell]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_without_mark(file), delimiter=delimiter)
        try:
            for number, row in enumerate(reader, start=1):
                if number > MAX_ROWS:
                    raise Unreadable(_("%(name)s has more than %(limit)d rows.", name=shown, limit=MAX_ROWS))
                yield [_unguarded(cell) for cell in row]
        except UnicodeDecodeError:
            raise Unreadable(
                _(
                    "%(name)s cannot be read as %(encoding)s (after line %(line)d). Choose another encoding.",
                    name=shown,
                    encoding=ENCODING_NAMES[encoding],
                    line=reader.line_num,
                )
            ) from None
        except csv.Error as error:
            sentence = _(
                "Line %(line)d of %(name)s cannot be read: %(why)s",
                line=reader.line_num,
                name=shown,
                why=str(error),
            )
            raise Unreadable(sentence) from None


def _without_mark(file: TextIO) -> Iterator[str]:
    for number, line in enumerate(file):
        yield line.lstrip("\ufeff") if number == 0 else line


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; reading it again gives the same text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") or GUARDED.match(text) else text


def _delimiter(first: str) -> str:
    """What separates the columns: the sign that stands most often in the first line."""
    return max(",;\t", key=first.count)
