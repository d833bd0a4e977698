"""One commitment: where it stands, its versions beside each other, what was given, its history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.commitments import capacity, operations, queries, rules
from portal.commitments.forms import DeliveryForm
from portal.commitments.models import Commitment, Kind
from portal.commitments.panels import is_replaced, panels_of
from portal.commitments.terms import FURTHEST_YEARS, years_after
from portal.commitments.versions import fact_rows, version_columns, version_rows
from portal.commitments.views.pages import bp, carried_out, done, status_of
from portal.core import clock
from portal.core.access import require
from portal.projects.models import Project
from portal.register.queries import history_of


@bp.get("/commitments/<int:commitment_id>")
@require(rules.read, of=queries.commitment_by_id)
def show(commitment: Commitment) -> Any:
    moves = rules.moves_of(current_user, commitment)
    return render_template(
        "commitments/show.html",
        commitment=commitment,
        moves=moves,
        answerer=commitment.answerer_on(current_user.today),
        columns=version_columns(commitment),
        rows=version_rows(commitment),
        terms=fact_rows(commitment, commitment.kind),
        weeks=[] if is_replaced("given") else weeks_of(commitment, current_user.today),
        panels=panels_of(commitment, current_user),
        history=history_of(commitment),
        today=current_user.today,
    )


@bp.route("/commitments/<int:commitment_id>/deliveries", methods=["GET", "POST"])
@require(rules.deliver, of=queries.commitment_by_id)
def deliveries(commitment: Commitment) -> Any:
    commitment.insist_on("deliver")
    last_week = clock.today() - dt.timedelta(days=7)
    form = DeliveryForm(data={"week_on": capacity.monday_of(last_week)})
    if carried_out(form, commitment, "deliver", operations.record_delivery, **form.values()):
        return done(commitment, _("The hours are entered."))
    weeks = weeks_of(commitment, current_user.today)
    return (
        render_template("commitments/deliveries.html", form=form, commitment=commitment, weeks=weeks),
        status_of(form),
    )


def weeks_of(commitment: Commitment, today: dt.date) -> list[dict[str, Any]]:
    """Promised against given, week by week, newest first: until this week, or the last that was entered."""
    if commitment.kind != Kind.STAFFING or (commitment.answered_on is None and not commitment.deliveries):
        return []
    given = {delivery.week_on: delivery for delivery in commitment.deliveries}
    first = commitment.valid_from or min(given, default=today)
    last = max([min(today, commitment.valid_to or today), *given])
    return [
        {
            "week_on": monday,
            "promised": capacity.promised_hours(commitment, monday),
            "given": given[monday].hours if monday in given else None,
        }
        for monday in reversed(capacity.mondays(first, last)[-MOST_WEEKS:])
    ]


MOST_WEEKS = 60


def project_panel(project: Project, actor: Actor) -> Any:
    """The overview of a project shows what it was promised, and what it waits for."""
    sums = queries.sums_of_project(project, actor)
    if not (sums.asked or sums.open_asks):
        return None
    return {"sums": sums, "rows": queries.open_by_project(project), "today": actor.today}


def department_panel(department: Department, actor: Actor) -> Any:
    """A department's page shows what it is asked and what it promised."""
    return queries.sums_of_department(department, actor)


def person_panel(person: Person, actor: Actor) -> Any:
    """A person's page shows what of their week is promised from today on."""
    end = years_after(actor.today, FURTHEST_YEARS)
    load = queries.load_of([person.id], actor.today, end, reader=actor)[person.id]
    return {"load": load} if load.promises else None
