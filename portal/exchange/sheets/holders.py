"""A column that names who holds something today: the head of a department, the sponsor, the chair."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.dated import Facts
from portal.exchange.sheets.sheet import Values


@dataclass(frozen=True)
class HeldNow:
    """`values`: the fact's columns without the person. `since`: the first day, if the row says one."""

    column: str
    values: Values
    since: dt.date | None = None


def settle_holder(run: Run, row: Row, facts: Facts, held: HeldNow) -> None:
    """Whoever the cell names holds it from now on; whoever held it stops the day before. An empty cell ends it."""
    text: Any = row.values[held.column]
    if not text:
        _end_all(run, row, facts, held)
        return
    person = run.people.need(text, held.column)
    current = facts.holding({**held.values, "person_id": person.id}, run.today)
    if any(fact.values["person_id"] == person.id and _is_so(fact, held) for fact in current):
        return
    insist_not_oneself(run, person.id, held.column)
    values = {**held.values, "person_id": person.id}
    status = facts.enter(run, row, values, valid_from=held.since, valid_to=None, says_end=False)
    if status != "unchanged":
        run.settle(row, "changed")


def _is_so(fact: Any, held: HeldNow) -> bool:
    is_same = all(fact.values.get(name) == value for name, value in held.values.items() if name == "role")
    return is_same and (held.since is None or fact.valid_from == held.since)


def _end_all(run: Run, row: Row, facts: Facts, held: HeldNow) -> None:
    role = held.values.get("role")
    for fact in facts.holding({**held.values, "person_id": None}, run.today):
        if role is None or fact.values.get("role") == role:
            facts.end_today(run, row, fact)
            run.settle(row, "changed")


def insist_not_oneself(run: Run, person_id: int, column: str) -> None:
    """Authority is given by somebody else, in a spreadsheet as well."""
    if run.by_id is not None and person_id == run.by_id:
        raise RowRefused(column, _("Nobody appoints themselves. Ask somebody else to import this row."))
