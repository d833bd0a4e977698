"""A pack in words: in the reader's language, without what the reader may not see.

The page, the PDF and the comparison with today all go by the same sections, so they say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.commitments import labels as commitment_words
from portal.core.language import date, money
from portal.projects.labels import DIMENSION_LABELS, PHASES, RATINGS, word
from portal.projects.models import Rating
from portal.risks.labels import level_word
from portal.steering.models.states import DECISION_WORDS, STAND_WORDS

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A record as it is told: facts are (label, value), texts (label, Markdown), lines plain sentences."""

    key: int
    title: str
    address: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Some records of a kind. `is_table`: they are short, and are read beside each other."""

    name: str
    title: str
    note: str
    entries: tuple[Entry, ...]
    hidden: int
    is_table: bool

    @property
    def columns(self) -> list[str]:
        return [label for label, _value in self.entries[0].facts] if self.entries else []


def sections(content: Record, hidden_projects: Collection[int] = ()) -> list[Section]:
    """All of a pack. What belongs to `hidden_projects` is left out and counted."""
    return [_section(content, name, hidden_projects) for name in TELLERS]


def _section(content: Record, name: str, hidden_projects: Collection[int]) -> Section:
    title, note, tell, is_table = TELLERS[name]
    rows = content[name]
    shown = [row for row in rows if row.get("project_id") not in hidden_projects]
    entries = tuple(tell(row) for row in shown)
    return Section(name, title(), note(), entries, len(rows) - len(shown), is_table)


def left_out(content: Record, told: Sequence[Section]) -> list[str]:
    """What a reader does not find in it, and why, in sentences."""
    sentences = []
    if content["left_out"]:
        sentences.append(
            ngettext(
                "%(num)d confidential project of this group is left out of the pack.",
                "%(num)d confidential projects of this group are left out of the pack.",
                content["left_out"],
            )
        )
    if hidden := sum(each.hidden for each in told):
        sentences.append(
            ngettext(
                "%(num)d record of a confidential project is left out for you.",
                "%(num)d records of confidential projects are left out for you.",
                hidden,
            )
        )
    return sentences


def project_ids(content: Record) -> set[int]:
    """The projects that anything in it belongs to."""
    rows = (row for name in TELLERS for row in content[name])
    return {row["project_id"] for row in rows if row.get("project_id")}


def _agenda(row: Record) -> Entry:
    minutes = ngettext("%(num)d minute", "%(num)d minutes", row["minutes"]) if row["minutes"] else "–"
    return Entry(
        key=row["id"],
        title=row["title"],
        facts=((_("Planned"), minutes),),
        texts=((_("Note"), row["note"]),) if row["note"] else (),
        lines=tuple(_asked(each) for each in row["questions"]),
    )


def _asked(question: Record) -> str:
    said = {"name": question["by"] or "–", "text": question["text"]}
    if not question["answer"]:
        return _("%(name)s asks: %(text)s – Not answered yet.") % said
    said |= {"other": question["answered_by"] or "–", "answer": question["answer"]}
    return _("%(name)s asks: %(text)s – %(other)s: %(answer)s") % said


def _proposal(row: Record) -> Entry:
    facts = [(_("State"), str(DECISION_WORDS.get(row["state"], row["state"])))]
    facts += [(_("Money it commits"), money(Decimal(row["amount"])))] if row["amount"] else []
    facts += [(_("Supersedes"), row["supersedes"])] if row["supersedes"] else []
    facts += [(_("Owner"), row["owner"] or "–"), (_("Due on"), _day(row["due_on"]))]
    texts = ((_("Context"), row["context"]), (_("Options"), row["options"]))
    return Entry(
        key=row["id"],
        title=f"{row['code']} {row['title']}",
        address=f"/decisions/{row['id']}",
        facts=tuple(facts),
        texts=tuple(each for each in texts if each[1]),
        lines=tuple(_positions(row)),
    )


def _positions(row: Record) -> Iterator[str]:
    if row["are_positions_hidden"]:
        yield _("Positions are hidden until all members have taken one.")
    for each in row["positions"]:
        said = {"name": each["name"], "position": str(STAND_WORDS.get(each["position"], each["position"]))}
        if each["reason"]:
            yield _("%(name)s: %(position)s – %(reason)s", **said, reason=each["reason"])
        else:
            yield _("%(name)s: %(position)s", **said)
    if row["silent"]:
        yield _("No position yet: %(names)s.", names=", ".join(row["silent"]))


def _decision(row: Record) -> Entry:
    facts = (
        (_("Decided on"), _day(row["decided_on"])),
        (_("Owner"), row["owner"] or "–"),
        (_("Due on"), _day(row["due_on"])),
    )
    return Entry(row["id"], f"{row['code']} {row['title']}", f"/decisions/{row['id']}", facts)


def _ask(row: Record) -> Entry:
    facts = (
        (_("Project"), row["project"]),
        (_("Department"), row["department"] or "–"),
        (_("State"), str(commitment_words.STATES.get(row["state"], row["state"]))),
        (_("Asked on"), _day(row["requested_on"])),
        (_("Answer due on"), _day(row["answer_due_on"])),
    )
    return Entry(row["id"], f"{row['code']} {row['title']}", f"/commitments/{row['id']}", facts)


def _action(row: Record) -> Entry:
    facts = ((_("Owner"), row["owner"] or "–"), (_("Due on"), _day(row["due_on"])))
    return Entry(row["id"], f"{row['code']} {row['title']}", f"/actions/{row['id']}", facts)


def _risk(row: Record) -> Entry:
    facts = (
        (_("Project"), row["project"]),
        (_("Level"), level_word(row["level"])),
        (_("Owner"), row["owner"] or "–"),
        (_("Review due on"), _day(row["next_review_on"])),
    )
    return Entry(row["id"], f"{row['code']} {row['title']}", f"/risks/{row['id']}", facts)


def _milestone(row: Record) -> Entry:
    days = row["slip_days"] or 0
    slip = ngettext("%(num)d day", "%(num)d days", days) if days > 0 else "–"
    facts = (
        (_("First planned"), _day(row["planned_first_on"])),
        (_("Expected"), _day(row["expected_on"])),
        (_("Later by"), slip),
    )
    address = f"/projects/{row['project']}/milestones"
    return Entry(row["id"], f"{row['project']} {row['code']} {row['title']}", address, facts)


def _project(row: Record) -> Entry:
    facts = [
        (_("Phase"), word(PHASES, row["phase"])),
        (_("Go-live"), _day(row["go_live_on"])),
        (_("Reported on"), _day(row["reported_on"])),
        (_("Overall"), word(RATINGS, row["rating"]) if row["rating"] else _("Not rated")),
    ]
    rated = {name: code for name, code in row["dimensions"].items() if code and code != Rating.NOT_RATED}
    facts += [
        (str(label), word(RATINGS, rated[name])) for name, label in DIMENSION_LABELS.items() if name in rated
    ]
    texts = ((_("What was reported"), row["narrative"]),) if row["narrative"] else ()
    return Entry(row["id"], f"{row['code']} {row['title']}", f"/projects/{row['code']}", tuple(facts), texts)


def _day(stored: str | None) -> str:
    return date(dt.date.fromisoformat(stored)) if stored else "–"


Teller = Callable[[Record], Entry]
Words = Callable[[], str]
TELLERS: dict[str, tuple[Words, Words, Teller, bool]] = {
    "agenda": (lambda: _("Agenda"), lambda: _("Nothing is on the agenda yet."), _agenda, False),
    "proposals": (lambda: _("To be decided"), lambda: _("Nothing is proposed."), _proposal, False),
    "decisions": (
        lambda: _("Decided and not carried out yet"),
        lambda: _("Everything decided was carried out."),
        _decision,
        True,
    ),
    "asks": (lambda: _("Asks without an answer"), lambda: _("Every ask was answered."), _ask, True),
    "actions": (lambda: _("Open actions"), lambda: _("No action is open."), _action, True),
    "risks": (
        lambda: _("Risks above appetite or overdue for review"),
        lambda: _("No risk is above appetite or overdue for review."),
        _risk,
        True,
    ),
    "milestones": (
        lambda: _("Milestones that slipped"),
        lambda: _("No milestone slipped."),
        _milestone,
        True,
    ),
    "projects": (
        lambda: _("Where the projects stand"),
        lambda: _("No project is concerned."),
        _project,
        False,
    ),
}
