"""Answers on the row: what can be confirmed from the desk, with the exact words that were on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.agreements import queries as agreements
from portal.agreements.answerers import answerers_on
from portal.agreements.batches import MOST_ROWS, Row
from portal.agreements.models import AgreementParty, Answer
from portal.agreements.owed import OwedRow, rows_of
from portal.agreements.seen import mark_of
from portal.commitments.agreed import words_of
from portal.commitments.models import Commitment, Kind, State
from portal.commitments.queries import Candidate, load_versions
from portal.core.language import current_locale

ROW = re.compile(r"answer-([1-9][0-9]{0,9})")


@dataclass(frozen=True)
class Waiting:
    """The exact words that wait for an answer, and the mark that comes back with it."""

    party_id: int
    text: str
    seen: str
    on_behalf_of: str | None


@dataclass(frozen=True)
class Text:
    """A text about something else than a commitment that waits for the reader.

    `one_click`: the words of a button that accepts on the row; `seen` comes back with it.
    """

    party: AgreementParty
    title: str
    words: str
    address: str = ""
    seen: str = ""
    one_click: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class Owed:
    """By commitment what waits, which of it one click confirms, and texts about anything else."""

    by_commitment: dict[int, Waiting] = field(default_factory=dict)
    simple: frozenset[int] = frozenset()
    texts: Sequence[Text] = ()
    more_texts: bool = False


def owed_to(actor: Actor, asked: Sequence[Commitment], weighed: Mapping[int, Candidate], limit: int) -> Owed:
    """What the reader owes, beside the commitments that are on the desk anyway."""
    rows = {row.id: row for row in asked}
    parties = agreements.owed_about(actor, Commitment.register_kind, rows)
    answerers = answerers_on(parties, actor.today)
    by_number = {party.agreement.subject_id: party for party in parties}
    foreign = [number for number, party in by_number.items() if party.version.language != current_locale()]
    load_versions([rows[number] for number in foreign])
    waiting = {
        number: _waiting(rows[number], party, answerers[party.id], actor)
        for number, party in by_number.items()
    }
    simple = frozenset(number for number in waiting if is_simple(rows[number], weighed.get(number)))
    texts, has_more = _texts(actor, limit)
    return Owed(waiting, simple, texts, has_more)


def _texts(actor: Actor, limit: int) -> tuple[list[Text], bool]:
    """What waits beside commitments: of each kind so many, and whether there are more of one."""
    parties = agreements.owed_besides(actor, Commitment.register_kind, limit + 1)
    counts = Counter[str]()
    shown: list[AgreementParty] = []
    for party in parties:
        counts[party.agreement.subject_kind] += 1
        if counts[party.agreement.subject_kind] <= limit:
            shown.append(party)
    return [_text(row, actor) for row in rows_of(shown, actor)], len(shown) < len(parties)


def _text(row: OwedRow, actor: Actor) -> Text:
    stands_in = row.answerer is not None and row.answerer.id != actor.id
    name = row.answerer.name if row.answerer is not None and stands_in else None
    return Text(row.party, row.title, row.text, row.answer_address, row.seen, row.one_click, name)


def _waiting(commitment: Commitment, party: AgreementParty, answerer: Person | None, actor: Actor) -> Waiting:
    text = words_of(commitment, party.version)
    stands_in = answerer is not None and answerer.id != actor.id
    name = answerer.name if answerer is not None and stands_in else None
    return Waiting(party.id, text, mark_of(party.version, text), name)


def is_simple(commitment: Commitment, candidate: Candidate | None) -> bool:
    """Nothing has to be chosen and nobody is overloaded by it: one look and one click are enough."""
    if commitment.state != State.REQUESTED:
        return False
    if commitment.kind != Kind.STAFFING:
        return True
    return candidate is not None and not candidate.is_overload


def submitted_rows(form: Mapping[str, str]) -> list[Row]:
    """The rows that were confirmed on the desk; it offers no other answer."""
    found: Iterable[str] = (match[1] for name in form if (match := ROW.fullmatch(name)))
    chosen = [number for number in found if form[f"answer-{number}"] == Answer.ACCEPT]
    return [
        Row(int(number), Answer.ACCEPT, mark=form.get(f"seen-{number}", ""))
        for number in chosen[:MOST_ROWS]
        if int(number) < 2**31
    ]
