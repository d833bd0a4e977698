"""Files into tables of cells. Nothing here knows what a sheet means; limits protect the server."""

from __future__ import annotations

from portal.exchange.files.encodings import ENCODING_NAMES, Guess, guess_encoding
from portal.exchange.files.sources import sources_of
from portal.exchange.files.tables import Cell, Faulty, Source, Table, Unreadable

__all__ = [
    "ENCODING_NAMES",
    "Cell",
    "Faulty",
    "Guess",
    "Source",
    "Table",
    "Unreadable",
    "guess_encoding",
    "sources_of",
]
