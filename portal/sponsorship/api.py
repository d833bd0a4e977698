"""The sponsor's ledger in `/api/v1`: the same rules and operations as the pages."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.api import ApiBlueprint, Items
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.sponsorship import operations, queries, rules
from portal.sponsorship import schemas as shapes
from portal.sponsorship.ledger import ledger_of
from portal.sponsorship.models import SponsorAct
from portal.sponsorship.terms import Sponsorship, sponsorship_of
from portal.sponsorship.waiting import waiting_for

bp = ApiBlueprint("sponsorship", __name__)
LEDGER = "/projects/<code>/sponsorship/<int:person_id>"
ACT = "/sponsorship/acts/<int:act_id>"


def _shown(act: SponsorAct) -> dict[str, Any]:
    session().flush()
    return shapes.act_view(act)


@bp.get("/sponsorship")
@require(SIGNED_IN)
@bp.output(Items[shapes.WaitsView])
def mine() -> Any:
    """Everything that one sponsors, with what waits."""
    found = [shapes.waits_view(each.of, list(each.rows)) for each in queries.mine(current_user)]
    return {"items": found, "next": None}


@bp.get("/projects/<code>/sponsorship")
@require(projects.read, of=project_by_code)
@bp.output(Items[shapes.WaitsView])
def of_project(project: Project) -> Any:
    """What waits for the sponsors of a project, and since when."""
    found = queries.waits_in(project, current_user)
    return {"items": [shapes.waits_view(each.of, list(each.rows)) for each in found], "next": None}


@bp.get(LEDGER)
@require(rules.read, of=sponsorship_of)
@bp.output(shapes.LedgerView)
def ledger(of: Sponsorship) -> Any:
    """The ledger: for the sponsor up to today, for CIO, programme office and audit the months that are shown."""
    waiting = waiting_for(of.person, [of.project], current_user)
    return shapes.ledger_view(ledger_of(of, current_user), waiting)


@bp.post(f"{LEDGER}/acts")
@require(rules.enter, of=sponsorship_of)
@bp.input(shapes.ActIn, arg_name="data")
@bp.output(shapes.ActView, status_code=201)
def enter(of: Sponsorship, data: shapes.ActIn) -> Any:
    """Enter a one-to-one, a briefing, a visit. What a manager enters waits for the sponsor's word."""
    signed = {"by": current_user.person, "now": clock.now(), "today": current_user.today}
    return _shown(operations.enter_act(of, **data.model_dump(), **signed))


@bp.post(f"{LEDGER}/comments")
@require(rules.comment, of=sponsorship_of)
@bp.input(shapes.CommentIn, arg_name="data")
@bp.output(shapes.CommentView, status_code=201)
def comment(of: Sponsorship, data: shapes.CommentIn) -> Any:
    """The sponsor's word beside the figures of a month."""
    signed = {"by": current_user.person, "now": clock.now(), "today": current_user.today}
    return shapes.comment_view(operations.comment_on_month(of, **data.model_dump(), **signed))


@bp.get(ACT)
@require(rules.read_act, of=queries.act_by_id)
@bp.output(shapes.ActView)
def act(act: SponsorAct) -> Any:
    """One entry."""
    return shapes.act_view(act)


@bp.post(f"{ACT}/confirmation")
@require(rules.confirm, of=queries.act_by_id)
@bp.input(shapes.VersionIn, arg_name="data")
@bp.output(shapes.ActView)
def confirmation(act: SponsorAct, data: shapes.VersionIn) -> Any:
    """The sponsor's word: from here on it counts."""
    check_version(act, data.version)
    operations.confirm_act(act, by=current_user.person, now=clock.now())
    return _shown(act)


@bp.post(f"{ACT}/correction")
@require(rules.correct, of=queries.act_by_id)
@bp.input(shapes.CorrectionIn, arg_name="data")
@bp.output(shapes.ActView, status_code=201)
def correction(act: SponsorAct, data: shapes.CorrectionIn) -> Any:
    """Another entry in its place; the earlier one stays and no longer counts."""
    check_version(act, data.version)
    values = data.model_dump(exclude={"version"})
    signed = {"by": current_user.person, "now": clock.now(), "today": current_user.today}
    return _shown(operations.correct_act(act, **values, **signed))


@bp.post(f"{ACT}/striking")
@require(rules.correct, of=queries.act_by_id)
@bp.input(shapes.StrikingIn, arg_name="data")
@bp.output(shapes.ActView)
def striking(act: SponsorAct, data: shapes.StrikingIn) -> Any:
    """It did not take place; the entry stays and does not count."""
    check_version(act, data.version)
    operations.strike_act(act, reason=data.reason, by=current_user.person, now=clock.now())
    return _shown(act)
