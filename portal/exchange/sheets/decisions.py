"""Decisions and positions. A recorded decision is never edited; a later one takes its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.accounts import in_rings
from portal.exchange.sheets.columns import choice, code, day, line, text, to
from portal.exchange.sheets.lines import Lines
from portal.exchange.sheets.sheet import Keyed, Values, parts, update_all
from portal.projects.models import Project
from portal.steering.models import Decision, DecisionState, Meeting, Position, SteeringGroup
from portal.steering.models.decisions import sealed_sentence
from portal.steering.models.states import DECISION_WORDS, HOLDING, RECORDED, STAND_WORDS

REPLACED = (DecisionState.SUPERSEDED, DecisionState.REVERSED)


class Decisions(Keyed):
    """`supersedes` is settled when all decisions are there; what is superseded no longer holds."""

    name = "decisions"
    about = _l("What was decided. A recorded decision never changes; another supersedes it.")
    model = Decision
    provides = "decision"
    key = ("code",)
    columns = (
        code(_l("Short and unique."), "D-2026-001"),
        to("project", "project", _l("Code of the project; that of the group if empty."), "STORE"),
        to("group", "group", _l("Code of the group; that of the meeting if empty."), "STORE-SG"),
        to("meeting", "meeting", _l("Code of the meeting."), "STORE-SG-M1"),
        line("title", _l("What it is about."), "Pilot before roll-out", needed=True, limit=1000),
        text("context", _l("What led to it."), ""),
        text("outcome", _l("What was decided."), "Ten stores first"),
        text("grounds", _l("Why."), "The interfaces are new"),
        day("decided_on", _l("When."), "2026-03-02"),
        to("person", "owner", _l("Who carries it out."), "mia@example.org"),
        day("due_on", _l("By when."), "2026-06-30"),
        day("review_on", _l("When it is looked at again."), ""),
        to("decision", "supersedes", _l("Code of the decision whose place it takes."), "", attribute=None),
        choice(
            "state",
            DECISION_WORDS,
            _l("draft, proposed, decided, implemented, …; by its date if empty."),
            "decided",
        ),
        text("options", _l("What else was possible."), ""),
    )
    defaults = {
        "implemented_on": None, "implementation": "", "supersedes_id": None, "is_reversal": False, "quorum_met": None,
        "quorum_required": None, "present_count": None, "ratified_on": None, "ratified_in_id": None,
        "drop_reason": "", "recorded_by_id": None,
    }  # fmt: skip

    def make(self, run: Run, row: Row, values: Values) -> Values:
        made = super().make(run, row, values)
        made |= {name: value for name, value in self._derived(run, made).items() if made[name] is None}
        self._insist_on_place(run, made)
        if made["state"] is None:
            made["state"] = DecisionState.DECIDED if made["decided_on"] else DecisionState.PROPOSED
        if made["state"] in RECORDED and made["decided_on"] is None:
            raise RowRefused("decided_on", _("Say when this was decided."))
        made["listed_on"] = made["decided_on"] or run.today
        made["present"] = []
        return made

    @staticmethod
    def _derived(run: Run, values: Values) -> Values:
        """A decision of a meeting is one of its group, and of the group's project."""
        group_id = values["group_id"]
        if group_id is None and values["meeting_id"] is not None:
            statement = select(Meeting.group_id).where(Meeting.id == values["meeting_id"])
            known = run.state.setdefault("group of meeting", {})
            if values["meeting_id"] not in known:
                known[values["meeting_id"]] = run.connection.scalar(statement)
            group_id = known[values["meeting_id"]]
        project_id = run.references.by_id("group", group_id).project_id if group_id is not None else None
        return {"group_id": group_id, "project_id": project_id}

    @staticmethod
    def _insist_on_place(run: Run, values: Values) -> None:
        if values["group_id"] is None:
            return
        project_id = run.references.by_id("group", values["group_id"]).project_id
        if project_id is not None and project_id != values["project_id"]:
            code = run.references.by_id("project", project_id).code
            raise RowRefused("project", _("This group decides for the project %(code)s.", code=code))

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        derived = self._derived(run, {**old, **values})
        for name in ("group_id", "project_id"):
            if name in changes and changes[name] is None and old[name] == derived[name]:
                del changes[name]
        self._settle_state(run, row, changes, old)
        if changes and old["state"] in RECORDED:
            column = next(c.name for c in self.columns if c.attribute in changes)
            raise RowRefused(column, sealed_sentence())
        if changes:
            self._complete(run, changes, old)
        return changes

    @staticmethod
    def _settle_state(run: Run, row: Row, changes: Values, old: Values) -> None:
        """A list that does not know of the successor yet is no edit; one that does must name it."""
        state = changes.get("state", "")
        if state is None or (state in HOLDING and old["state"] in REPLACED):
            del changes["state"]
        elif state in REPLACED and old["state"] in HOLDING:
            del changes["state"]
            run.state.setdefault("replaced", []).append((row, old["id"]))

    def _complete(self, run: Run, changes: Values, old: Values) -> None:
        new = {**old, **changes}
        self._insist_on_place(run, new)
        if new["state"] in RECORDED and new["decided_on"] is None:
            raise RowRefused("decided_on", _("Say when this was decided."))
        if changes.get("decided_on"):
            changes["listed_on"] = changes["decided_on"]

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        super().write(run, rows)
        waiting = run.state.setdefault("superseding", [])
        waiting += [row for row in rows if row.status != "refused" and row.values.get("supersedes")]

    def inserted(self, run: Run, made: Sequence[tuple[Row, Values]]) -> None:
        run.made["decision"].update(values["id"] for _row, values in made)

    def finish(self, run: Run) -> None:
        rows: list[Row] = run.state.pop("superseding", [])
        run.references.load(
            "decision", [each for row in rows for each in (row.values["code"], row.values["supersedes"])]
        )
        links: dict[int, tuple[Row, int]] = {}
        for row in rows:
            with run.refusing(row):
                own = run.references.need("decision", row.values["code"], "code").id
                links[own] = (row, run.references.need("decision", row.values["supersedes"], "supersedes").id)
        self._link(run, links)
        self._insist_on_successors(run)

    def _link(self, run: Run, links: dict[int, tuple[Row, int]]) -> None:
        if not links:
            return
        decision = self.table.c
        everything = select(decision.id, decision.supersedes_id).where(decision.supersedes_id.is_not(None))
        upper: dict[int, int | None] = {
            row.id: row.supersedes_id for row in run.connection.execute(everything)
        }
        ringed = in_rings({**upper, **{own: target for own, (_row, target) in links.items()}})
        stored = self._by_ids(run, {each for own, (_row, target) in links.items() for each in (own, target)})
        changes: dict[int, Values] = {}
        for own, (row, target) in links.items():
            with run.refusing(row):
                self._insist_on_link(run, own, target, stored, ringed)
                if stored[own]["supersedes_id"] is None:
                    changes.setdefault(own, {})["supersedes_id"] = target
                    changes[own]["is_reversal"] = stored[target]["state"] == DecisionState.REVERSED
                    self._give_way(run, row, stored[own], stored[target], changes)
        update_all(run.connection, self.table, changes.items())

    def _by_ids(self, run: Run, ids: set[int]) -> dict[int, Values]:
        found = {}
        for part in parts(sorted(ids)):
            statement = select(self.table).where(self.table.c.id.in_(part))
            found.update({row["id"]: dict(row) for row in run.connection.execute(statement).mappings()})
        return found

    @staticmethod
    def _insist_on_link(run: Run, own: int, target: int, stored: dict[int, Values], ringed: set[int]) -> None:
        if own in ringed:
            raise RowRefused(
                "supersedes", _("A decision cannot take its own place, directly or by way of others.")
            )
        before = stored[own]["supersedes_id"]
        if before == target:
            return
        if before is not None or (own not in run.made["decision"] and stored[own]["state"] in RECORDED):
            raise RowRefused("supersedes", sealed_sentence())
        if stored[target]["state"] not in (*HOLDING, *REPLACED):
            code = stored[target]["code"]
            raise RowRefused(
                "supersedes",
                _("%(code)s does not hold yet, so there is nothing to supersede or reverse.", code=code),
            )

    def _give_way(self, run: Run, row: Row, own: Values, target: Values, changes: dict[int, Values]) -> None:
        if own["state"] not in (*HOLDING, *REPLACED) or target["state"] not in HOLDING:
            return
        new = {"state": DecisionState.SUPERSEDED.value, "version": target["version"] + 1}
        changes.setdefault(target["id"], {}).update(new)
        self._tell_change(run, row, dict(new), target)
        target["state"] = DecisionState.SUPERSEDED.value

    def _insist_on_successors(self, run: Run) -> None:
        """Whatever the list calls superseded must have a successor, in the list or here."""
        waiting: list[tuple[Row, int]] = run.state.pop("replaced", [])
        stored = self._by_ids(run, {own for _row, own in waiting})
        for row, own in waiting:
            if stored[own]["state"] in REPLACED:
                run.settle(row, "changed")
            else:
                run.refuse(
                    row,
                    "state",
                    _("Name the decision that takes its place, in the column “supersedes” of that one."),
                )

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        earlier, own = aliased(Decision), Decision
        until = [] if as_of is None else [own.listed_on <= as_of]
        return (
            select(
                *(
                    own.code,
                    Project.code,
                    SteeringGroup.code,
                    Meeting.code,
                    own.title,
                    own.context,
                    own.outcome,
                ),
                *(
                    own.grounds,
                    own.decided_on,
                    Person.key,
                    own.due_on,
                    own.review_on,
                    earlier.code,
                    own.state,
                ),
                own.options,
            )
            .outerjoin(Project, own.project_id == Project.id)
            .outerjoin(SteeringGroup, own.group_id == SteeringGroup.id)
            .outerjoin(Meeting, own.meeting_id == Meeting.id)
            .outerjoin(Person, own.owner_id == Person.id)
            .outerjoin(earlier, own.supersedes_id == earlier.id)
            .where(*until)
            .order_by(own.code)
        )


