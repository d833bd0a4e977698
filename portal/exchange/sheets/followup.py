"""Risks and actions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from portal.accounts.models import Person
from portal.actions.models import ACTION_WORDS, ActionItem, ActionState
from portal.database import store_many
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run, fresh_uid
from portal.exchange.sheets.columns import choice, code, day, line, text, to, whole
from portal.exchange.sheets.sheet import Keyed, Values
from portal.projects.models import Project
from portal.risks.catalogue import CATALOGUE
from portal.risks.labels import LEVELS, RESPONSES, STATES
from portal.risks.matrix import Matrix
from portal.risks.models import Category, Risk, RiskScore, RiskState, rank_of
from portal.risks.queries import matrix_in_force
from portal.steering.models import Decision, Meeting

PLACE = ("probability", "impact")
RATED = (*PLACE, "level", "residual_probability", "residual_impact")
SCORED = (*RATED, "residual_level", "scale")
#: “Zsolt / ZK researchers”, “All teams”, “Ann, Bob”: more than one person, or none.
SEVERAL = re.compile(r"[,;/&+、，]| and | or | \+ |^all |teams?$|\bteams?\b", re.IGNORECASE)


class Risks(Keyed):
    """A level is looked up in the matrix in force, unless the sheet gives one: that was read off another."""

    name = "risks"
    about = _l("What could go wrong.")
    model = Risk
    provides = "risk"
    key = ("code",)
    columns = (
        code(_l("Short and unique."), "STORE-R1"),
        to("project", "project", _l("Code of the project."), "STORE", needed=True),
        line("title", _l("In one line."), "Two departments claim the lead", needed=True, limit=1000),
        choice(
            "category",
            {key: entry.name for key, entry in CATALOGUE.items()},
            _l("One of the catalogue; other if empty."),
            "lead_fight",
            empty=Category.OTHER.value,
        ),
        text("cause", _l("Because of what."), ""),
        text("event", _l("What would happen."), ""),
        text("effect", _l("What would follow."), ""),
        whole("probability", _l("Step on the matrix, from 1."), "3", minimum=1, maximum=6),
        whole("impact", _l("Step on the matrix, from 1."), "4", minimum=1, maximum=6),
        choice(
            "rating",
            LEVELS,
            _l("low, moderate, high or critical; looked up if empty."),
            "high",
            attribute="level",
        ),
        choice("response", RESPONSES, _l("avoid, reduce, transfer, share or accept."), "reduce"),
        to("person", "owner", _l("Who watches it."), "mia@example.org"),
        choice(
            "state",
            STATES,
            _l("open, treating, accepted, closed or materialised; open if empty."),
            "treating",
            empty=RiskState.OPEN.value,
        ),
        whole("residual_probability", _l("After the response."), "2", minimum=1, maximum=6),
        whole("residual_impact", _l("After the response."), "3", minimum=1, maximum=6),
        day("reviewed_on", _l("When it was looked at last."), "2026-02-27"),
        day("next_review_on", _l("When it is looked at again."), "2026-04-30"),
    )
    defaults = {
        "rank": 0, "residual_level": None, "response_note": "", "state_reason": "", "acceptance_asked_by_id": None,
        "accepted_by_id": None, "created_by_id": None,
    }  # fmt: skip

    def _matrix(self, run: Run) -> Matrix:
        if "matrix" not in run.state:
            run.state["matrix"] = matrix_in_force()
        found: Matrix = run.state["matrix"]
        return found

    def resolve(self, run: Run, row: Row) -> Values:
        values = super().resolve(run, row)
        if values.get("reviewed_on") and values["reviewed_on"] > run.today:
            raise RowRefused("reviewed_on", _("This day has not come yet."))
        return values

    def make(self, run: Run, row: Row, values: Values) -> Values:
        made = super().make(run, row, values)
        self._insist_on_acceptance(run, made)
        made["state_since"] = made["reviewed_on"] or run.today
        made["created_by_id"] = run.by_id
        return made | self._rated(run, made)

    def _rated(self, run: Run, values: Values) -> Values:
        """Levels and rank for these places."""
        matrix = self._matrix(run)
        said = _level_at(matrix, values, "")
        level = values["level"] or said
        return {
            "scale": matrix.scale,
            "level": level,
            "rank": rank_of(level),
            "residual_level": _level_at(matrix, values, "residual_"),
        }

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        if (
            changes.get("level", "") is None
            and not any(name in changes for name in PLACE)
            and old["probability"]
        ):
            del changes["level"]  # an empty rating is looked up, and stands as it was
        if any(name in changes for name in RATED):
            new = {**old, **changes}
            if "level" not in changes and any(name in changes for name in PLACE):
                new["level"] = None
            rated = self._rated(run, new)
            changes |= {name: value for name, value in rated.items() if old[name] != value}
        if "project_id" in changes:
            raise RowRefused("project", _("A risk stays with its project."))
        if "state" in changes:
            self._insist_on_acceptance(run, {**old, **changes})
            changes |= {
                "state_since": run.today,
                "state_reason": "",
                "acceptance_asked_by_id": None,
                "accepted_by_id": None,
            }
        return changes

    @staticmethod
    def _insist_on_acceptance(run: Run, values: Values) -> None:
        if (
            values["state"] == RiskState.ACCEPTED
            and run.by_id is not None
            and values["owner_id"] == run.by_id
        ):
            raise RowRefused("state", _("You own this risk. Somebody else must accept it."))

    def inserted(self, run: Run, made: Sequence[tuple[Row, Values]]) -> None:
        self._keep_scores(
            run, [values for _row, values in made if values["level"] or values["residual_level"]]
        )

    def updated(self, run: Run, changed: Sequence[tuple[Row, Values, Values]]) -> None:
        """Another line in the history of scores; none is ever changed."""
        self._keep_scores(
            run, [{**old, **changes} for _row, changes, old in changed if set(changes) & set(SCORED)]
        )

    @staticmethod
    def _keep_scores(run: Run, scored: Sequence[Values]) -> None:
        rows = [
            {
                **{name: values[name] for name in SCORED},
                "uid": fresh_uid(),
                "risk_id": values["id"],
                "scored_on": values["reviewed_on"] or run.today,
                "verdict": "",
                "next_review_on": values["next_review_on"],
                "scored_by_id": None,
                "comment": "",
            }
            for values in scored
        ]
        store_many(run.connection, RiskScore.__table__, rows)  # type: ignore[arg-type]  # a mapped table

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(
                *(Risk.code, Project.code, Risk.title, Risk.category, Risk.cause, Risk.event, Risk.effect),
                *(Risk.probability, Risk.impact, Risk.level, Risk.response, Person.key, Risk.state),
                *(Risk.residual_probability, Risk.residual_impact, Risk.reviewed_on, Risk.next_review_on),
            )
            .join(Project, Risk.project_id == Project.id)
            .outerjoin(Person, Risk.owner_id == Person.id)
            .order_by(Risk.code)
        )


def _level_at(matrix: Matrix, values: Mapping[str, Any], before: str) -> str | None:
    steps = {f"{before}probability": matrix.probabilities, f"{before}impact": matrix.impacts}
    empty = [name for name in steps if values[name] is None]
    if len(empty) == 2:
        return None
    if empty:
        raise RowRefused(empty[0], _("Give both probability and impact, or neither."))
    for name, last in steps.items():
        if values[name] > last:
            raise RowRefused(name, _("On the matrix in force the steps go from 1 to %(last)d.", last=last))
    probability, impact = (values[name] for name in steps)
    return matrix.level(probability, impact).value


class Actions(Keyed):
    """`owner` is one person; several, or a team, stay as they were written."""

    name = "actions"
    about = _l("Who does what by when.")
    model = ActionItem
    key = ("code",)
    columns = (
        code(_l("Short and unique."), "A-000001"),
        line("title", _l("What is to be done."), "Order the scanners", needed=True, limit=1000),
        to("person", "owner", _l("Who does it: one person."), "max@example.org"),
        day("due_on", _l("By when."), "2026-03-31"),
        choice(
            "state",
            ACTION_WORDS,
            _l("open, done or cancelled; open if empty."),
            "open",
            empty=ActionState.OPEN.value,
        ),
        to("meeting", "meeting", _l("Code of the meeting it was born in."), "STORE-SG-M1"),
        to("decision", "decision", _l("Or of the decision."), ""),
        to("risk", "risk", _l("Or of the risk."), ""),
        to("project", "project", _l("Code of the project; that of where it was born if empty."), ""),
        line("owner_as_given", _l("Several owners, or a team, in words."), "All store teams"),
        text("note", _l("More about it."), ""),
        text("outcome", _l("What came of it, or why it was cancelled."), ""),
    )
    defaults = {"closed_on": None, "created_by_id": None}

    def load(self, run: Run, rows: Sequence[Row]) -> None:
        for row in rows:
            owner = row.values.get("owner")
            if owner and "@" not in owner and (SEVERAL.search(owner) or len(owner) > 80):
                row.values["owner"] = None
                row.words["owner"] = owner
                if not row.values.get("owner_as_given"):
                    row.values["owner_as_given"] = owner[:300]
        super().load(run, rows)

    def make(self, run: Run, row: Row, values: Values) -> Values:
        made = super().make(run, row, values)
        if made["project_id"] is None:
            made["project_id"] = self._derived(run, made)
        made["created_by_id"] = run.by_id
        return made

    @staticmethod
    def _derived(run: Run, values: Values) -> int | None:
        """An action belongs to the project of the record it was born in."""
        for kind in ("meeting", "decision", "risk"):
            if (own := values[f"{kind}_id"]) is not None:
                return run.references.by_id(kind, own).project_id
        return None

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        if (
            "project_id" in changes
            and changes["project_id"] is None
            and old["project_id"] == self._derived(run, {**old, **values})
        ):
            del changes["project_id"]
        if "state" in changes and old["state"] != ActionState.OPEN:
            raise RowRefused("state", _("This action is closed already. A new task is a new action."))
        return changes

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        own = ActionItem
        return (
            select(
                *(
                    own.code,
                    own.title,
                    Person.key,
                    own.due_on,
                    own.state,
                    Meeting.code,
                    Decision.code,
                    Risk.code,
                ),
                *(Project.code, own.owner_as_given, own.note, own.outcome),
            )
            .outerjoin(Person, own.owner_id == Person.id)
            .outerjoin(Meeting, own.meeting_id == Meeting.id)
            .outerjoin(Decision, own.decision_id == Decision.id)
            .outerjoin(Risk, own.risk_id == Risk.id)
            .outerjoin(Project, own.project_id == Project.id)
            .order_by(own.code)
        )
