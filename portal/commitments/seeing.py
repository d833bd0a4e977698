"""What a page of an answer shows, and what came back with it: stored with the answer, word for word."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.actors import Actor
from portal.agreements import queries as agreements
from portal.agreements.models import Agreement, AgreementAnswer, AgreementParty, AgreementVersion
from portal.agreements.seen import Seen, mark_of, seen_by_mark
from portal.commitments.agreed import PURPOSE, asked_text, words_of
from portal.commitments.models import OPEN, Commitment, State
from portal.commitments.panels import add_commitment_panel
from portal.database import session

#: The moves that answer a text.
ANSWERS = frozenset({"confirm", "counter", "refuse", "accept", "accept_amendment", "decline_amendment"})


class Shown(NamedTuple):
    """The exact words on the page, and the mark that comes back with the answer."""

    words: str
    mark: str


def shown(commitment: Commitment) -> Shown | None:
    """What waits for an answer, word for word; None where nothing does. One statement."""
    if commitment.state not in OPEN and commitment.amending is None:
        return None
    version = _newest(commitment)
    if version is None:
        return Shown(asked_text(commitment, commitment), "")
    words = words_of(commitment, version)
    return Shown(words, mark_of(version, words))


def seen(commitment: Commitment, mark: str | None) -> Seen | None:
    """What the page had shown to whoever answers now."""
    if not mark or (version := _newest(commitment)) is None:
        return None
    return seen_by_mark(mark, version, lambda: words_of(commitment, version))


def _newest(commitment: Commitment) -> AgreementVersion | None:
    found = agreements.newest_versions(commitment.register_kind, [commitment.id], PURPOSE)
    return found.get(commitment.id)


def agreement_panel(commitment: Commitment, _actor: Actor) -> Any:
    """Who answered last, for whom, and the way to every word that was put. Two statements."""
    if commitment.state == State.DRAFT:
        return None
    agreement = agreements.agreement_about(commitment.register_kind, commitment.id, PURPOSE)
    if agreement is None:
        return None
    return {"agreement": agreement, "answers": _answers(agreement)}


def _answers(agreement: Agreement) -> list[AgreementAnswer]:
    statement = (
        select(AgreementAnswer)
        .join(AgreementAnswer.party)
        .join(AgreementParty.version)
        .where(AgreementVersion.agreement_id == agreement.id)
        .options(
            joinedload(AgreementAnswer.by),
            joinedload(AgreementAnswer.on_behalf_of),
            contains_eager(AgreementAnswer.party).joinedload(AgreementParty.person),
        )
        .order_by(AgreementAnswer.id)
    )
    return list(session().scalars(statement))


add_commitment_panel(90, "commitments/_agreement_panel.html", agreement_panel)
