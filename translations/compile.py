"""Compile the catalogues: every messages.po beside which there is no newer messages.mo.

`./run`, the tests and the wheel all use this. Needs Babel.
"""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folder: Path) -> list[Path]:
    """Returns what was written. Several processes may do this at once: a file appears whole or not at all."""
    return [_compile(source) for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    compiled = source.with_suffix(".mo")
    partial = compiled.with_suffix(f".{os.getpid()}.partial")
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3])
    with partial.open("wb") as binary:
        write_mo(binary, catalogue)
    os.replace(partial, compiled)
    return compiled


if __name__ == "__main__":
    for path in compile_catalogues(Path(__file__).resolve().parent):
        print(path)
