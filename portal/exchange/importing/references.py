"""From the codes and names that people write to ids, many at a time and remembered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Connection, Table, select

from portal.accounts.models import Department
from portal.commitments.models import Commitment
from portal.database import Base
from portal.exchange.importing.report import RowRefused
from portal.projects.models import Programme, Project
from portal.register.bulk import Thing
from portal.risks.models import Risk
from portal.steering.models import Decision, Meeting, SteeringGroup

CHUNK = 500
REMEMBERED = 20_000


class Found(NamedTuple):
    """A record that a code means. `project_id`: its own for a project, else the one it belongs to."""

    id: int
    uid: uuid.UUID
    code: str
    label: str
    project_id: int | None


@dataclass(frozen=True)
class Coded:
    """A kind of record that is named by a code."""

    model: type[Base]
    label: str | None
    project: str | None
    missing: Callable[[str], str]

    @property
    def table(self) -> Table:
        return self.model.__table__  # type: ignore[return-value]  # mapped to a table, not to a join


CODED: dict[str, Coded] = {
    "department": Coded(
        Department, "name", None, lambda code: _("There is no department “%(code)s”.", code=code)
    ),
    "programme": Coded(
        Programme, "name", None, lambda code: _("There is no programme “%(code)s”.", code=code)
    ),
    "project": Coded(Project, "name", "id", lambda code: _("There is no project “%(code)s”.", code=code)),
    "commitment": Coded(
        Commitment, None, "project_id", lambda code: _("There is no commitment “%(code)s”.", code=code)
    ),
    "group": Coded(
        SteeringGroup, "name", "project_id", lambda code: _("There is no group “%(code)s”.", code=code)
    ),
    "meeting": Coded(
        Meeting, "title", "project_id", lambda code: _("There is no meeting “%(code)s”.", code=code)
    ),
    "decision": Coded(
        Decision, "title", "project_id", lambda code: _("There is no decision “%(code)s”.", code=code)
    ),
    "risk": Coded(Risk, "title", "project_id", lambda code: _("There is no risk “%(code)s”.", code=code)),
}


class References:
    """Codes and names that were asked for, by kind. People are looked up by `importing.people`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._by_code: dict[str, dict[str, Found | None]] = {kind: {} for kind in CODED}
        self._by_id: dict[str, dict[int, Found]] = {kind: {} for kind in CODED}
        #: (kind, code) of rows of this import that were refused: what needs them is refused for that reason.
        self.refused: set[tuple[str, str]] = set()

    def load(self, kind: str, codes: Collection[str]) -> None:
        """Look up all that are not known yet, a few hundred at a time."""
        known = self._by_code[kind]
        if len(known) > REMEMBERED:
            known.clear()
            self._by_id[kind].clear()
        wanted = [code for code in dict.fromkeys(codes) if known.get(code) is None]
        for found in self._read(kind, CODED[kind].table.c.code, wanted):
            known[found.code] = found
        missing = [code for code in wanted if known.get(code) is None]
        if missing and kind == "department":
            self._load_by_name(missing)
        for code in missing:
            known.setdefault(code, None)

    def _load_by_name(self, names: list[str]) -> None:
        """Spreadsheets call departments by name; a name that two have means neither."""
        known = self._by_code["department"]
        by_name: dict[str, list[Found]] = {}
        for found in self._read("department", CODED["department"].table.c.name, names):
            by_name.setdefault(found.label, []).append(found)
        for name, each in by_name.items():
            known[name] = each[0] if len(each) == 1 else None

    def _read(self, kind: str, column: Any, values: list[Any]) -> Iterable[Found]:
        coded = CODED[kind]
        columns = coded.table.c
        label = columns[coded.label] if coded.label else columns.code
        project = columns[coded.project] if coded.project else None
        picked = [columns.id, columns.uid, columns.code, label.label("label")]
        picked += [project.label("project_id")] if project is not None else []
        for start in range(0, len(values), CHUNK):
            statement = select(*picked).where(column.in_(values[start : start + CHUNK]))
            for row in self.connection.execute(statement):
                found = Found(row.id, row.uid, row.code, row.label, getattr(row, "project_id", None))
                self._by_id[kind][found.id] = found
                yield found

    def get(self, kind: str, code: str) -> Found | None:
        return self._by_code[kind].get(code)

    def need(self, kind: str, code: str, column: str) -> Found:
        """The record of this code. Raises `RowRefused` where there is none."""
        found = self.get(kind, code)
        if found is not None:
            return found
        if (kind, code) in self.refused:
            raise RowRefused(
                column, _("The row of “%(code)s” in this import was refused, so this one is, too.", code=code)
            )
        raise RowRefused(column, CODED[kind].missing(code))

    def by_id(self, kind: str, record_id: int) -> Found:
        """The record of an id that stands in another record."""
        if record_id not in self._by_id[kind]:
            for _found in self._read(kind, CODED[kind].table.c.id, [record_id]):
                pass
        return self._by_id[kind][record_id]

    def load_ids(self, kind: str, ids: Iterable[int]) -> None:
        wanted = [each for each in dict.fromkeys(ids) if each not in self._by_id[kind]]
        for _found in self._read(kind, CODED[kind].table.c.id, wanted):
            pass

    def remember(self, kind: str, found: Found) -> None:
        """A record that was just written."""
        self._by_code[kind][found.code] = found
        self._by_id[kind][found.id] = found

    def forget(self, kind: str) -> None:
        """Rows of this kind were written: what was not there may be there now, labels may have changed."""
        self._by_code[kind].clear()
        self._by_id[kind].clear()

    def project_thing(self, project_id: int | None) -> Thing | None:
        """The project as the register names it beside a record."""
        if project_id is None:
            return None
        project = self.by_id("project", project_id)
        return Thing("project", f"{project.code} {project.label}", str(project.uid))
