"""What waits for somebody's answer, ready for a row: the exact words, and the mark that comes back with the answer.

For the page of agreements and for the desk; both post their rows to `agreements.answers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.agreements import queries, rules, subjects
from portal.agreements.answerers import answerers_on
from portal.agreements.models import AgreementParty
from portal.agreements.seen import mark_of
from portal.agreements.subjects import About


class OwedRow(NamedTuple):
    """`answerer`: whose answer counts; somebody else than the reader where the reader stands in.

    `address` is the record's, `answer_address` that of the page where one answer is given; `one_click` the words
    of a button that accepts at once, empty where one look does not do.
    """

    party: AgreementParty
    title: str
    address: str
    answer_address: str
    text: str
    seen: str
    answerer: Person | None
    one_click: str = ""


def rows_for(actor: Actor, limit: int = queries.MOST) -> list[OwedRow]:
    """The actor's rows, earliest due first. A fixed number of statements."""
    return rows_of(queries.owed_by(actor, limit), actor)


def rows_of(parties: Sequence[AgreementParty], actor: Actor) -> list[OwedRow]:
    """Rows of these parties' questions, as the actor reads them. One load per kind of record.

    Only what they may answer by the record's own rule: whoever stands in for the asker of a confidential project
    does not see it, nor does an asker who has left it.
    """
    abouts = subjects.about_all([party.agreement for party in parties])
    answerers = answerers_on(parties, actor.today)
    return [
        _row(party, about, answerers[party.id])
        for party in parties
        for about in [abouts[party.agreement.id]]
        if rules.may_answer(actor, party, about)
    ]


def _row(party: AgreementParty, about: About, answerer: Person | None) -> OwedRow:
    text = about.words(party.version)
    return OwedRow(
        party=party,
        title=about.title(party.agreement),
        address=about.address(party.agreement),
        answer_address=about.answer_address(party),
        text=text,
        seen=mark_of(party.version, text),
        one_click=about.kind.one_click(about.record, party) if about.kind and about.kind.one_click else "",
        answerer=answerer,
    )
