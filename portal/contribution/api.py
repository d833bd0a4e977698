"""Contribution in `/api/v1`: the same operations and rules as the pages.

A department answers a version or a milestone's question by `POST /agreements/parties/{party}/answer`.
"""

from __future__ import annotations

from typing import Any

from apiflask.schemas import FileSchema
from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from portal.contribution import operations, queries, rules
from portal.contribution import schemas as shapes
from portal.contribution.models import Sharing
from portal.contribution.printing import printed
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint
from portal.core.errors import Invalid
from portal.core.printing import PDF, pdf_of
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code

bp = ApiBlueprint("contribution", __name__)
PLACE = "/projects/<code>/contribution"
SHARING = "/contribution/<int:sharing_id>"


def _whole(sharing: Sharing) -> dict[str, Any]:
    session().flush()
    return shapes.whole_view(sharing, queries.version_of(sharing))


@bp.get(PLACE)
@require(projects.read, of=project_by_code)
@bp.output(shapes.ContributionView)
def of_project(project: Project) -> Any:
    """What is agreed, what waits beside it, every version, and what was confirmed at the milestones."""
    return shapes.overview_view(queries.overview(project))


@bp.post(PLACE)
@require(rules.propose, of=project_by_code)
@bp.input(shapes.ProposalIn, arg_name="data")
@bp.output(shapes.WholeSharingView, status_code=201)
def propose(project: Project, data: shapes.ProposalIn) -> Any:
    """Put a version to the heads of all departments in it."""
    values = data.model_dump(exclude={"shares"})
    shares = [each.wanted() for each in data.shares]
    made = operations.propose_sharing(
        project, shares=shares, **values, by=current_user.person, now=clock.now()
    )
    return _whole(made)


@bp.get(SHARING)
@require(rules.read, of=queries.sharing_by_id)
@bp.output(shapes.WholeSharingView)
def show(sharing: Sharing) -> Any:
    """One version with its exact text, and what each department said."""
    return _whole(sharing)


@bp.post(f"{SHARING}/withdrawal")
@require(rules.withdraw, of=queries.sharing_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.WholeSharingView)
def withdraw(sharing: Sharing, data: shapes.ReasonIn) -> Any:
    """Nobody needs to answer any more."""
    operations.withdraw_sharing(sharing, reason=data.reason, by=current_user.person, now=clock.now())
    return _whole(sharing)


@bp.post(f"{PLACE}/confirmations")
@require(rules.propose, of=project_by_code)
@bp.input(shapes.AskIn, arg_name="data")
@bp.output(shapes.RoundView, status_code=201)
def ask(project: Project, data: shapes.AskIn) -> Any:
    """Ask the departments whether the work up to a reached milestone was shared out as agreed."""
    milestone = queries.milestone_in(project, data.milestone)
    if milestone is None:
        raise Invalid(milestone=_("This project has no milestone %(code)s.", code=data.milestone))
    asked = operations.ask_for_confirmation(milestone, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.round_view(asked)


@bp.get(f"{PLACE}/record.pdf")
@bp.output(FileSchema(type="string", format="binary"), content_type=PDF)
@require(projects.read, of=project_by_code)
def pdf(project: Project) -> Any:
    """What was agreed and confirmed, as PDF."""
    return Response(pdf_of(printed(project, queries.overview(project))), content_type=PDF)
