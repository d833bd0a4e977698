"""Lines of another record: who was at a meeting, where somebody stood. They have no story of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _

from portal.database import store_many
from portal.exchange.importing.journal import thing
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.sheet import Keyed, Values, update_all
from portal.register.bulk import Thing
from portal.register.encoding import plain


class Lines(Keyed):
    """The register tells them in the story of the record that they belong to, those of one stretch together."""

    parent: ClassVar[str]  # the kind of record they belong to

    def make(self, run: Run, row: Row, values: Values) -> Values:
        for column in self.columns:
            if column.needed and column.name not in row.values:
                raise RowRefused(column.name, _("A new record needs this column."))
        return {**self.blank, **values}

    def _insert(self, run: Run, created: Sequence[tuple[Row, Values]]) -> None:
        if created:
            store_many(run.connection, self.table, [values for _row, values in created])
            self._tell(run, [(row, values, row.shown()) for row, values in created])
        for row, _values in created:
            run.settle(row, "created")

    def _update(self, run: Run, changed: Sequence[tuple[Row, Values, Values]]) -> None:
        told = []
        for row, changes, old in changed:
            before, after = self.told(run, changes, old)
            told.append((row, old, {**row.shown(), "before": plain(before), "after": plain(after)}))
            run.settle(row, "changed")
        self._tell(run, told)
        update_all(run.connection, self.table, [(old["id"], changes) for _row, changes, old in changed])

    def _tell(self, run: Run, lines: Sequence[tuple[Row, Mapping[str, Any], dict[str, Any]]]) -> None:
        if run.is_dry:
            return
        grouped: dict[int, list[tuple[Row, dict[str, Any]]]] = {}
        for row, values, said in lines:
            grouped.setdefault(values[self.key_attributes[0]], []).append((row, said))
        for parent_id, each in grouped.items():
            found = run.references.by_id(self.parent, parent_id)
            project = run.references.project_thing(found.project_id)
            first = each[0][0]
            told = [{"row": row.number, **self._without_parent(said)} for row, said in each]
            subject: Thing = thing(self.parent, f"{found.code} {found.label}", found.uid)
            run.journal.tell("=", subject, 1, project, first.place, count=len(each), values=told)

    def _without_parent(self, said: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in said.items() if name != self.key[0]}
