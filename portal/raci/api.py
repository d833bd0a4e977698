"""The matrix as a whole in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.agreements.queries import newest_versions
from portal.agreements.seen import seen_by_mark
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items
from portal.database import session
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.projects.references import coded_department, named_person
from portal.raci import operations, pasting, queries, rules
from portal.raci import schemas as shapes
from portal.raci.cells import Outcome, key_of
from portal.raci.models import Proposal
from portal.raci.wording import told
from portal.stakeholders import rules as stakeholders
from portal.stakeholders.queries import Party

bp = ApiBlueprint("raci", __name__)
PLACE = "/projects/<code>/raci"
PROPOSAL = "/raci/proposals/<int:proposal_id>"


def _acting() -> dict[str, Any]:
    return {"by": current_user.person, "now": clock.now(), "today": current_user.today}


@bp.post(f"{PLACE}/changes")
@require(stakeholders.assign, of=project_by_code)
@bp.input(shapes.ChangesIn, arg_name="data")
@bp.output(shapes.OutcomeView)
def change(project: Project, data: shapes.ChangesIn) -> Any:
    """Change many cells at once: all or none."""
    changes = [each.change() for each in data.changes]
    kinds = {
        change.item: str(each.kind) for change, each in zip(changes, data.changes, strict=True) if each.kind
    }
    outcome: Outcome = operations.store_changes(
        project, changes, valid_from=data.valid_from, kinds=kinds, **_acting()
    )
    return vars(outcome)


@bp.post(f"{PLACE}/paste")
@require(stakeholders.assign, of=project_by_code)
@bp.input(shapes.PasteIn, arg_name="data")
@bp.output(shapes.PreviewView)
def paste(project: Project, data: shapes.PasteIn) -> Any:
    """Read cells of a spreadsheet: what they say, what cannot be read, what is wrong with each row."""
    preview = pasting.Preview.of(project, data.text, current_user.today)
    if data.store:
        kinds = preview.pasted.kinds
        operations.store_changes(
            project, preview.changes, valid_from=data.valid_from, kinds=kinds, **_acting()
        )
    return shapes.preview_view(preview, stored=data.store)


@bp.get(f"{PLACE}/proposals")
@require(stakeholders.read, of=project_by_code)
@bp.output(Items[shapes.ProposalView])
def proposals(project: Project) -> Any:
    """What parties were asked to accept, the newest first."""
    return _listed(queries.of_project(project))


def _listed(found: list[Proposal]) -> dict[str, Any]:
    numbers = [each.id for each in found]
    versions = newest_versions(Proposal.register_kind, numbers, queries.PURPOSE)
    return {"items": [shapes.proposal_view(each, versions.get(each.id)) for each in found], "next": None}


@bp.post(f"{PLACE}/proposals")
@require(stakeholders.assign, of=project_by_code)
@bp.input(shapes.AskIn, arg_name="data")
@bp.output(Items[shapes.ProposalView], status_code=201)
def ask(project: Project, data: shapes.AskIn) -> Any:
    """Ask parties to accept their rows."""
    departments = [coded_department(code, "departments") for code in data.departments]
    people = [named_person(name, "people") for name in data.people]
    parties = [Party("department", each.id, each.name) for each in departments if each is not None]
    parties += [Party("person", each.id, each.name) for each in people]
    keys = [key_of(party) for party in parties] or None
    made = operations.ask_parties(project, parties=keys, due_on=data.due_on, **_acting())
    session().flush()
    return _listed(made)


@bp.post(f"{PROPOSAL}/answer")
@require(rules.answer, of=queries.proposal_by_id)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.ProposalView)
def answer(proposal: Proposal, data: shapes.AnswerIn) -> Any:
    """Accept everything, everything but some rows, or nothing."""
    party = rules.party_for(current_user, proposal)
    assert party is not None, "the rule found it"
    version = party.version
    operations.answer_proposal(
        proposal,
        party,
        answer=data.answer,
        reason=data.reason,
        declined=data.declined,
        seen=seen_by_mark(data.seen, version, lambda: told(version.terms)),
        by=current_user.person,
        now=clock.now(),
    )
    session().flush()
    return shapes.proposal_view(proposal, version)


@bp.post(f"{PROPOSAL}/withdrawal")
@require(rules.withdraw, of=queries.proposal_by_id)
@bp.input(shapes.WithdrawalIn, arg_name="data")
@bp.output(shapes.ProposalView)
def withdraw(proposal: Proposal, data: shapes.WithdrawalIn) -> Any:
    """Nobody needs to answer any more."""
    operations.withdraw_proposal(proposal, **data.model_dump(), by=current_user.person, now=clock.now())
    return shapes.proposal_view(proposal, queries.version_of(proposal))
