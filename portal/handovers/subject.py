"""How a piece lets itself be accepted: from the desk, the page of all that waits, and all at once."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.accounts.actors import Actor
from portal.agreements.models import AgreementParty
from portal.agreements.subjects import SubjectKind, add_subject
from portal.handovers import operations, queries, rules
from portal.handovers.models import HandoverItem


def may_answer(actor: Actor, item: HandoverItem, party: AgreementParty) -> bool:
    """Only who was asked: nobody takes something on for somebody else, nor what they gave themselves."""
    is_theirs = actor.id == party.person_id == item.receiver_id
    return is_theirs and actor.id != party.version.made_by_id and not actor.only_reads


add_subject(
    HandoverItem.register_kind,
    SubjectKind(
        load=queries.items,
        may_read=lambda actor, item: rules.read(actor, item.handover),
        title=lambda item: _(
            "Hand-over of %(name)s: %(piece)s", name=item.handover.leaver.name, piece=item.label
        ),
        address=lambda item: f"/handovers/{item.handover_id}",
        words=lambda _item, version: operations.sentence(version.terms),
        may_answer=may_answer,
        answer=operations.answer_item,
        one_click=lambda _item, _party: _("Take it over"),
    ),
)
