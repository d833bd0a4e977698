"""Pages: status reports, from the draft to what was said years ago."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.projects import changes, forms, labels, operations, queries, rules
from portal.projects.models import Project, StatusReport
from portal.projects.queries.reports import ReportFilters
from portal.projects.views.blueprint import bp
from portal.register.queries import history_of

PLACE = "/projects/<code>/reports/<int:report_id>"


@bp.get("/projects/<code>/reports")
@require(rules.read, of=queries.project_by_code)
def reports(project: Project) -> Any:
    may_report = rules.report(current_user, project)
    return render_template(
        "projects/reports.html",
        project=project,
        page=queries.list_reports(project, ReportFilters.from_request()),
        over_time=queries.said_over_time(project),
        draft=queries.draft_of(project) if may_report else None,
        labels=labels,
    )


@bp.route("/projects/<code>/reports/new", methods=["GET", "POST"])
@require(rules.report, of=queries.project_by_code)
def new_report(project: Project) -> Any:
    """A new report starts from the last one: its ratings and notes, not its narrative."""
    draft, last = queries.draft_of(project), queries.latest_report(project)
    form = _offered(forms.ReportForm(data=forms.report_to_start_from(last, clock.today())), project)
    if draft is not None and not form.is_submitted():
        flash(_("This draft is being written already."), "info")
        return redirect(url_for("projects.edit_report", code=project.code, report_id=draft.id))
    if form.submitted():
        by, now, today = current_user.person, clock.now(), clock.today()
        try:
            report = operations.draft_report(project, **form.values(), by=by, now=now, today=today)
            return _stored(report, form)
        except Invalid as error:
            form.reject(error)
    return _editor(form, project, None, last)


@bp.get(PLACE)
@require(rules.read_report, of=queries.report_of)
def report(report: StatusReport) -> Any:
    before, after = queries.neighbours_of(report)
    return render_template(
        "projects/report.html",
        report=report,
        project=report.project,
        before=before,
        after=after,
        history=history_of(report),
        labels=labels,
    )


@bp.get("/status-reports/<int:report_id>")
@require(rules.read_report, of=queries.report_by_id)
def report_permalink(report: StatusReport) -> Any:
    """An address that needs no project: for search results and letters."""
    return redirect(url_for("projects.report", code=report.project.code, report_id=report.id))


@bp.route(f"{PLACE}/edit", methods=["GET", "POST"])
@require(rules.report, of=queries.report_of)
def edit_report(report: StatusReport) -> Any:
    report.insist_on_draft()
    stored = forms.report_as_entered(report)
    form = _offered(forms.ReportForm(data=stored), report.project)
    if form.submitted():
        check_version(
            report, form.version.data, changes.both_texts(form, forms.ReportForm(None, data=stored))
        )
        by, now, today = current_user.person, clock.now(), clock.today()
        try:
            operations.edit_report(report, **form.values(), by=by, now=now, today=today)
            return _stored(report, form)
        except Invalid as error:
            form.reject(error)
    return _editor(form, report.project, report, queries.latest_report(report.project))


@bp.route(f"{PLACE}/publication", methods=["GET", "POST"])
@require(rules.report, of=queries.report_of)
def publish_report(report: StatusReport) -> Any:
    """From the draft's own page; what is missing is said where it can be entered."""
    report.insist_on_draft()
    act = forms.DraftForm(data={"version": report.version})
    if not act.submitted():
        context = {"form": act, "report": report, "project": report.project}
        return render_template("projects/report_publication.html", **context), 422 if act.errors else 200
    check_version(report, act.version.data)
    try:
        operations.publish_report(report, by=current_user.person, now=clock.now())
    except Invalid as error:
        form = _offered(forms.ReportForm(None, data=forms.report_as_entered(report)), report.project)
        form.reject(error)
        return _editor(form, report.project, report, queries.latest_report(report.project))
    return _published(report)


@bp.route(f"{PLACE}/discard", methods=["GET", "POST"])
@require(rules.report, of=queries.report_of)
def discard_report(report: StatusReport) -> Any:
    report.insist_on_draft()
    form, project = forms.DraftForm(data={"version": report.version}), report.project
    if not form.submitted():
        context = {"form": form, "report": report, "project": project}
        return render_template("projects/report_discard.html", **context), 422 if form.errors else 200
    check_version(report, form.version.data)
    operations.discard_report(report, by=current_user.person, now=clock.now())
    flash(_("The draft is discarded."), "success")
    return redirect(url_for("projects.reports", code=project.code), 303)


def _offered(form: forms.ReportForm, project: Project) -> forms.ReportForm:
    form.offer(project.programme.rating_points if project.programme else 5)
    return form


def _stored(report: StatusReport, form: forms.ReportForm) -> Any:
    """The draft is stored; with the other button it is published at once."""
    if form.wants_publication:
        operations.publish_report(report, by=current_user.person, now=clock.now())
        return _published(report)
    flash(_("The draft is stored. Nobody but those who may publish it sees it."), "success")
    return redirect(url_for("projects.edit_report", code=report.project.code, report_id=report.id), 303)


def _published(report: StatusReport) -> Any:
    flash(_("The report is published and can no longer be changed."), "success")
    return redirect(url_for("projects.report", code=report.project.code, report_id=report.id), 303)


def _editor(
    form: forms.ReportForm, project: Project, report: StatusReport | None, last: StatusReport | None
) -> Any:
    context = {"form": form, "project": project, "report": report, "last": last, "labels": labels}
    return render_template("projects/report_edit.html", **context), 422 if form.errors else 200
