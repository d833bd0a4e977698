"""Commitments and what was given. A promise that two sides made here is not rewritten from a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Department, DepartmentHead, Person
from portal.commitments.labels import KINDS, STATES
from portal.commitments.models import Commitment, Delivery, Kind, Offer, State, needed_for
from portal.database import store_many
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run, fresh_uid
from portal.exchange.sheets.appointments import admit_all
from portal.exchange.sheets.columns import Column, amount, choice, code, day, line, text, to, whole
from portal.exchange.sheets.sheet import Keyed, Values, parts, update_all
from portal.exchange.sheets.terms import (
    Codes,
    Hanging,
    codes_as_text,
    codes_in,
    hanging_on,
    insist_on_parts,
    parts_as_text,
    parts_in,
)
from portal.projects.models import Milestone, Project

TERMS = (
    *("person_id", "skill", "share_percent", "hours_per_week", "valid_from", "valid_to", "statement"),
    *("parts", "done_means"),
)
NONE_HANG: Codes = frozenset()


class Commitments(Keyed):
    """A new one enters as it stands elsewhere, gaps included. One on which somebody acted here is left to them."""

    name = "commitments"
    about = _l("What departments were asked for and promised. Without department and person it is a vacancy.")
    model = Commitment
    provides = "commitment"
    key = ("code",)
    columns = (
        code(_l("Short and unique."), "STORE-C1"),
        to("project", "project", _l("Code of the project."), "STORE", needed=True),
        choice(
            "kind",
            KINDS,
            _l("staffing, deliverable, attendance or decision; staffing if empty."),
            "staffing",
            empty=Kind.STAFFING.value,
        ),
        to("department", "department", _l("Code of the department that is asked."), "LOG"),
        to(
            "person",
            "head",
            _l("Who is asked; whoever heads the department on that day if empty."),
            "he.lao@example.org",
        ),
        to("person", "person", _l("The person who is asked for."), "max@example.org"),
        line("skill", _l("Or the skill."), "knows the stock counts"),
        whole("share_percent", _l("Share of the week in percent."), "50", minimum=1, maximum=100),
        amount("hours_per_week", _l("Or hours a week."), "16", maximum=168),
        day("valid_from", _l("First day."), "2026-03-02"),
        day("valid_to", _l("Last day, or the day by which."), "2026-06-30"),
        text("statement", _l("What for: this is what will be measured."), "Map the warehouse processes"),
        choice(
            "state",
            STATES,
            _l("draft, requested, countered, confirmed, refused, …; requested if empty."),
            "confirmed",
            empty=State.REQUESTED.value,
        ),
        to("person", "requester", _l("Who asks."), "mia@example.org"),
        text(
            "parts",
            _l("Terms in parts: first day/last day and the share or hours, parted by semicolons."),
            "2026-03-02/2026-04-30 50%; 2026-05-01/2026-06-30 100%",
            empty=(),
        ),
        text("done_means", _l("By what one sees that it is done."), "All halls are mapped and signed"),
        text(
            "milestones",
            _l("Codes of the project's milestones that hang on it, parted by semicolons."),
            "M1; M2",
            empty=NONE_HANG,
        ),
    )
    defaults = {
        "requested_on": None, "answer_due_on": None, "answered_on": None, "answered_by_id": None,
        "moved_on": None, "moved_by_id": None, "reason": "",
    }  # fmt: skip

    def resolve(self, run: Run, row: Row) -> Values:
        values = super().resolve(run, row)
        if isinstance(values.get("parts"), str):
            values["parts"] = parts_in(values["parts"])
        if isinstance(values.get("milestones"), str):
            values["milestones"] = codes_in(values["milestones"])
        return values

    def _stored(self, run: Run, wanted: Sequence[Values]) -> dict[tuple[Any, ...], Values]:
        """With the milestones that hang on them, where the file has any to say."""
        found = super()._stored(run, wanted)
        if any("milestones" in values for values in wanted):
            hanging = hanging_on(run, [old["id"] for old in found.values()])
            for old in found.values():
                old["milestones"] = hanging.get(old["id"], NONE_HANG)
            projects = {each["project_id"] for each in (*wanted, *found.values()) if "project_id" in each}
            run.state["hanging"] = Hanging(run, projects)
        return found

    def _insert(self, run: Run, created: Sequence[tuple[Row, Values]]) -> None:
        hanging = [values.pop("milestones") for _row, values in created]
        super()._insert(run, created)
        self._hang(
            run,
            [
                (values["id"], values["project_id"], codes, NONE_HANG)
                for (_row, values), codes in zip(created, hanging, strict=True)
            ],
        )

    @staticmethod
    def _hang(run: Run, wanted: Sequence[tuple[int, int, Codes, Codes]]) -> None:
        differing = [each for each in wanted if each[2] != each[3]]
        if differing:
            run.state["hanging"].hang(differing)

    def make(self, run: Run, row: Row, values: Values) -> Values:
        made = super().make(run, row, values)
        self._insist(run, made)
        return made

    def _insist(self, run: Run, values: Values) -> None:
        self._insist_on_order(values)
        insist_on_parts(values)
        if values.get("milestones"):
            run.state["hanging"].insist(values["project_id"], values["milestones"])

    @staticmethod
    def _insist_on_order(values: Mapping[str, Any]) -> None:
        first, last = values["valid_from"], values["valid_to"]
        if first is not None and last is not None and last < first:
            raise RowRefused("valid_to", _("The end cannot come before the beginning."))

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        if changes.get("head_id", 0) is None and old["head_id"] is not None:
            del changes["head_id"]  # an empty head means whoever was found for the department
        if not changes:
            return changes
        if old["moved_by_id"] is not None and old["state"] != State.DRAFT:
            raise RowRefused(
                self._column_of(changes),
                _("Somebody has acted on this commitment here. Its terms and state change on its page only."),
            )
        if "project_id" in changes:
            raise RowRefused("project", _("A commitment stays with its project."))
        self._insist(run, {**old, **changes})
        return changes

    def _column_of(self, changes: Values) -> str:
        return next(column.name for column in self.columns if column.attribute in changes)

    def inserted(self, run: Run, made: Sequence[tuple[Row, Values]]) -> None:
        self._name_heads(run, [values for _row, values in made])
        self._keep_versions(run, [(values, 1) for _row, values in made if values["state"] != State.DRAFT])
        self._admit(run, [values for _row, values in made])

    def _name_heads(self, run: Run, made: Sequence[Values]) -> None:
        """Whoever headed the department when the ask began, today at the latest, is the one who was asked."""
        open_ones = [
            each
            for each in made
            if each["department_id"] and not each["head_id"] and each["state"] != State.DRAFT
        ]
        heads = self._heads(run, {each["department_id"] for each in open_ones})
        named = []
        for each in open_ones:
            asked_on = min(each["valid_from"] or run.today, run.today)
            for head in heads.get(each["department_id"], []):
                if head.valid_from <= asked_on and (head.valid_to is None or asked_on <= head.valid_to):
                    each["head_id"] = head.person_id
                    named.append((each["id"], {"head_id": head.person_id}))
                    break
        update_all(run.connection, self.table, named)

    @staticmethod
    def _heads(run: Run, departments: set[int]) -> dict[int, list[Any]]:
        table = DepartmentHead.__table__
        found: dict[int, list[Any]] = {}
        for part in parts(sorted(departments)):
            for head in run.connection.execute(select(table).where(table.c.department_id.in_(part))):
                found.setdefault(head.department_id, []).append(head)
        return found

    def updated(self, run: Run, changed: Sequence[tuple[Row, Values, Values]]) -> None:
        """Other terms are another version beside the ones before."""
        again = [
            {**old, **changes}
            for _row, changes, old in changed
            if set(changes) & set(TERMS) and old["state"] != State.DRAFT
        ]
        numbers = self._last_numbers(run, [each["id"] for each in again])
        self._keep_versions(run, [(each, numbers.get(each["id"], 0) + 1) for each in again])
        self._admit(run, [{**old, **changes} for _row, changes, old in changed])
        hung = [(changes, old) for _row, changes, old in changed if "milestones" in changes]
        self._hang(
            run, [(old["id"], old["project_id"], new["milestones"], old["milestones"]) for new, old in hung]
        )

    @staticmethod
    def _last_numbers(run: Run, ids: Sequence[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for part in parts(ids):
            statement = select(Offer.commitment_id, func.max(Offer.number)).where(
                Offer.commitment_id.in_(part)
            )
            for own, last in run.connection.execute(statement.group_by(Offer.commitment_id)):
                found[own] = last
        return found

    @staticmethod
    def _keep_versions(run: Run, asked: Sequence[tuple[Values, int]]) -> None:
        rows = [
            {
                **{name: values[name] for name in TERMS},
                "uid": fresh_uid(),
                "commitment_id": values["id"],
                "number": number,
                "is_counter": False,
                "is_promise": False,
                "made_by_id": values["requester_id"] or run.by_id,
                "made_at": run.now,
                "note": "",
            }
            for values, number in asked
        ]
        store_many(run.connection, Offer.__table__, rows)  # type: ignore[arg-type]  # a mapped table

    @staticmethod
    def _admit(run: Run, asked: Sequence[Values]) -> None:
        named = [each for each in asked if each["state"] != State.DRAFT]
        pairs = [
            (each["project_id"], each[name])
            for each in named
            for name in ("head_id", "person_id")
            if each[name]
        ]
        admit_all(run, pairs)

    def label(self, run: Run, values: Mapping[str, Any]) -> str:
        return str(values["code"])

    def _word(self, run: Run, column: Column, value: Any) -> Any:
        if column.name == "parts":
            return parts_as_text(value)
        if column.name == "milestones":
            return codes_as_text(value)
        return super()._word(run, column, value)

    def shown(self, row: Any) -> Sequence[Any]:
        *rest, parts, done_means, codes = row
        return (*rest, parts_as_text(parts), done_means, codes_as_text(codes_in(codes)))

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        head, person, asker = aliased(Person), aliased(Person), aliased(Person)
        own = Commitment
        codes = (
            select(func.aggregate_strings(Milestone.code, ";"))
            .join(needed_for, needed_for.c.milestone_id == Milestone.id)
            .where(needed_for.c.commitment_id == own.id)
            .scalar_subquery()
        )
        return (
            select(
                *(own.code, Project.code, own.kind, Department.code, head.key, person.key, own.skill),
                *(own.share_percent, own.hours_per_week, own.valid_from, own.valid_to, own.statement),
                *(own.state, asker.key, own.parts, own.done_means, codes),
            )
            .join(Project, own.project_id == Project.id)
            .outerjoin(Department, own.department_id == Department.id)
            .outerjoin(head, own.head_id == head.id)
            .outerjoin(person, own.person_id == person.id)
            .outerjoin(asker, own.requester_id == asker.id)
            .order_by(own.code)
        )


class Deliveries(Keyed):
    name = "deliveries"
    about = _l("What was really given, week by week.")
    model = Delivery
    key = ("commitment", "week_on")
    columns = (
        to("commitment", "commitment", _l("Code of the commitment."), "STORE-C1", needed=True),
        day("week_on", _l("The Monday of the week."), "2026-03-02", needed=True),
        amount("hours", _l("Hours in that week."), "16", maximum=168, needed=True),
    )
    defaults = {"entered_by_id": None}

    def resolve(self, run: Run, row: Row) -> Values:
        values = super().resolve(run, row)
        if values["week_on"].weekday() != 0:
            raise RowRefused("week_on", _("This is no Monday. A week is named by its Monday."))
        return values

    def make(self, run: Run, row: Row, values: Values) -> Values:
        return {**super().make(run, row, values), "entered_by_id": run.by_id}

    def label(self, run: Run, values: Mapping[str, Any]) -> str:
        own = run.references.by_id("commitment", values["commitment_id"])
        return f"{own.code} {values['week_on'].isoformat()}"

    def project_of(self, run: Run, values: Mapping[str, Any]) -> int | None:
        return run.references.by_id("commitment", values["commitment_id"]).project_id

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(Commitment.code, Delivery.week_on, Delivery.hours)
            .join(Commitment, Delivery.commitment_id == Commitment.id)
            .order_by(Commitment.code, Delivery.week_on)
        )
