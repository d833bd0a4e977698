"""Many answers at once: each recorded on its own, and one that cannot happen does not lose the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.actors import Actor
from portal.agreements import operations, queries, rules, subjects
from portal.agreements.models import AgreementParty
from portal.agreements.seen import Seen, seen_by_mark
from portal.agreements.subjects import About
from portal.core.errors import Invalid, Refused, Stale
from portal.database import session

MOST_ROWS = 200


@dataclass(frozen=True)
class Row:
    """An answer to one party's question; `mark` says what was seen."""

    party_id: int
    answer: str
    reason: str = ""
    mark: str = ""
    complaint: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a row: `title` names what it was about, `sentence` says why nothing happened."""

    party_id: int
    title: str
    happened: bool
    sentence: str = ""


def answer_rows(rows: Sequence[Row], *, actor: Actor, now: dt.datetime) -> list[Outcome]:
    """Each row in a savepoint of its own: what can be recorded is, the rest is reported by name."""
    return [_outcome(row, actor, now) for row in rows]


def _outcome(row: Row, actor: Actor, now: dt.datetime) -> Outcome:
    party = queries.party_by_id(row.party_id)
    if party is None or not rules.read(actor, party.agreement):
        return Outcome(
            row.party_id, _("Row %(number)s", number=row.party_id), False, _("This does not exist.")
        )
    about = subjects.about(party.agreement)
    title = about.title(party.agreement)
    try:
        if row.complaint:
            raise Refused(row.complaint)
        with session().begin_nested():
            _answer_row(row, party, about, actor, now)
    except (Refused, Invalid, Stale, StaleDataError) as error:
        return Outcome(row.party_id, title, False, _why_not(error))
    return Outcome(row.party_id, title, True)


def _answer_row(row: Row, party: AgreementParty, about: About, actor: Actor, now: dt.datetime) -> None:
    if not rules.answer(actor, party):
        operations.insist_answerable(party, None)
        raise Refused(_("It is not you who answers this."))
    seen = seen_by_mark(row.mark, party.version, lambda: about.words(party.version))
    carry_out(party, about, answer=row.answer, reason=row.reason, by_actor=actor, seen=seen, now=now)
    session().flush()


def carry_out(
    party: AgreementParty,
    about: About,
    *,
    answer: str,
    reason: str,
    by_actor: Actor,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    """The answer, with what it does to the record that it is about."""
    operations.hold(party)
    operations.insist_answerable(party, seen)
    if about.kind is not None and about.kind.answer is not None:
        about.kind.answer(
            about.record, party, answer=answer, reason=reason, by=by_actor.person, seen=seen, now=now
        )
        return
    operations.answer(party, answer=answer, reason=reason, by=by_actor.person, seen=seen, now=now)


def _why_not(error: Exception) -> str:
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, Invalid):
        return " ".join(error.errors.values())
    return _("Somebody else changed this meanwhile. Nothing of yours was stored.")
