"""Milestones: what was planned, what is expected, what came true. No date is ever overwritten unseen."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import exists, select

from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.database import session
from portal.projects import events
from portal.projects.models import Milestone, Project
from portal.register.events import Event
from portal.register.operations import record


def add_milestone(
    project: Project,
    *,
    code: str,
    name: str,
    baseline_on: dt.date | None,
    by: Person | None,
    now: dt.datetime,
    forecast_on: dt.date | None = None,
    actual_on: dt.date | None = None,
) -> Milestone:
    """A date that others rely on; its first baseline is what every later date is measured against."""
    taken = exists().where(Milestone.project_id == project.id, Milestone.code == code)
    if session().scalar(select(taken)):
        raise Invalid(code=_("This project has a milestone %(code)s already.", code=code))
    milestone = Milestone(
        project=project,
        code=code,
        name=name,
        baseline_on=baseline_on,
        forecast_on=forecast_on,
        actual_on=actual_on,
    )
    session().add(milestone)
    session().flush()
    record(
        events.MILESTONE_ADDED,
        milestone,
        by=by,
        now=now,
        project=project,
        baseline_on=baseline_on,
        forecast_on=forecast_on,
        actual_on=actual_on,
    )
    return milestone


def rename_milestone(milestone: Milestone, *, name: str, by: Person, now: dt.datetime) -> None:
    """Another name, the same date."""
    if name == milestone.name:
        return
    before, milestone.name = milestone.name, name
    project = milestone.project
    record(events.MILESTONE_RENAMED, milestone, by=by, now=now, project=project, before=before, after=name)


def move_forecast(
    milestone: Milestone, *, forecast_on: dt.date, reason: str, by: Person | None, now: dt.datetime
) -> None:
    """The expected date moves; whoever relied on the old one can read why it became later."""
    milestone.insist_on_open()
    before = milestone.expected_on
    if forecast_on == before:
        raise Invalid(forecast_on=_("This date is expected already."))
    if before is not None and forecast_on > before and not reason.strip():
        raise Invalid(reason=_("Say why it becomes later."))
    milestone.forecast_on = forecast_on
    _record_move(events.FORECAST_MOVED, milestone, before, forecast_on, reason=reason, by=by, now=now)


def rebaseline_milestone(
    milestone: Milestone, *, baseline_on: dt.date, reason: str, by: Person | None, now: dt.datetime
) -> None:
    """A newly agreed date. The first one is kept: the delay stays visible."""
    milestone.insist_on_open()
    before = milestone.baseline_on
    if baseline_on == before:
        raise Invalid(baseline_on=_("This is the baseline already."))
    if not reason.strip():
        raise Invalid(reason=_("Say who agreed to the new baseline, and why."))
    milestone.agree_baseline(baseline_on)
    _record_move(events.REBASELINED, milestone, before, baseline_on, reason=reason, by=by, now=now)


def reach_milestone(
    milestone: Milestone,
    *,
    actual_on: dt.date,
    note: str,
    by: Person | None,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """It came true, on that day. A wrong day can be corrected, with a note."""
    before = milestone.actual_on
    if actual_on > today:
        raise Invalid(actual_on=_("What has been reached cannot lie in the future."))
    if actual_on == before:
        raise Invalid(actual_on=_("This date is recorded already."))
    if before is not None and not note.strip():
        raise Invalid(note=_("Say why the date is corrected."))
    milestone.actual_on = actual_on
    project = milestone.project
    if before is None:
        record(events.REACHED, milestone, by=by, now=now, project=project, actual_on=actual_on, note=note)
    else:
        event = events.ARRIVAL_CORRECTED
        record(event, milestone, by=by, now=now, project=project, before=before, after=actual_on, note=note)


def _record_move(
    event: Event,
    milestone: Milestone,
    before: dt.date | None,
    after: dt.date,
    *,
    reason: str,
    by: Person | None,
    now: dt.datetime,
) -> None:
    project = milestone.project
    record(event, milestone, by=by, now=now, project=project, before=before, after=after, reason=reason)
