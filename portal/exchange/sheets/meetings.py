"""Groups, their meetings, and who was there. Approved minutes are locked, in a spreadsheet as on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.exchange.cells import Kind
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.appointments import SEATS
from portal.exchange.sheets.columns import Column, choice, code, line, text, to, whole
from portal.exchange.sheets.dated import facts_of
from portal.exchange.sheets.holders import HeldNow, settle_holder
from portal.exchange.sheets.lines import Lines
from portal.exchange.sheets.sheet import Keyed, Values, parts
from portal.projects.models import Programme, Project
from portal.steering.models import (
    Attendance,
    DecisionRule,
    Meeting,
    MeetingState,
    MemberRole,
    Membership,
    Presence,
    SteeringGroup,
)
from portal.steering.models.states import MEETING_WORDS, PRESENCE_WORDS, RULE_WORDS
from portal.steering.silence import MOST_DAYS, NAMES, USUAL, Times


def _days(name: str, about: object, example: str) -> Column:
    """One of the group's times for missing answers; the organization's where the cell is empty."""
    return whole(name, about, example, minimum=0, maximum=MOST_DAYS, empty=asdict(USUAL)[name])


def _insist_on_times(values: Values) -> None:
    try:
        Times(**{name: values[name] for name in NAMES}).insist_on_order()
    except Invalid as error:
        column, sentence = next(iter(error.errors.items()))
        raise RowRefused(column, sentence) from None


class Groups(Keyed):
    """The chair of today is settled after the sheet of members."""

    name = "groups"
    about = _l("Bodies that decide.")
    model = SteeringGroup
    provides = "group"
    key = ("code",)
    columns = (
        code(_l("Short and unique."), "STORE-SG"),
        line("name", _l("The full name."), "Steering group of the store system", needed=True),
        to("project", "project", _l("Code of the project that it decides for."), "STORE"),
        to("person", "chair", _l("Who leads it today."), "sun.li@example.org", attribute=None),
        whole("quorum", _l("How many voting members must be there."), "3", minimum=0, maximum=1000, empty=0),
        choice(
            "rule",
            RULE_WORDS,
            _l("consent, majority, two_thirds or chair; consent if empty."),
            "majority",
            empty=DecisionRule.CONSENT.value,
        ),
        to("programme", "programme", _l("Or of the programme."), ""),
        text("purpose", _l("What it is there for."), "Decides about scope, money and roll-out"),
        _days("remind_after_days", _l("Days after which a missing answer is reminded of."), "1"),
        _days("substitute_after_days", _l("Days after which the substitute is told."), "3"),
        _days("superior_after_days", _l("Days after which superior and sponsor are told."), "5"),
        _days("agenda_after_days", _l("Days after which it stands on the agenda."), "10"),
    )

    def make(self, run: Run, row: Row, values: Values) -> Values:
        made = super().make(run, row, values)
        if made["project_id"] and made["programme_id"]:
            raise RowRefused(
                "programme", _("A group decides for a project or for a programme, not for both.")
            )
        _insist_on_times(made)
        return made

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        for name in ("project", "programme"):
            if f"{name}_id" in changes:
                raise RowRefused(name, _("What a group decides for is fixed when it is made."))
        _insist_on_times({**old, **changes})
        return changes

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        super().write(run, rows)
        waiting = run.state.setdefault("chairs", [])
        waiting += [row for row in rows if row.status != "refused" and "chair" in row.values]

    def settle_later(self, run: Run) -> None:
        rows: list[Row] = run.state.pop("chairs", [])
        run.references.load("group", [row.values["code"] for row in rows])
        run.people.load([row.values["chair"] for row in rows if row.values["chair"]])
        facts = facts_of(run, SEATS)
        facts.load(
            run, [found.id for row in rows if (found := run.references.get("group", row.values["code"]))]
        )
        for row in rows:
            with run.refusing(row):
                own = run.references.need("group", row.values["code"], "code").id
                held = {"group_id": own, "role": MemberRole.CHAIR.value, "votes": 1}
                settle_holder(run, row, facts, HeldNow("chair", held))
        facts.flush(run)

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        seat = aliased(Membership)
        is_chair = (seat.group_id == SteeringGroup.id) & (seat.role == MemberRole.CHAIR) & seat.holding_on(on)
        group = SteeringGroup
        return (
            select(
                *(group.code, group.name, Project.code, Person.key),
                *(group.quorum, group.rule, Programme.code, group.purpose),
                *(getattr(group, name) for name in NAMES),
            )
            .outerjoin(Project, group.project_id == Project.id)
            .outerjoin(Programme, group.programme_id == Programme.id)
            .outerjoin(seat, is_chair)
            .outerjoin(Person, seat.person_id == Person.id)
            .order_by(group.code, seat.id)
        )


class Meetings(Keyed):
    name = "meetings"
    about = _l("Meetings with their minutes.")
    model = Meeting
    provides = "meeting"
    key = ("code",)
    columns = (
        code(_l("Short and unique."), "STORE-SG-M1"),
        to("group", "group", _l("Code of the group."), "STORE-SG", needed=True),
        Column(
            "held_at",
            Kind.INSTANT,
            "held_at",
            _l("Day and time, in the organization's time zone."),
            "2026-03-02 09:30",
            needed=True,
        ),
        line("title", _l("What it is called."), "First meeting", needed=True),
        line("place", _l("Where."), "Room 3"),
        choice(
            "state",
            MEETING_WORDS,
            _l("draft, called, open, closed or approved; by its date if empty."),
            "approved",
        ),
        text("minutes", _l("In Markdown."), "## Decided …", limit=100_000),
    )
    defaults = {
        "project_id": None, "minutes_version": 0, "created_by_id": None, "minuted_by_id": None, "approved_by_id": None,
        "called_at": None, "opened_at": None, "closed_at": None, "approved_at": None,
    }  # fmt: skip

    def make(self, run: Run, row: Row, values: Values) -> Values:
        made = super().make(run, row, values)
        made["project_id"] = run.references.by_id("group", made["group_id"]).project_id
        if made["state"] is None:
            made["state"] = MeetingState.CLOSED if made["held_at"] <= run.now else MeetingState.CALLED
        made["minutes_version"] = 1 if made["minutes"] else 0
        made["writer_ids"] = [run.by_id] if run.by_id and made["minutes"] else []
        made["created_by_id"] = run.by_id
        return made

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        if changes.get("state", "") is None:
            del changes["state"]
        if not changes:
            return changes
        if old["state"] == MeetingState.APPROVED:
            raise RowRefused(
                next(iter(changes)).removesuffix("_id"),
                _(
                    "These minutes were approved and are locked. A correction is a matter for the next meeting."
                ),
            )
        if changes.get("state") == MeetingState.APPROVED:
            raise RowRefused("state", _("Minutes are approved on their page, by somebody who was there."))
        if changes.get("state") == MeetingState.CANCELLED:
            raise RowRefused("state", _("A meeting is cancelled on its page, with the reason."))
        if "group_id" in changes:
            raise RowRefused("group", _("A meeting stays with its group."))
        if "minutes" in changes:
            changes["minutes_version"] = old["minutes_version"] + 1
            changes["writer_ids"] = sorted({*old["writer_ids"], *([run.by_id] if run.by_id else [])})
        return changes

    def inserted(self, run: Run, made: Sequence[tuple[Row, Values]]) -> None:
        run.made["meeting"].update(values["id"] for _row, values in made)

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        until = (
            []
            if as_of is None
            else [Meeting.held_at < dt.datetime.combine(as_of, dt.time(23, 59, 59), dt.UTC)]
        )
        return (
            select(
                *(Meeting.code, SteeringGroup.code, Meeting.held_at, Meeting.title),
                *(Meeting.place, Meeting.state, Meeting.minutes),
            )
            .join(SteeringGroup, Meeting.group_id == SteeringGroup.id)
            .where(*until)
            .order_by(Meeting.code)
        )


class AttendanceLines(Lines):
    name = "attendance"
    about = _l("Who was at a meeting.")
    model = Attendance
    parent = "meeting"
    key = ("meeting", "person")
    columns = (
        to("meeting", "meeting", _l("Code of the meeting."), "STORE-SG-M1", needed=True),
        to("person", "person", _l("E-mail address, handle or name."), "max@example.org", needed=True),
        choice(
            "presence",
            PRESENCE_WORDS,
            _l("present, remote, excused, absent or guest; present if empty."),
            "remote",
            empty=Presence.PRESENT.value,
        ),
    )

    def write(self, run: Run, rows: Sequence[Row]) -> None:
        run.references.load("meeting", [row.values["meeting"] for row in rows if row.values.get("meeting")])
        ids = [
            found.id
            for row in rows
            if (found := run.references.get("meeting", row.values.get("meeting") or ""))
        ]
        run.state["locked"] = _locked(run, ids)
        super().write(run, rows)

    def make(self, run: Run, row: Row, values: Values) -> Values:
        """Minutes that were approved elsewhere may still be completed; those approved here may not."""
        approver = run.state["locked"].get(values["meeting_id"])
        if approver is not None and approver.approved_by_id is not None:
            raise RowRefused("meeting", _locked_sentence())
        return super().make(run, row, values)

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        changes = super().changes(run, row, values, old)
        if changes and values["meeting_id"] in run.state["locked"]:
            raise RowRefused("presence", _locked_sentence())
        return changes

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        return (
            select(Meeting.code, Person.key, Attendance.presence)
            .join(Meeting, Attendance.meeting_id == Meeting.id)
            .join(Person, Attendance.person_id == Person.id)
            .order_by(Meeting.code, Attendance.id)
        )


def _locked(run: Run, ids: Sequence[int]) -> dict[int, Any]:
    """Those of these meetings whose minutes were approved before this import."""
    found: dict[int, Any] = {}
    wanted = sorted(set(ids) - run.made["meeting"])
    for part in parts(wanted):
        statement = select(Meeting.id, Meeting.approved_by_id)
        statement = statement.where(Meeting.id.in_(part), Meeting.state == MeetingState.APPROVED)
        found.update({row.id: row for row in run.connection.execute(statement)})
    return found


def _locked_sentence() -> str:
    return _("The minutes of this meeting were approved: who was there stays as it was recorded.")