class Positions(Lines):
    name = "positions"
    about = _l("Where each member stood on a decision.")
    model = Position
    parent = "decision"
    key = ("decision", "person")
    columns = (
        to("decision", "decision", _l("Code of the decision."), "D-2026-001", needed=True),
        to("person", "person", _l("E-mail address, handle or name."), "sun.li@example.org", needed=True),
        choice("position", STAND_WORDS, _l("agree, abstain, object or recused."), "agree", needed=True),
        text("reason", _l("Why, above all for an objection."), ""),
    )
    defaults = {"entered_by_id": None, "taken_at": None}

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        run.references.load(
            "decision", [row.values["decision"] for row in rows if row.values.get("decision")]
        )
        ids = {
            found.id
            for row in rows
            if (found := run.references.get("decision", row.values.get("decision") or ""))
        }
        sealed: dict[int, Any] = {}
        for part in parts(sorted(ids - run.made["decision"])):
            statement = select(Decision.id, Decision.recorded_by_id)
            statement = statement.where(Decision.id.in_(part), Decision.state.in_(RECORDED))
            sealed.update({row.id: row for row in run.connection.execute(statement)})
        run.state["sealed"] = sealed
        super().write(run, rows)

    def make(self, run: Run, row: Row, values: Values) -> Values:
        """A decision that was recorded elsewhere may still be completed; one recorded here may not."""
        sealed = run.state["sealed"].get(values["decision_id"])
        if sealed is not None and sealed.recorded_by_id is not None:
            raise RowRefused("decision", sealed_sentence())
        return {**super().make(run, row, values), "entered_by_id": run.by_id}

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        if changes and values["decision_id"] in run.state["sealed"]:
            raise RowRefused("position", sealed_sentence())
        return changes

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(Decision.code, Person.key, Position.position, Position.reason)
            .join(Decision, Position.decision_id == Decision.id)
            .join(Person, Position.person_id == Person.id)
            .order_by(Decision.code, Position.id)
        )
