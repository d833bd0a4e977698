"""Status reports: drafted, published, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select, update

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.projects import changes, events, letters
from portal.projects.models import DIMENSIONS, Project, Rating, StatusReport
from portal.projects.operations.access import hold
from portal.projects.queries import draft_of
from portal.register.operations import record


def draft_report(
    project: Project,
    *,
    reported_on: dt.date,
    overall: str,
    narrative: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    **parts: str,
) -> StatusReport:
    """A report begins as a draft that only those see who may publish it.

    `parts`: ratings by dimension and their notes (`scope`, `scope_note`, …).
    """
    _insist_on_parts(parts)
    hold(project)
    if (draft := draft_of(project)) is not None:
        day = draft.reported_on.isoformat()
        raise Refused(_("There is a draft of %(day)s already. Publish or discard it first.", day=day))
    _check_day(project, reported_on, today)
    said = {"reported_on": reported_on, "overall": overall, "narrative": narrative}
    report = StatusReport(project=project, author=by, **{**_unrated(), **parts, **said})
    session().add(report)
    session().flush()
    record(events.REPORT_DRAFTED, report, by=by, now=now, project=project, reported_on=reported_on)
    return report


def edit_report(
    report: StatusReport,
    *,
    reported_on: dt.date,
    overall: str,
    narrative: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    **parts: str,
) -> None:
    """Only a draft can be changed; it is not said yet, so its changes stay out of the project's history."""
    report.insist_on_draft()
    _insist_on_parts(parts)
    if reported_on != report.reported_on:
        _check_day(report.project, reported_on, today)
    values = {"reported_on": reported_on, "overall": overall, "narrative": narrative, **parts}
    changed = changes.apply(report, values)
    if changed:
        before, after = changed
        record(events.REPORT_EDITED, report, by=by, now=now, before=before, after=after)


def discard_report(report: StatusReport, *, by: Person, now: dt.datetime) -> None:
    """A draft that nobody will publish goes; what was published stays for ever."""
    report.insist_on_draft()
    record(events.REPORT_DISCARDED, report, by=by, now=now, project=report.project)
    session().delete(report)


def _check_day(project: Project, reported_on: dt.date, today: dt.date) -> None:
    if reported_on > today:
        raise Invalid(reported_on=_("A report cannot be dated in the future."))
    same_day = exists().where(StatusReport.project_id == project.id, StatusReport.reported_on == reported_on)
    if session().scalar(select(same_day)):
        raise Invalid(reported_on=_("There is a report of this day already. Choose another day."))


def _insist_on_parts(parts: Mapping[str, str]) -> None:
    if unknown := set(parts) - {*DIMENSIONS, *events.NOTED}:
        raise TypeError(f"a report has no {sorted(unknown)}")


def publish_report(report: StatusReport, *, by: Person, now: dt.datetime) -> None:
    """From here on it is what was said on that day: frozen, and a mistake needs a new report."""
    report.insist_on_draft()
    insist_on_notes(report)
    report.publish(now)
    session().flush()
    before = report.project.said_rating if report.project.said_on else None
    _repeat_on_project(report)
    record(events.REPORT_PUBLISHED, report, by=by, now=now, project=report.project, **_said(report))
    letters.tell_of_report(report, before, by=by, now=now)


def take_over_report(
    project: Project,
    *,
    reported_on: dt.date,
    overall: str,
    by: Person | None,
    now: dt.datetime,
    overall_as_given: str = "",
    narrative: str = "",
    **parts: str,
) -> StatusReport:
    """A report that was published elsewhere enters as it stands, in its own words; we demand no notes of it.

    `parts`: ratings by dimension and their notes (`scope`, `scope_note`, …).
    """
    _insist_on_parts(parts)
    report = StatusReport(
        project=project,
        reported_on=reported_on,
        overall=overall,
        overall_as_given=overall_as_given,
        narrative=narrative,
        author=by,
        **{**_unrated(), **parts},
    )
    report.publish(now)
    session().add(report)
    session().flush()
    _repeat_on_project(report)
    given = {"overall_as_given": overall_as_given, **_said(report)}
    record(events.REPORT_TAKEN_OVER, report, by=by, now=now, project=project, **given)
    return report


def _unrated() -> dict[str, str]:
    return {**dict.fromkeys(DIMENSIONS, Rating.NOT_RATED), **dict.fromkeys(events.NOTED, "")}


def insist_on_notes(report: StatusReport) -> None:
    """A rating worse than green without a reason helps nobody: the reader would have to ask."""
    needed = _("Say why this is not green: what is wrong, and what is done about it.")
    missing = {
        f"{name}_note": needed
        for name in DIMENSIONS
        if Rating(getattr(report, name)).rank > 1 and not getattr(report, f"{name}_note").strip()
    }
    if Rating(report.overall).rank > 1 and not report.narrative.strip():
        missing["narrative"] = needed
    if missing:
        raise Invalid(**missing)


def _repeat_on_project(report: StatusReport) -> None:
    """The board reads the latest word by an index; one statement, so that no publisher overtakes another."""
    later = or_(Project.said_on.is_(None), Project.said_on <= report.reported_on)
    said = {
        "said_rating": report.overall,
        "said_rank": Rating(report.overall).rank,
        "said_on": report.reported_on,
    }
    session().execute(
        update(Project)
        .where(Project.id == report.project_id, later)
        .values(**said)
        .execution_options(synchronize_session=False)
    )
    session().expire(report.project, list(said))


def _said(report: StatusReport) -> dict[str, Any]:
    return {
        name: getattr(report, name) for name in ("reported_on", "narrative", *events.RATED, *events.NOTED)
    }
