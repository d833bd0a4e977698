"""Programmes, projects, milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Department, Person, fold
from portal.exchange.cells import Kind
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.appointments import APPOINTMENTS, admit_all
from portal.exchange.sheets.columns import Column, amount, choice, code, day, line, text, to
from portal.exchange.sheets.dated import facts_of
from portal.exchange.sheets.holders import HeldNow, settle_holder
from portal.exchange.sheets.sheet import Keyed, Values
from portal.projects.labels import LEAD_MODELS, PHASES
from portal.projects.models import Appointment, Milestone, Phase, Programme, Project
from portal.projects.operations.projects import CODE, RESERVED_CODES

HELD = ("sponsor", "manager")


class Portfolio(Keyed):
    """What programmes and projects share: a code that stands in addresses, a name that is found folded."""

    key = ("code",)

    def resolve(self, run: Run, row: Row) -> Values:
        values = super().resolve(run, row)
        if not CODE.fullmatch(values["code"]) or values["code"].lower() in RESERVED_CODES:
            raise RowRefused(
                "code", _("Use letters, digits, dots, dashes and underscores only, such as STORE-2.")
            )
        if values.get("currency"):
            values["currency"] = values["currency"].upper()
            if (
                len(values["currency"]) != 3
                or not values["currency"].isascii()
                or not values["currency"].isalpha()
            ):
                raise RowRefused("currency", _("Use the three letters of the currency, such as EUR or CNY."))
        if "name" in values:
            values["folded_name"] = fold(values["name"])
        return values


class Programmes(Portfolio):
    name = "programmes"
    about = _l("Projects that serve one change.")
    model = Programme
    provides = "programme"
    columns = (
        code(_l("Short and unique."), "RETAIL"),
        line("name", _l("The full name."), "Retail renewal", needed=True),
        text("purpose", _l("What all its projects serve."), "Sell the same way in every store"),
    )
    defaults = {"rating_points": 5}

    def project_of(self, run: Run, values: Mapping[str, Any]) -> int | None:
        return None

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return select(Programme.code, Programme.name, Programme.purpose).order_by(Programme.code)


class Projects(Portfolio):
    """`sponsor` and `manager` are appointments of today, settled after the sheet of appointments."""

    name = "projects"
    about = _l("One row per project.")
    model = Project
    provides = "project"
    columns = (
        code(_l("Short and unique; every other sheet names the project by it."), "STORE"),
        line("name", _l("The full name."), "Store system", needed=True),
        to("programme", "programme", _l("Code of the programme."), "RETAIL"),
        text("purpose", _l("What it is for."), "One till for all stores"),
        text("measure_of_success", _l("How anybody will see that it has worked."), "Queues 20 % shorter"),
        to("department", "lead_department", _l("Code of the department that leads."), "SAL"),
        choice("lead_model", LEAD_MODELS, _l("Who leads: business, training, it or joint."), "business"),
        to("person", "sponsor", _l("Who holds the authority today."), "sun.li@example.org", attribute=None),
        to("person", "manager", _l("Who keeps the project today."), "mia@example.org", attribute=None),
        choice("phase", PHASES, _l("Where it stands; idea if empty."), "pilot", empty=Phase.IDEA),
        day("start_on", _l("First day."), "2026-01-12"),
        day("go_live_on", _l("The day it goes live."), "2026-09-01"),
        day("end_on", _l("Last day."), "2026-12-31"),
        amount("budget", _l("Figures only, no currency sign."), "1200000"),
        line("currency", _l("Three letters."), "CNY", empty=None, limit=3),
        Column(
            "confidential",
            Kind.FLAG,
            "is_confidential",
            _l("Only for insiders: yes or no."),
            "no",
            empty=False,
        ),
    )
    defaults = {"said_rating": "not_rated", "said_rank": 0, "said_on": None, "folded_name": ""}

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        if "is_confidential" in changes:
            raise RowRefused(
                "confidential", _("Who may see a project is changed on its page, with a reason.")
            )
        return changes

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        super().write(run, rows)
        waiting = run.state.setdefault("holders", [])
        waiting += [
            row
            for row in rows
            if row.status != "refused" and any(row.values.get(name, "") != "" for name in HELD)
        ]

    def settle_later(self, run: Run) -> None:
        rows: list[Row] = run.state.pop("holders", [])
        run.references.load("project", [row.values["code"] for row in rows])
        run.people.load([row.values[name] for row in rows for name in HELD if row.values.get(name)])
        facts = facts_of(run, APPOINTMENTS)
        facts.load(
            run, [found.id for row in rows if (found := run.references.get("project", row.values["code"]))]
        )
        admitted: set[tuple[int, int]] = set()
        for row in rows:
            with run.refusing(row):
                own = run.references.need("project", row.values["code"], "code").id
                for name in HELD:
                    if name in row.values:
                        settle_holder(
                            run,
                            row,
                            facts,
                            HeldNow(name, {"project_id": own, "role": name, "department_id": None}),
                        )
                        if person := run.people.get(row.values[name] or ""):
                            admitted.add((own, person.id))
        facts.flush(run)
        admit_all(run, admitted)

    def project_of(self, run: Run, values: Mapping[str, Any]) -> int | None:
        found: int = values["id"]
        return found

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        held = {name: _holder(name, on) for name in HELD}
        lead = aliased(Department)
        return (
            select(
                *(Project.code, Project.name, Programme.code, Project.purpose, Project.measure_of_success),
                *(lead.code, Project.lead_model, held["sponsor"], held["manager"], Project.phase),
                *(Project.start_on, Project.go_live_on, Project.end_on, Project.budget, Project.currency),
                Project.is_confidential,
            )
            .outerjoin(Programme, Project.programme_id == Programme.id)
            .outerjoin(lead, Project.lead_department_id == lead.id)
            .order_by(Project.code)
        )


def _holder(role: str, on: dt.date) -> Any:
    """The key of whoever holds this role on that day; the latest, should there be several."""
    latest = (
        select(func.max(Appointment.id))
        .where(Appointment.project_id == Project.id, Appointment.role == role, Appointment.holding_on(on))
        .correlate(Project)
        .scalar_subquery()
    )
    holder = aliased(Appointment)
    return (
        select(Person.key)
        .join(holder, holder.person_id == Person.id)
        .where(holder.id == latest)
        .correlate(Project)
        .scalar_subquery()
        .label(role)
    )


class Milestones(Keyed):
    name = "milestones"
    about = _l("Dates that others rely on.")
    model = Milestone
    key = ("project", "code")
    columns = (
        to("project", "project", _l("Code of the project."), "STORE", needed=True),
        code(_l("Short and unique within the project."), "M1"),
        line("name", _l("What will be true on that day."), "Pilot in ten stores", needed=True),
        day("baseline_on", _l("As it was agreed."), "2026-06-01"),
        day("forecast_on", _l("As it is expected now."), "2026-06-15"),
        day("actual_on", _l("When it came true."), ""),
    )
    defaults = {"first_baseline_on": None}

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        """A new baseline does not make a delay disappear: what was planned first is kept."""
        changes = super().changes(run, row, values, old)
        if "baseline_on" in changes and old["baseline_on"] is not None:
            changes["first_baseline_on"] = old["first_baseline_on"] or old["baseline_on"]
        return changes

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(
                *(Project.code, Milestone.code, Milestone.name),
                *(Milestone.baseline_on, Milestone.forecast_on, Milestone.actual_on),
            )
            .join(Project, Milestone.project_id == Project.id)
            .order_by(Project.code, Milestone.code)
        )
