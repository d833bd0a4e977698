"""How rows and changes let themselves be agreed on, on the desk and on the page of all that waits."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.agreements.models import AgreementParty
from portal.agreements.seen import Seen
from portal.agreements.subjects import SubjectKind, add_subject
from portal.raci import operations, queries, rules
from portal.raci.models import Proposal, ProposalKind
from portal.raci.wording import told


def answer(
    proposal: Proposal,
    party: AgreementParty,
    *,
    answer: str,
    reason: str,
    by: Person,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    operations.answer_proposal(proposal, party, answer=answer, reason=reason, by=by, seen=seen, now=now)


def title(proposal: Proposal) -> str:
    names = {"project": proposal.project.code, "title": proposal.title}
    if proposal.kind == ProposalKind.ROWS:
        return _("RACI of %(project)s: the rows of %(title)s", **names)
    return _("RACI of %(project)s: change of “%(title)s”", **names)


add_subject(
    Proposal.register_kind,
    SubjectKind(
        load=queries.proposals,
        may_read=lambda actor, proposal: rules.read(actor, proposal),
        title=title,
        address=lambda proposal: f"/projects/{proposal.project.code}/raci/acceptance",
        words=lambda _proposal, version: told(version.terms),
        answer=answer,
        answer_address=lambda proposal, _party: f"/raci/proposals/{proposal.id}/answer",
    ),
)
