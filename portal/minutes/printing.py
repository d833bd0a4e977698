"""The minutes as they are printed: text, decisions with every position, actions, answers, errata, proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.actions.queries import of_origin
from portal.core.errors import Refused
from portal.core.language import current_locale, date
from portal.core.language import datetime as instant
from portal.core.printing import Document, Fact, blocks_of, heading, list_of, paragraph
from portal.core.printing.blocks import Block, fact_rows, run
from portal.minutes import queries
from portal.minutes.models import Answer, Circulation, MinutesAnswer, Outcome
from portal.register.queries import current_size, root
from portal.steering.models import Decision, Meeting, Position
from portal.steering.queries import decisions_of_meeting
from portal.steering.telling import Passage, told_of_decision, told_of_meeting

#: Two hundred pages; setting more would hold up everybody else.
MOST_BLOCKS = 6000
LANGUAGES = {"zh_Hans": "zh", "zh_Hant": "zh"}


def printed(meeting: Meeting) -> Document:
    """One document in the reader's language; what people wrote stays in theirs."""
    if not meeting.minutes.strip():
        raise Refused(_("There are no minutes yet that could be printed."))
    blocks = list(_blocks(meeting, queries.of_meeting(meeting)))
    if len(blocks) > MOST_BLOCKS:
        raise Refused(_("These minutes have too many paragraphs to be printed at once."))
    return Document(
        title=meeting.title,
        subtitle=_("Minutes of %(group)s", group=meeting.group.name),
        lang=LANGUAGES.get(current_locale(), "en"),
        facts=_facts(meeting),
        blocks=blocks,
        footer=_proof(),
        pages=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )


def _proof() -> str:
    size = current_size()
    return _("Register: %(size)d entries, root %(root)s", size=size, root=root(size).hex())


def _facts(meeting: Meeting) -> list[Fact]:
    here, absent = queries.attendees(meeting), queries.absent_members(meeting)
    facts = [Fact(_("Meeting"), meeting.code), Fact(_("Held at"), instant(meeting.held_at))]
    if meeting.place:
        facts.append(Fact(_("Place"), meeting.place))
    facts += [Fact(_("Who was there"), _names(here)), Fact(_("Absent"), _names(absent))]
    if meeting.minuted_by:
        facts.append(Fact(_("Written by"), meeting.minuted_by.name))
    return [*facts, Fact(_("State"), _state(meeting))]


def _state(meeting: Meeting) -> str:
    if meeting.approved_by and meeting.approved_at:
        return _(
            "Approved by %(name)s on %(day)s, version %(number)d",
            name=meeting.approved_by.name,
            day=date(meeting.approved_at),
            number=meeting.minutes_version,
        )
    return _("Not approved, version %(number)d", number=meeting.minutes_version)


def _names(people: Sequence[Person]) -> str:
    return ", ".join(person.name for person in people) or _("Nobody")


def _blocks(meeting: Meeting, circulations: Sequence[Circulation]) -> Iterator[Block]:
    if meeting.agenda:
        yield heading(_("Agenda"))
        yield list_of([[paragraph(item.title)] for item in meeting.agenda], is_ordered=True)
    yield heading(_("Minutes"))
    yield from blocks_of(meeting.minutes)
    decisions = decisions_of_meeting(meeting)
    if decisions:
        yield heading(_("Decisions"))
        for decision in decisions:
            yield from _decision(decision)
    yield from _passages(told_of_meeting(meeting), 2)
    if actions := of_origin(meeting_id=meeting.id):
        yield heading(_("Actions"))
        yield list_of(
            [paragraph(_action(each.code, each.title, each.owner, each.due_on))] for each in actions
        )
    for circulation in circulations:
        yield from _erratum(circulation) if circulation.is_erratum else _confirmation(circulation)


def _decision(decision: Decision) -> Iterator[Block]:
    yield heading(f"{decision.code} {decision.title}", 3)
    rows = [Fact(_("State"), decision.state_label)]
    rows += [
        Fact(label, value)
        for label, value in (
            (_("Outcome"), decision.outcome),
            (_("Grounds"), decision.grounds),
            (_("Owner"), decision.owner.name if decision.owner else ""),
            (_("Due on"), date(decision.due_on) if decision.due_on else ""),
        )
        if value
    ]
    yield fact_rows(rows)
    if decision.positions:
        yield list_of(list(_positions(decision.positions)))
    yield from _passages(told_of_decision(decision), 4)


def _passages(passages: Sequence[Passage], level: int) -> Iterator[Block]:
    """What packages above have to say: votes, notes."""
    for each in passages:
        yield heading(each.title, level)
        yield list_of([paragraph(line)] for line in each.lines)


def _positions(positions: Sequence[Position]) -> Iterator[list[Block]]:
    """Who stands in the same place without a word stands on one line; every reason has its own."""
    plain = [taken for taken in positions if not taken.reason]
    for label in dict.fromkeys(taken.label for taken in plain):
        names = ", ".join(taken.person.name for taken in plain if taken.label == label)
        yield [paragraph(run(f"{label}: {names}"))]
    for taken in positions:
        if taken.reason:
            who = run(f"{taken.person.name}: {taken.label}", bold=taken.is_objection)
            yield [paragraph(who, run(f" – {taken.reason}"))]


def _action(code: str, title: str, owner: Person | None, due_on: dt.date | None) -> str:
    parts = [f"{code} {title}", owner.name if owner else _("Nobody named")]
    if due_on:
        parts.append(_("Due on %(day)s", day=date(due_on)))
    return " – ".join(parts)


def _confirmation(circulation: Circulation) -> Iterator[Block]:
    yield heading(_("How the minutes were confirmed"))
    yield from _answers(circulation)


def _erratum(circulation: Circulation) -> Iterator[Block]:
    """What still goes round binds nobody and is not printed."""
    if circulation.is_open:
        return
    yield heading(_("Erratum %(number)d", number=circulation.number))
    yield from blocks_of(circulation.text)
    yield paragraph(_("Why: %(reason)s", reason=circulation.reason))
    yield from _answers(circulation)


def _answers(circulation: Circulation) -> Iterator[Block]:
    """Who confirmed without a word is named on one line; every word of the others stands as they wrote it."""
    said = [each for each in circulation.answers if _is_printed(circulation, each)]
    plain = [each for each in said if each.answer == Answer.CONFIRM and not each.words]
    if plain:
        names = ", ".join(each.person.name for each in plain)
        yield paragraph(_("Confirmed: %(names)s.", names=names))
    if others := [each for each in said if each not in plain]:
        yield list_of([_answer(each)] for each in others)
    if circulation.unanswered:
        yield paragraph(_("Closed without an answer of: %(names)s.", names=", ".join(circulation.unanswered)))
    if circulation.is_open:
        yield paragraph(_("Answers are due on %(day)s.", day=date(circulation.due_on)))


def _is_printed(circulation: Circulation, answer: MinutesAnswer) -> bool:
    """Everybody's last word, and every correction that was not taken."""
    is_last = circulation.latest_of(answer.person_id) is answer
    return is_last or (answer.answer == Answer.CORRECT and answer.outcome == Outcome.DECLINED)


def _answer(answer: MinutesAnswer) -> Block:
    is_dissent = answer.answer == Answer.DISSENT
    label = f"{answer.label} ({answer.outcome_label})" if answer.answer == Answer.CORRECT else answer.label
    runs = [run(f"{answer.person.name}: {label}", bold=is_dissent)]
    runs += [run(f" – {words}") for words in (answer.words, answer.outcome_reason) if words]
    return paragraph(*runs)
