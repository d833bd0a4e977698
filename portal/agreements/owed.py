"""What waits for somebody's answer, ready for a row: the exact words, and the mark that comes back with the answer.

For the page of agreements and for the desk; both post their rows to `agreements.answers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.agreements import queries, rules, subjects
from portal.agreements.models import AgreementParty
from portal.agreements.seen import mark_of
from portal.agreements.subjects import About


class OwedRow(NamedTuple):
    """`answerer`: whose answer counts; somebody else than the reader where the reader stands in.

    `address` is the record's, `answer_address` that of the page where one answer is given.
    """

    party: AgreementParty
    title: str
    address: str
    answer_address: str
    text: str
    seen: str
    answerer: Person | None


def rows_for(actor: Actor, limit: int = queries.MOST) -> list[OwedRow]:
    """The actor's rows, earliest due first. A fixed number of statements."""
    return rows_of(queries.owed_by(actor, limit), actor)


def rows_of(parties: Sequence[AgreementParty], actor: Actor) -> list[OwedRow]:
    """Rows of these parties' questions, as the actor reads them. One load per kind of record.

    Only what they may answer by the record's own rule: whoever stands in for the asker of a confidential project
    does not see it, nor does an asker who has left it.
    """
    abouts = subjects.about_all([party.agreement for party in parties])
    return [
        _row(party, about, actor)
        for party in parties
        for about in [abouts[party.agreement.id]]
        if rules.may_answer(actor, party, about)
    ]


def _row(party: AgreementParty, about: About, actor: Actor) -> OwedRow:
    text = about.words(party.version)
    return OwedRow(
        party=party,
        title=about.title(party.agreement),
        address=about.address(party.agreement),
        answer_address=about.answer_address(party),
        text=text,
        seen=mark_of(party.version, text),
        answerer=party.answerer_on(actor.today),
    )
