"""Every ask and every offer is a version of the commitment's agreement; every answer is an answer to one.

`put` after `add_offer`, `answered` after `hold`: the agreement refuses a text that changed since it was seen, a second
answer, and an answer by who asked.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accounts.models import Person
from portal.agreements import operations as agreements
from portal.agreements import queries
from portal.agreements.models import (
    AgreementAnswer,
    AgreementParty,
    AgreementVersion,
    Answer,
    CapacityKind,
    Standing,
    State,
)
from portal.agreements.operations import Asked
from portal.agreements.seen import Seen
from portal.commitments.agreed import PURPOSE, TO_ASKER, TO_HEAD, said_terms, text_to
from portal.commitments.models import Commitment, Offer, TermValues
from portal.commitments.models import State as CommitmentState
from portal.commitments.queries import asker_on
from portal.database import session

__all__ = ["Answer", "Seen", "answered", "no_longer_asked", "put", "put_as_recorded", "signed"]


def put(
    commitment: Commitment,
    offer: Offer,
    *,
    to: str,
    by: Person | None,
    now: dt.datetime,
    due_on: dt.date | None = None,
) -> AgreementVersion:
    """Put these terms to the other side (`TO_HEAD` or `TO_ASKER`): a new version that asks again.

    The head is who was asked by name; where nobody heads the department, the version waits for a vacancy.
    """
    terms = offer.terms()
    return agreements.put(
        commitment,
        text=text_to(to, commitment, terms),
        terms=said_terms(to, commitment, terms, offer.number),
        parties=[_asked(commitment, to, agreements.day_of(now))],
        due_on=due_on or commitment.answer_due_on,
        by=by,
        now=now,
        purpose=PURPOSE,
        project=commitment.project,
        is_told=False,
    )


def _asked(commitment: Commitment, to: str, day: dt.date) -> Asked:
    project_id = commitment.project.id
    if to == TO_ASKER:
        return Asked(asker_on(commitment, day), CapacityKind.ASKER, project_id=project_id)
    return Asked(commitment.head, CapacityKind.HEAD, department=commitment.department, project_id=project_id)


def answered(
    commitment: Commitment,
    answer: Answer,
    *,
    by: Person,
    now: dt.datetime,
    reason: str = "",
    seen: Seen | None = None,
    terms: TermValues | None = None,
) -> AgreementAnswer:
    """One side's word about the newest version. `terms`: what was promised, where the head filled a gap."""
    party = _party(commitment)
    said: dict[str, Any] | None = None
    if terms is not None:
        said = {**party.version.terms, **said_terms(TO_HEAD, commitment, terms, party.version.terms["offer"])}
    return agreements.answer(
        party, answer=answer, reason=reason, by=by, seen=seen, terms=said, now=now, is_told=False
    )


def signed(given: AgreementAnswer) -> dict[str, Any]:
    """For the register: which text was answered, and in whose place where the role has passed on."""
    asked, is_another = given.party.person, given.standing in (Standing.SUCCESSOR, Standing.COLLEAGUE)
    return {"digest": given.digest, "in_place_of": asked.name if asked and is_another else ""}


def _party(commitment: Commitment) -> AgreementParty:
    """Who must answer. What was asked before agreements were kept, or elsewhere, is put as it is known."""
    version = queries.newest_version(commitment.register_kind, commitment.id, PURPOSE)
    if version is None:
        version = put_as_recorded(commitment)
        session().flush()
    return version.parties[0]


def put_as_recorded(commitment: Commitment) -> AgreementVersion:
    """The newest terms as a version, made when and by whom the offer says."""
    offer = commitment.offers[-1]
    to = TO_ASKER if commitment.state == CommitmentState.COUNTERED else TO_HEAD
    return put(commitment, offer, to=to, by=offer.made_by, now=offer.made_at)


def no_longer_asked(commitment: Commitment, *, reason: str, by: Person | None, now: dt.datetime) -> None:
    """Withdrawn, or lapsed: nobody needs to answer any more."""
    agreement = queries.agreement_about(commitment.register_kind, commitment.id, PURPOSE)
    if agreement is not None and agreement.state == State.OPEN:
        agreements.withdraw(agreement, reason=reason, by=by, now=now, is_told=False)
