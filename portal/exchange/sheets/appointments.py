"""Who is what to a project, who answers for what, who sits in a group: facts with a first and a last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import aliased

from portal.accounts.models import Department, Person
from portal.exchange.importing.journal import thing
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.columns import choice, day, line, to, whole
from portal.exchange.sheets.dated import Facts, Kinds, Scope, facts_of
from portal.exchange.sheets.holders import insist_not_oneself
from portal.exchange.sheets.sheet import Sheet, Values, parts
from portal.projects.labels import ROLES
from portal.projects.models import Appointment, Insider, Project
from portal.projects.operations.appointments import SINGLE_ROLES
from portal.register.bulk import Thing
from portal.stakeholders.labels import ROLES as RACI_ROLES
from portal.stakeholders.models import RaciEntry
from portal.steering.models import MemberRole, Membership, SteeringGroup
from portal.steering.models.states import PREPARING, ROLE_WORDS


def _of_project(run: Run, values: Mapping[str, Any]) -> int | None:
    found: int = values["project_id"]
    return found


def _appointment_label(run: Run, values: Mapping[str, Any]) -> Thing:
    name = run.people.by_id(values["person_id"]).name
    return thing("appointment", f"{name}, {values['role']}", values["uid"])


def _appointment_scopes(values: Values) -> list[Scope]:
    if values["role"] in SINGLE_ROLES:
        return [(values["project_id"], values["role"])]
    return [(values["project_id"], values["role"], values["person_id"])]


APPOINTMENTS = Kinds(
    model=Appointment,
    parent="project_id",
    identity=("role", "person_id"),
    scopes=_appointment_scopes,
    label=_appointment_label,
    project=_of_project,
    column="valid_from",
)


def _seat_label(run: Run, values: Mapping[str, Any]) -> Thing:
    name = run.people.by_id(values["person_id"]).name
    return thing("membership", f"{name}, {values['role']}", values["uid"])


def _seat_scopes(values: Values) -> list[Scope]:
    """One seat per person, and one chair."""
    scopes: list[Scope] = [(values["group_id"], values["person_id"])]
    return [*scopes, (values["group_id"], "chair")] if values["role"] == MemberRole.CHAIR else scopes


SEATS = Kinds(
    model=Membership,
    parent="group_id",
    identity=("role", "person_id"),
    scopes=_seat_scopes,
    label=_seat_label,
    project=lambda run, values: run.references.by_id("group", values["group_id"]).project_id,
    column="valid_from",
)


def _letter_label(run: Run, values: Mapping[str, Any]) -> Thing:
    if values["person_id"] is not None:
        party = run.people.by_id(values["person_id"]).name
    else:
        party = run.references.by_id("department", values["department_id"]).label
    return thing("raci_entry", f"{values['role']} {values['item']}: {party}", values["uid"])


LETTERS = Kinds(
    model=RaciEntry,
    parent="project_id",
    identity=("item", "role", "person_id", "department_id"),
    scopes=lambda values: [
        tuple(values[name] for name in ("project_id", "item", "role", "person_id", "department_id"))
    ],
    label=_letter_label,
    project=_of_project,
    column="valid_from",
)


def admit_all(run: Run, pairs: Iterable[tuple[int, int]]) -> None:
    """Whoever is appointed, asked or answers for something must be able to read what it is about."""
    made = sqlite_insert if run.connection.dialect.name == "sqlite" else postgresql_insert
    for part in parts(sorted(set(pairs))):
        rows = [{"project_id": project, "person_id": person} for project, person in part]
        run.connection.execute(made(Insider).on_conflict_do_nothing(), rows)


class DatedSheet(Sheet):
    """Rows are facts. The first day may be missing: then the fact of today is meant, or one begins today."""

    kinds: ClassVar[Kinds]

    def __init__(self) -> None:
        super().__init__()
        kept = {column.attribute: column.empty for column in self.columns if column.attribute}
        self.blank: Values = {name: value for name, value in kept.items() if not name.startswith("valid_")}

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        self.load(run, rows)
        facts = facts_of(run, self.kinds)
        settled: list[tuple[Row, Values]] = []
        for row in rows:
            with run.refusing(row):
                settled.append((row, self.fact_of(run, self.resolve(run, row))))
        facts.load(run, [values[self.kinds.parent] for _row, values in settled])
        entered = []
        for row, values in settled:
            with run.refusing(row):
                self._enter(run, row, facts, values)
                entered.append(values)
        facts.flush(run)
        self.entered(run, entered)

    def _enter(self, run: Run, row: Row, facts: Facts, values: Values) -> None:
        fact = {name: value for name, value in values.items() if name not in ("valid_from", "valid_to")}
        first = values.get("valid_from")
        if facts.find(fact, first, run.today) is None:
            self.check(run, row, fact)
        status = facts.enter(
            run,
            row,
            fact,
            valid_from=first,
            valid_to=values.get("valid_to"),
            says_end="valid_to" in values,
            blank=self.blank,
        )
        run.settle(row, status)

    def fact_of(self, run: Run, values: Values) -> Values:
        """All columns of the table that make the fact."""
        return values

    def check(self, run: Run, row: Row, values: Values) -> None:
        """May this become true?"""

    def entered(self, run: Run, values: Sequence[Values]) -> None:
        """The facts are stored."""


def _periods(model: Any, as_of: dt.date | None) -> list[Any]:
    return [] if as_of is None else [model.holding_on(as_of)]


class Appointments(DatedSheet):
    name = "appointments"
    about = _l("Who is what to a project, from when to when.")
    kinds = APPOINTMENTS
    key = ("project", "role", "person", "valid_from")
    columns = (
        to("project", "project", _l("Code of the project."), "STORE", needed=True),
        choice(
            "role",
            ROLES,
            _l("sponsor, manager, business_lead, it_lead, process_owner, member or key_user."),
            "sponsor",
            needed=True,
        ),
        to("person", "person", _l("E-mail address, handle or name."), "sun.li@example.org", needed=True),
        to("department", "department", _l("For which department, by code."), "SAL"),
        day("valid_from", _l("First day; today if empty."), "2026-01-12"),
        day("valid_to", _l("Last day; empty while it holds."), ""),
    )

    def check(self, run: Run, row: Row, values: Values) -> None:
        if values["role"] in SINGLE_ROLES:
            insist_not_oneself(run, values["person_id"], "person")

    def entered(self, run: Run, values: Sequence[Values]) -> None:
        admit_all(run, [(each["project_id"], each["person_id"]) for each in values])

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(
                *(Project.code, Appointment.role, Person.key),
                *(Department.code, Appointment.valid_from, Appointment.valid_to),
            )
            .join(Project, Appointment.project_id == Project.id)
            .join(Person, Appointment.person_id == Person.id)
            .outerjoin(Department, Appointment.department_id == Department.id)
            .where(*_periods(Appointment, as_of))
            .order_by(Project.code, Appointment.role, Appointment.valid_from, Appointment.id)
        )


class Members(DatedSheet):
    name = "members"
    about = _l("Who sits in a group, as what, with how many votes.")
    kinds = SEATS
    key = ("group", "person", "role", "valid_from")
    columns = (
        to("group", "group", _l("Code of the group."), "STORE-SG", needed=True),
        to("person", "person", _l("E-mail address, handle or name."), "sun.li@example.org", needed=True),
        choice(
            "role",
            ROLE_WORDS,
            _l("chair, deputy, member, secretary or guest; member if empty."),
            "chair",
            empty=MemberRole.MEMBER.value,
        ),
        whole("votes", _l("How many votes; 1 if empty."), "1", minimum=0, maximum=1000, empty=1),
        day("valid_from", _l("First day; today if empty."), "2026-01-12"),
        day("valid_to", _l("Last day; empty while it holds."), ""),
    )

    def fact_of(self, run: Run, values: Values) -> Values:
        return {"role": MemberRole.MEMBER.value, **values}

    def check(self, run: Run, row: Row, values: Values) -> None:
        if values["role"] in PREPARING:
            insist_not_oneself(run, values["person_id"], "person")

    def entered(self, run: Run, values: Sequence[Values]) -> None:
        pairs = [(self.kinds.project(run, each), each["person_id"]) for each in values]
        admit_all(run, [(project, person) for project, person in pairs if project is not None])

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(
                *(SteeringGroup.code, Person.key, Membership.role),
                *(Membership.votes, Membership.valid_from, Membership.valid_to),
            )
            .join(SteeringGroup, Membership.group_id == SteeringGroup.id)
            .join(Person, Membership.person_id == Person.id)
            .where(*_periods(Membership, as_of))
            .order_by(SteeringGroup.code, Membership.valid_from, Membership.id)
        )


class Raci(DatedSheet):
    """Several people accountable for one thing are accepted, because that may be the truth, and said."""

    name = "raci"
    about = _l("Who answers for what: R responsible, A accountable, C consulted, I informed.")
    kinds = LETTERS
    key = ("project", "item", "party", "role", "valid_from")
    columns = (
        to("project", "project", _l("Code of the project."), "STORE", needed=True),
        line("item", _l("What it is about."), "Master data", needed=True),
        to(
            "party", "party", _l("A department by its code, or a person."), "LOG", needed=True, attribute=None
        ),
        choice("role", {role: role for role in RACI_ROLES}, _l("R, A, C or I."), "A", needed=True),
        day("valid_from", _l("First day; today if empty."), "2026-01-12"),
        day("valid_to", _l("Last day; empty while it holds."), ""),
    )

    def load(self, run: Run, rows: Sequence[Row]) -> None:
        run.references.load("project", [row.values["project"] for row in rows if row.values.get("project")])
        parties = [row.values["party"] for row in rows if row.values.get("party")]
        run.references.load("department", parties)
        run.people.load([party for party in parties if run.references.get("department", party) is None])

    def resolve(self, run: Run, row: Row) -> Values:
        values = super().resolve(run, row)
        party = row.values["party"]
        department = run.references.get("department", party)
        values["department_id"] = department.id if department else None
        values["person_id"] = None if department else run.people.need(party, "party").id
        return values

    def entered(self, run: Run, values: Sequence[Values]) -> None:
        admit_all(run, [(each["project_id"], each["person_id"]) for each in values if each["person_id"]])
        accountable = run.state.setdefault("accountable", set())
        accountable.update((each["project_id"], each["item"]) for each in values if each["role"] == "A")

    def finish(self, run: Run) -> None:
        """List the items for which several are accountable today."""
        named: set[tuple[int, str]] = run.state.pop("accountable", set())
        entry = RaciEntry
        for part in parts(sorted({project for project, _item in named})):
            statement = (
                select(Project.code, entry.project_id, entry.item, func.count().label("times"))
                .join(Project, entry.project_id == Project.id)
                .where(entry.project_id.in_(part), entry.role == "A", entry.holding_on(run.today))
                .group_by(Project.code, entry.project_id, entry.item)
                .having(func.count() > 1)
                .order_by(Project.code, entry.item)
            )
            for row in run.connection.execute(statement):
                if (row.project_id, row.item) in named:
                    run.report.warnings.add(
                        _(
                            "%(project)s, “%(item)s”: %(count)d are accountable (A). There should be one.",
                            project=row.code,
                            item=row.item,
                            count=row.times,
                        )
                    )

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        party = aliased(Department)
        return (
            select(
                *(Project.code, RaciEntry.item, func.coalesce(Person.key, party.code), RaciEntry.role),
                *(RaciEntry.valid_from, RaciEntry.valid_to),
            )
            .join(Project, RaciEntry.project_id == Project.id)
            .outerjoin(Person, RaciEntry.person_id == Person.id)
            .outerjoin(party, RaciEntry.department_id == party.id)
            .where(*_periods(RaciEntry, as_of), RaciEntry.is_void.is_(False))
            .order_by(Project.code, RaciEntry.item, RaciEntry.role, RaciEntry.id)
        )
