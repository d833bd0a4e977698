"""Bring the two Chinese catalogues up to date with the code: `python translations/update.py`.

Extracts every wrapped word, merges it into both catalogues (no fuzzy guesses: a changed sentence is
translated anew) and
prints what still has no translation.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "_ln": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
LANGUAGES = ("zh_Hans", "zh_Hant")


def extracted(root: Path = HERE.parent) -> Catalog:
    """Everything that the code and the templates wrap for translation."""
    with (HERE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="Accord", copyright_holder="the Accord authors", charset="utf-8")
    found = extract_from_dir(str(root), methods, options, KEYWORDS, comment_tags=("Translators:",))
    for filename, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalog.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return catalog


def catalogue(language: str) -> Catalog:
    """The stored catalogue of a language; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Accord")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "messages.po"


def save(stored: Catalog) -> None:
    """Write a catalogue, stable line by line, so that a change shows as what it is."""
    path = path_of(str(stored.locale))
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(
        buffer, stored, width=110, sort_output=True, no_location=True, omit_header=False, ignore_obsolete=True
    )
    path.write_bytes(buffer.getvalue())


def untranslated(stored: Catalog) -> list[str]:
    """Messages without a translation."""
    return [str(message.id) for message in stored if message.id and not _is_done(message.string)]


def _is_done(string: Any) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def main() -> None:
    fresh = extracted()
    for language in LANGUAGES:
        stored = catalogue(language)
        stored.update(fresh, no_fuzzy_matching=True)
        stored.obsolete.clear()
        save(stored)
        missing = untranslated(stored)
        print(f"{language}: {len(stored)} messages, {len(missing)} without translation")
        for text in missing[:20]:
            print(f"  {text[:100]}")


if __name__ == "__main__":
    main()
