"""Departments with their heads, and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Department, DepartmentHead, Person, fold
from portal.accounts.operations.people import ADDRESS
from portal.core.language import LANGUAGES
from portal.exchange.importing.journal import thing
from portal.exchange.importing.people import Known, key_of, new_person
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.columns import amount, choice, code, day, line, to
from portal.exchange.sheets.dated import Fact, Kinds, facts_of
from portal.exchange.sheets.holders import HeldNow, settle_holder
from portal.exchange.sheets.sheet import Keyed, Values, parts, update_all
from portal.register.bulk import Thing


def _head_label(run: Run, values: Mapping[str, Any]) -> Thing:
    department = run.references.by_id("department", values["department_id"])
    name = run.people.by_id(values["person_id"]).name
    return thing("department_head", f"{name}, {department.label}", values["uid"])


HEADS = Kinds(
    model=DepartmentHead,
    parent="department_id",
    identity=("person_id",),
    scopes=lambda values: [(values["department_id"],)],
    label=_head_label,
    project=lambda run, values: None,
    column="head",
)


class Departments(Keyed):
    """`parent` and `head` are settled when all departments and people are there."""

    name = "departments"
    about = _l("The tree of departments, each with who heads it today.")
    model = Department
    provides = "department"
    key = ("code",)
    columns = (
        code(_l("Short and unique; other sheets name the department by it."), "LOG"),
        line("name", _l("The full name."), "Logistics 物流部", needed=True),
        to("department", "parent", _l("Code of the department above."), "OPS", attribute=None),
        to(
            "person",
            "head",
            _l("Who heads it today; a new head ends the term before."),
            "he.lao@example.org",
            attribute=None,
        ),
        day("head_since", _l("From when; today if empty."), "2024-01-01", attribute=None),
    )

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        super().write(run, rows)
        parents = run.state.setdefault("parents", [])
        for row in rows:
            if row.status != "refused" and "parent" in row.values:
                parents.append(row)
            if row.status != "refused" and "head" in row.values:
                run.state.setdefault("heads", []).append(row)

    def finish(self, run: Run) -> None:
        """The tree: a parent may stand below its children in the file, and no department is part of itself."""
        rows: list[Row] = run.state.pop("parents", [])
        if not rows:
            return
        run.references.forget("department")
        run.references.load(
            "department",
            [each for row in rows for each in (row.values["parent"], row.values["code"]) if each],
        )
        wanted: dict[int, tuple[Row, int | None]] = {}
        for row in rows:
            with run.refusing(row):
                parent, own = (
                    row.values["parent"],
                    run.references.need("department", row.values["code"], "code"),
                )
                upper = run.references.need("department", parent, "parent").id if parent else None
                wanted[own.id] = (row, upper)
        self._move(run, wanted)

    def _move(self, run: Run, wanted: dict[int, tuple[Row, int | None]]) -> None:
        table = self.table
        stored = {
            row.id: row
            for row in run.connection.execute(
                select(table.c.id, table.c.parent_id, table.c.version, table.c.uid, table.c.name)
            )
        }
        upper_of = {key: row.parent_id for key, row in stored.items()} | {
            key: upper for key, (_row, upper) in wanted.items()
        }
        ringed = in_rings(upper_of)
        changes = []
        for own, (row, upper) in wanted.items():
            if own in ringed:
                run.refuse(row, "parent", _("A department cannot be part of itself or of one below it."))
            elif stored[own].parent_id != upper:
                was_created = row.status == "created"
                version = stored[own].version + (0 if was_created else 1)
                changes.append((own, {"parent_id": upper, "version": version}))
                if not was_created:
                    self._tell_move(run, row, stored[own], upper, version)
                run.settle(row, "changed")
        update_all(run.connection, table, changes)

    def _tell_move(self, run: Run, row: Row, old: Any, upper: int | None, version: int) -> None:
        code_of = {key: run.references.by_id("department", key).code for key in (old.parent_id, upper) if key}
        subject = thing("department", old.name, old.uid)
        before, after = {"parent": code_of.get(old.parent_id)}, {"parent": code_of.get(upper)}
        run.tell_changed(row, subject, version, None, before, after)

    def settle_later(self, run: Run) -> None:
        """Heads: when the people of the file are there."""
        rows: list[Row] = run.state.pop("heads", [])
        run.references.load("department", [row.values["code"] for row in rows])
        run.people.load([row.values["head"] for row in rows if row.values["head"]])
        facts = facts_of(run, HEADS)
        facts.load(
            run, [found.id for row in rows if (found := run.references.get("department", row.values["code"]))]
        )
        for row in rows:
            with run.refusing(row):
                own = run.references.need("department", row.values["code"], "code").id
                held = HeldNow("head", {"department_id": own}, row.values.get("head_since"))
                settle_holder(run, row, facts, held)
        facts.flush(run)

    def label(self, run: Run, values: Mapping[str, Any]) -> str:
        return str(values["name"])

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        parent, head = aliased(Department), aliased(DepartmentHead)
        return (
            select(Department.code, Department.name, parent.code, Person.key, head.valid_from)
            .outerjoin(parent, Department.parent_id == parent.id)
            .outerjoin(head, (head.department_id == Department.id) & head.holding_on(on))
            .outerjoin(Person, head.person_id == Person.id)
            .order_by(Department.code, head.valid_from)
        )


def in_rings(upper_of: Mapping[int, int | None]) -> set[int]:
    """Those that are above themselves, directly or by way of others."""
    found: set[int] = set()
    settled: set[int] = set()
    for start in upper_of:
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in settled:
            if here in path:
                found.update(path[path.index(here) :])
                break
            path.append(here)
            here = upper_of.get(here)
        settled.update(path)
    return found


class People(Keyed):
    """Somebody is found by address or handle. Who signs in is never given another address by an import."""

    name = "people"
    about = _l("People, with and without an account. An import never opens an account.")
    model = Person
    key = ("person",)
    columns = (
        line(
            "person",
            _l("E-mail address, or a name or handle for somebody without an account."),
            "mia@example.org",
            attribute="key",
            needed=True,
        ),
        line("name", _l("Full name."), "Mia Manager", needed=True),
        line(
            "email",
            _l("E-mail address; the first column if that is one."),
            "mia@example.org",
            empty=None,
            limit=320,
        ),
        to("department", "department", _l("Code of the department."), "LOG"),
        choice("language", LANGUAGES, _l("en, zh_Hans or zh_Hant."), "en"),
        amount("hours_per_week", _l("Hours of a full week."), "40", maximum=168, empty=Decimal(40)),
        line("title", _l("Position in the organization."), "Head of store systems"),
    )
    defaults = {"folded_name": ""}

    def load(self, run: Run, rows: Sequence[Row]) -> None:
        super().load(run, rows)
        run.people.load(
            [text for row in rows for name in ("person", "email") if (text := row.values.get(name))]
        )

    def resolve(self, run: Run, row: Row) -> Values:
        values = super().resolve(run, row)
        values["key"] = key_of(values["key"])
        if not values["key"] or set(values["key"]) & set("<>"):
            raise RowRefused(
                "person", _("“%(name)s” cannot be the name of a person.", name=values["key"][:100])
            )
        if values.get("email"):
            values["email"] = values["email"].lower()
            if not ADDRESS.fullmatch(values["email"]):
                raise RowRefused("email", _("This is not an e-mail address."))
        known = run.people.by_address(values["key"])
        if known is not None:
            values["key"] = known.key
        return values

    def make(self, run: Run, row: Row, values: Values) -> Values:
        values.setdefault("name", values["key"].partition("@")[0])
        made = {**new_person(values["key"], values["name"], run.now), **values}
        if not made["email"] and ADDRESS.fullmatch(made["key"]):
            made["email"] = made["key"]
        self._insist_on_free(run, made["email"], None)
        run.people.remember(Known(0, made["uid"], made["key"], made["name"]), made["email"])
        return made

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        if "email" in values and not values["email"] and ADDRESS.fullmatch(old["key"]):
            values["email"] = old["email"]
        changes = super().changes(run, row, values, old)
        if "email" in changes:
            if old["password_hash"] is not None:
                raise RowRefused("email", _("This person signs in. An administrator changes the address."))
            self._insist_on_free(run, changes["email"], old["id"])
        if "name" in changes:
            changes["folded_name"] = fold(changes["name"])
        return changes

    @staticmethod
    def _insist_on_free(run: Run, email: str | None, own: int | None) -> None:
        known = run.people.by_address(email) if email else None
        if known is not None and known.id != own:
            raise RowRefused("email", _("This already means %(name)s.", name=known.name))

    def inserted(self, run: Run, made: Sequence[tuple[Row, Values]]) -> None:
        run.people.forget()

    def updated(self, run: Run, changed: Sequence[tuple[Row, Values, Values]]) -> None:
        run.people.forget()

    def was_refused(self, run: Run, row: Row) -> None:
        if row.values.get("person"):
            run.people.refused.add(key_of(row.values["person"]))

    def label(self, run: Run, values: Mapping[str, Any]) -> str:
        return str(values["name"])

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(
                *(Person.key, Person.name, Person.email, Department.code),
                *(Person.language, Person.hours_per_week, Person.title),
            )
            .outerjoin(Department, Person.department_id == Department.id)
            .where(Person.merged_into_id.is_(None))
            .order_by(Person.key)
        )


__all__ = ["HEADS", "Departments", "Fact", "People", "in_rings", "parts"]
