"""How a commitment lets itself be agreed on: from the page of all that waits for somebody, and in batches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.agreements.models import AgreementParty, Answer
from portal.agreements.seen import Seen
from portal.agreements.subjects import SubjectKind, add_subject
from portal.commitments import operations, queries, rules
from portal.commitments.agreed import TO_HEAD, words_of
from portal.commitments.models import Commitment, Offer
from portal.core.errors import Refused
from portal.database import session


def load(numbers: Iterable[int]) -> Mapping[int, Commitment]:
    """Commitments with what their sentences need. A fixed number of statements; without joins on the row itself,
    because whoever answers locks it (PostgreSQL locks no outer join).
    """
    statement = select(Commitment).where(Commitment.id.in_(set(numbers)))
    statement = statement.options(
        selectinload(Commitment.project),
        selectinload(Commitment.department),
        selectinload(Commitment.requester),
        selectinload(Commitment.person),
        selectinload(Commitment.offers).joinedload(Offer.person),
    )
    return {each.id: each for each in session().scalars(statement)}


def may_answer(actor: Actor, commitment: Commitment, party: AgreementParty) -> bool:
    """The side to which the text was put."""
    if party.version.terms.get("to") == TO_HEAD:
        return rules.may_answer(actor, commitment)
    return rules.may_act_for_asker(actor, commitment)


def answer_address(commitment: Commitment, party: AgreementParty) -> str:
    """The page with the week of the people in question, what hangs on it, and every choice."""
    if commitment.amending is not None:
        return f"/commitments/{commitment.id}/amendment"
    page = "answer" if party.version.terms.get("to") == TO_HEAD else "acceptance"
    return f"/commitments/{commitment.id}/{page}"


def answer(
    commitment: Commitment,
    party: AgreementParty,
    *,
    answer: str,
    reason: str,
    by: Person,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    """Yes or no from the row; other terms need their own page."""
    signed: dict[str, Any] = {"by": by, "now": now, "seen": seen}
    to_head = party.version.terms.get("to") == TO_HEAD
    if answer == Answer.COUNTER:
        raise Refused(_("Other terms are offered on the page of %(code)s itself.", code=commitment.code))
    if commitment.amending is not None:
        if answer == Answer.ACCEPT:
            operations.accept_amendment(commitment, note=reason, **signed)
        else:
            operations.decline_amendment(commitment, reason=reason, **signed)
    elif answer == Answer.ACCEPT:
        act = operations.confirm_commitment if to_head else operations.accept_counter
        act(commitment, note=reason, **signed)
    elif to_head:
        operations.refuse_commitment(commitment, reason=reason, **signed)
    else:
        raise Refused(
            _("Accept the counter-offer to %(code)s, ask again, or withdraw the ask.", code=commitment.code)
        )


add_subject(
    Commitment.register_kind,
    SubjectKind(
        load=load,
        may_read=lambda actor, commitment: rules.read(actor, commitment),
        title=lambda commitment: f"{commitment.code} {commitment.title}",
        address=lambda commitment: f"/commitments/{commitment.id}",
        words=words_of,
        may_answer=may_answer,
        answer=answer,
        answer_address=answer_address,
        askers=queries.answering_askers,
        asks_for=queries.managed_by,
    ),
)
