"""What the import will tell the register, kept in a file until everything is written.

The register's head is locked from its first entry to the commit. So all entries are written last, and nobody else waits
for a long import; and a hundred thousand of them do not stay in memory meanwhile.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

from portal.exchange import events
from portal.register.bulk import Thing, Told
from portal.register.events import Event

KINDS: dict[str, Event] = {
    "+": events.ROW_CREATED,
    "~": events.ROW_CHANGED,
    "-": events.FACT_ENDED,
    "=": events.LINES,
    "*": events.PERSON_NAMED,
}


class Place(NamedTuple):
    """Where a row stands."""

    file: str
    sheet: str
    row: int


class Journal:
    """Acts in the order in which they happened. A dry run keeps none: nothing of it will be true."""

    def __init__(self, *, is_dry: bool) -> None:
        self.is_dry = is_dry
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed by `close`

    def tell(
        self,
        sign: str,
        subject: Thing,
        version: int,
        project: Thing | None,
        place: Place,
        **details: Any,
    ) -> None:
        """`details` as the register keeps them: `plain` texts, integers, lists and dicts."""
        if self.is_dry:
            return
        line = [sign, _words(subject), version, project and _words(project), place, details]
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def acts(self) -> Iterator[Told]:
        self._file.seek(0)
        for line in self._file:
            sign, subject, version, project, place, details = json.loads(line)
            yield Told(
                KINDS[sign],
                Thing(*subject),
                version,
                Thing(*project) if project else None,
                {**Place(*place)._asdict(), **details},
            )

    def close(self) -> None:
        self._file.close()


def thing(kind: str, label: str, uid: uuid.UUID) -> Thing:
    return Thing(kind, label[:500], str(uid))


def _words(named: Thing) -> tuple[str, str, str]:
    return named.kind, named.label, named.uid
