"""How a version and a milestone's question let themselves be answered: from the desk and on the answer's own page."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.agreements.models import AgreementParty
from portal.agreements.subjects import SubjectKind, add_subject
from portal.contribution import operations, queries, rules, wording
from portal.contribution.models import Round, Sharing


def answer_address(_record: Any, party: AgreementParty) -> str:
    """The table, with what changes against the agreed one."""
    return f"/contribution/answers/{party.id}"


def sharing_title(sharing: Sharing) -> str:
    return _(
        "Contribution to %(project)s, version %(number)d", project=sharing.project.name, number=sharing.number
    )


def round_title(asked: Round) -> str:
    return _(
        "Contribution to %(project)s at the milestone %(milestone)s",
        project=asked.project.name,
        milestone=asked.milestone.name,
    )


add_subject(
    Sharing.register_kind,
    SubjectKind(
        load=lambda numbers: queries.sharings(set(numbers)),
        may_read=lambda actor, sharing: rules.read(actor, sharing),
        title=sharing_title,
        address=lambda sharing: f"/contribution/{sharing.id}",
        words=lambda _sharing, version: wording.text_of(version.terms),
        may_answer=rules.may_answer,
        answer=operations.answer_sharing,
        answer_address=answer_address,
    ),
)
add_subject(
    Round.register_kind,
    SubjectKind(
        load=lambda numbers: queries.rounds(set(numbers)),
        may_read=lambda actor, asked: rules.read(actor, asked),
        title=round_title,
        address=lambda asked: f"/projects/{asked.project.code}/contribution",
        words=lambda _asked, version: wording.round_text(version.terms),
        may_answer=rules.may_answer,
        answer=operations.answer_round,
        answer_address=answer_address,
    ),
)
