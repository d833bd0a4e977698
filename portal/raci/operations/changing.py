"""Changes of cells: one entry of the register for each letter, or a proposal where the row was accepted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.core.errors import Invalid
from portal.core.language import date
from portal.database import session
from portal.projects.models import Project
from portal.projects.operations.access import hold
from portal.raci import events, queries
from portal.raci.cells import CellErrors, Change, Outcome, fault_of_item, key_of, letters_of, named
from portal.raci.models import ItemKind, LineAct, RaciItem
from portal.raci.operations.asking import Line, propose_change
from portal.register.operations import record
from portal.stakeholders import operations as stakeholders
from portal.stakeholders.models import RaciEntry, RaciRole
from portal.stakeholders.queries import party_of

MOST = 2000
USUAL_DAYS = 7


@dataclass
class Batch:
    """One storing: what stands now, and what is wrong with what was asked."""

    project: Project
    valid_from: dt.date
    by: Person
    now: dt.datetime
    today: dt.date
    entries: dict[queries.Place, list[RaciEntry]]
    errors: dict[queries.Place, str] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)

    def standing(self, change: Change) -> list[RaciEntry]:
        return [each for each in self.entries.get(change.place, ()) if each.holds_on(self.valid_from)]

    def of_item(self, item: str) -> list[RaciEntry]:
        return [each for (title, _key), found in self.entries.items() if title == item for each in found]


def store_changes(
    project: Project,
    changes: Sequence[Change],
    *,
    valid_from: dt.date,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    kinds: Mapping[str, str] | None = None,
    note: str = "",
) -> Outcome:
    """All changes or none. A fault of the row (two A, no R) is no obstacle: it may be the truth.

    Raises `CellErrors`. In a row of which anything was accepted the change is proposed to the parties instead.
    """
    if valid_from < today:
        raise Invalid(valid_from=_("Earlier days are entered one by one. Choose today or a later day."))
    if len(changes) > MOST:
        raise Invalid(changes=_("These are more than %(number)d changes. Do it in parts.", number=MOST))
    hold(project)
    items = {change.item for change in changes} | set(kinds or {})
    entries = queries.by_place(queries.standing_or_ahead(project, valid_from, items))
    batch = Batch(project, valid_from, by, now, today, entries)
    wanted = [change for change in changes if _is_change(change, batch)]
    _complain(batch, changes)
    _classify(batch, kinds or {})
    waiting = queries.open_changes(project, items)
    by_item: dict[str, list[Change]] = defaultdict(list)
    for change in wanted:
        by_item[change.item].append(change)
    for item, found in by_item.items():
        if any(entry.is_accepted for entry in batch.of_item(item)):
            _propose(batch, item, found, is_waiting=item in waiting)
        else:
            _carry_out(batch, found, note)
    _complain(batch, changes)
    return batch.outcome


def _is_change(change: Change, batch: Batch) -> bool:
    """Does it say something new? What cannot be stored is noted at its cell."""
    after, now = letters_of(change.after), queries.letters(batch.standing(change))
    if (fault := fault_of_item(change.item)) is not None:
        batch.errors[change.place] = fault
    elif after is None:
        batch.errors[change.place] = _("Only the letters R, A, C and I stand in a cell, such as A or R/A.")
    elif after == now:
        return False
    elif change.before is not None and change.before != now:
        said = {"now": now or "–", "seen": change.before or "–"}
        batch.errors[change.place] = _(
            "Somebody else changed this meanwhile: it said %(seen)s and says %(now)s now.", **said
        )
    return change.place not in batch.errors


def _complain(batch: Batch, changes: Sequence[Change]) -> None:
    if batch.errors:
        names = {change.place: f"{change.item[:80]} × {change.party.name}" for change in changes}
        raise CellErrors(batch.errors, names)


def _classify(batch: Batch, kinds: Mapping[str, str]) -> None:
    """The kind of a row, told when it changes."""
    known = queries.kinds_of(batch.project, list(kinds))
    for item, kind in kinds.items():
        if not kind or known.get(item) == kind or fault_of_item(item):
            continue
        row = queries.item_of(batch.project, item) or RaciItem(project=batch.project, item=item, kind="")
        before, row.kind = row.kind or None, ItemKind(kind)
        session().add(row)
        session().flush()
        said: dict[str, Any] = {"kind": str(row.kind), "before": before}
        record(events.CLASSIFIED, row, by=batch.by, now=batch.now, project=batch.project, **said)


def _lines(batch: Batch, changes: Sequence[Change]) -> list[Line]:
    """Letter by letter: what ends, then what begins."""
    ends, begins = [], []
    for change in changes:
        standing = batch.standing(change)
        after = (letters_of(change.after) or "").split("/")
        ends += [
            Line(LineAct.END, change.item, entry.role, change.party, entry)
            for entry in standing
            if entry.role not in after
        ]
        roles = {entry.role for entry in standing}
        begins += [
            Line(LineAct.BEGIN, change.item, role, change.party)
            for role in after
            if role and role not in roles
        ]
    return ends + begins


def _carry_out(batch: Batch, changes: Sequence[Change], note: str) -> None:
    for line in _lines(batch, changes):
        try:
            if line.entry is not None:
                finish(line.entry, batch.valid_from, note, batch.by, batch.now)
                batch.outcome.ended += 1
            else:
                begin(batch.project, line, batch.valid_from, batch.by, batch.now)
                batch.outcome.begun += 1
        except Invalid as error:
            batch.errors[line.item, key_of(line.party)] = " ".join(error.errors.values())


def finish(entry: RaciEntry, day: dt.date, note: str, by: Person, now: dt.datetime) -> None:
    """It holds no longer on this day: ended the day before, or taken back where it would begin only then."""
    if entry.valid_from >= day:
        stakeholders.take_back(entry, day=day, note=note, by=by, now=now)
        return
    last = day - dt.timedelta(days=1)
    stakeholders.end_assignment(entry, valid_to=last, note=note, by=by, now=now, is_agreed=True)


def begin(project: Project, line: Line, day: dt.date, by: Person, now: dt.datetime) -> RaciEntry:
    party = named(line.party)
    return stakeholders.assign(
        project,
        item=line.item,
        role=line.role,
        person=party if isinstance(party, Person) else None,
        department=party if isinstance(party, Department) else None,
        valid_from=day,
        by=by,
        now=now,
    )


def _propose(batch: Batch, item: str, changes: Sequence[Change], *, is_waiting: bool) -> None:
    """What was accepted stands until those whom the change touches have accepted it."""
    places = [change.place for change in changes]
    if is_waiting:
        sentence = _("A change of this row waits for an answer already. Withdraw it first.")
        batch.errors.update(dict.fromkeys(places, sentence))
        return
    lines = _lines(batch, changes)
    if (second := _second_accountable(batch, item, lines)) is not None:
        batch.errors.update(dict.fromkeys(places, second))
        return
    due_on = batch.today + dt.timedelta(days=USUAL_DAYS)
    try:
        propose_change(
            batch.project,
            item,
            lines,
            valid_from=batch.valid_from,
            due_on=due_on,
            by=batch.by,
            now=batch.now,
            today=batch.today,
        )
    except Invalid as error:
        batch.errors.update(dict.fromkeys(places, " ".join(error.errors.values())))
        return
    batch.outcome.proposed.append(item)


def _second_accountable(batch: Batch, item: str, lines: Sequence[Line]) -> str | None:
    """Nobody becomes accountable beside somebody who has accepted to be."""
    ending = {line.entry.id for line in lines if line.entry is not None}
    stays = [
        entry
        for entry in batch.of_item(item)
        if entry.role == RaciRole.ACCOUNTABLE and entry.is_accepted and entry.id not in ending
    ]
    begins = [line for line in lines if line.act == LineAct.BEGIN and line.role == RaciRole.ACCOUNTABLE]
    if not begins or (not stays and len(begins) == 1):
        return None
    if not stays:
        return _("Only one party can be accountable for this row.")
    entry = stays[0]
    return _(
        "%(party)s has accepted to be accountable, from %(day)s. End that in the same change.",
        party=party_of(entry).name,
        day=date(entry.valid_from),
    )
