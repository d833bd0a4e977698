"""One commitment: where it stands, its versions beside each other, its history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import render_template
from flask_login import current_user

from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.commitments import queries, rules
from portal.commitments.models import Commitment, State
from portal.commitments.panels import panels_of
from portal.commitments.terms import FURTHEST_YEARS, years_after
from portal.commitments.versions import asked_and_promised, fact_rows, version_columns, version_rows
from portal.commitments.views.pages import bp
from portal.core.access import require
from portal.projects.models import AppointmentRole, Project
from portal.register.queries import history_of


@bp.get("/commitments/<int:commitment_id>")
@require(rules.read, of=queries.commitment_by_id)
def show(commitment: Commitment) -> Any:
    moves = rules.moves_of(current_user, commitment)
    return render_template(
        "commitments/show.html",
        commitment=commitment,
        moves=moves,
        **_sides(commitment, current_user.today),
        columns=version_columns(commitment),
        rows=version_rows(commitment),
        terms=fact_rows(commitment, commitment.kind),
        curves=asked_and_promised(commitment),
        decisions=queries.decisions_beside(commitment),
        panels=panels_of(commitment, current_user),
        history=history_of(commitment),
        today=current_user.today,
    )


def _sides(commitment: Commitment, today: dt.date) -> dict[str, Person | None]:
    """Whose answer counts today: the department's, or after a counter-offer that of the asking side."""
    answerer = commitment.answerer_on(today)
    if commitment.state == State.COUNTERED:
        return {"answerer": queries.asker_on(commitment, today), "asker": None}
    if answerer is None or commitment.able_answerer_on(today) is not None:
        return {"answerer": answerer, "asker": None}
    managers = commitment.project.holders(AppointmentRole.MANAGER, today)
    return {"answerer": answerer, "asker": next((each for each in managers if each.id != answerer.id), None)}


def project_panel(project: Project, actor: Actor) -> Any:
    """The overview of a project shows what it was promised, and what it waits for."""
    sums = queries.sums_of_project(project, actor)
    recalled = queries.recalled_of(project)
    if not (sums.asked or sums.open_asks or recalled):
        return None
    rows = queries.open_by_project(project)
    return {"sums": sums, "rows": rows, "recalled": recalled, "today": actor.today}


def department_panel(department: Department, actor: Actor) -> Any:
    """A department's page shows what it is asked and what it promised."""
    return queries.sums_of_department(department, actor)


def person_panel(person: Person, actor: Actor) -> Any:
    """A person's page shows what of their week is promised from today on."""
    end = years_after(actor.today, FURTHEST_YEARS)
    load = queries.load_of([person.id], actor.today, end, reader=actor)[person.id]
    return {"load": load} if load.promises else None
