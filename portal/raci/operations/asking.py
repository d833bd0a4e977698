"""Parties are asked: for all their rows in one go, or for a change of a row that was accepted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.agreements import operations as agreements
from portal.agreements.models import CapacityKind
from portal.agreements.operations import Asked
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.projects.models import Project
from portal.projects.operations import admit
from portal.projects.operations.access import hold
from portal.raci import queries
from portal.raci.cells import key_of, named
from portal.raci.models import LineAct, Proposal, ProposalKind, ProposalLine
from portal.raci.wording import told
from portal.stakeholders.models import RaciEntry
from portal.stakeholders.queries import Party, party_of


@dataclass(frozen=True)
class Line:
    """A letter that is kept, ends (`entry`) or begins."""

    act: LineAct
    item: str
    role: str
    party: Party
    entry: RaciEntry | None = None


def ask_parties(
    project: Project,
    *,
    parties: Collection[str] | None,
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> list[Proposal]:
    """Put to each party (their keys; None: all) the rows that it has neither accepted nor been asked for.

    Rows that a party declined are asked again only when it is named. Nobody is asked for what they ask themselves.
    """
    if due_on < today:
        raise Invalid(due_on=_("This day has passed."))
    hold(project)
    rows = to_ask(project, today, with_declined=parties is not None)
    wanted = {key: found for key, found in rows.items() if parties is None or key in parties}
    if not wanted:
        raise Refused(_("There is nothing to ask: every row is accepted, declined, or waits for an answer."))
    made, own = [], []
    for found in wanted.values():
        party = party_of(found[0])
        if _answerer(party, today) == by.id:
            own.append(party.name)
            continue
        lines = [Line(LineAct.KEEP, entry.item, entry.role, party, entry) for entry in found]
        how: dict[str, Any] = {"valid_from": today, "due_on": due_on, "by": by, "now": now, "today": today}
        made.append(_put(project, ProposalKind.ROWS, party.name, lines, **how))
    if not made:
        names = ", ".join(own)
        raise Refused(
            _(
                "You would ask yourself for %(names)s. Let somebody else who keeps the project ask.",
                names=names,
            )
        )
    return made


def to_ask(project: Project, today: dt.date, *, with_declined: bool) -> dict[str, list[RaciEntry]]:
    """By party's key, what it has not accepted and is not asked for at this moment."""
    asked = {line.entry_id for each in queries.open_of(project, ProposalKind.ROWS) for line in each.lines}
    found: dict[str, list[RaciEntry]] = defaultdict(list)
    for entry in queries.standing_or_ahead(project, today):
        if entry.is_accepted or entry.id in asked or (entry.declined_at and not with_declined):
            continue
        found[key_of(party_of(entry))].append(entry)
    return found


def propose_change(
    project: Project,
    item: str,
    lines: Sequence[Line],
    *,
    valid_from: dt.date,
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Proposal:
    """Put other letters for one row to everybody whose letters they are."""
    own = [party.name for party in {line.party for line in lines} if _answerer(party, today) == by.id]
    if own:
        raise Invalid(
            changes=_(
                "You would ask yourself for %(names)s. Let somebody else who keeps the project propose it.",
                names=", ".join(own),
            )
        )
    how: dict[str, Any] = {"valid_from": valid_from, "due_on": due_on, "by": by, "now": now, "today": today}
    return _put(project, ProposalKind.CHANGE, item, lines, **how)


def _put(
    project: Project,
    kind: ProposalKind,
    title: str,
    lines: Sequence[Line],
    *,
    valid_from: dt.date,
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Proposal:
    proposal = Proposal(
        project=project,
        kind=kind,
        title=title,
        valid_from=valid_from,
        due_on=due_on,
        made_by=by,
        made_at=now,
        lines=[_stored(number, line) for number, line in enumerate(lines, 1)],
    )
    session().add(proposal)
    session().flush()
    terms = _terms(proposal, lines)
    parties = _asked(project, lines, today)
    agreements.put(
        proposal,
        text=told(terms),
        terms=terms,
        parties=parties,
        due_on=due_on,
        by=by,
        now=now,
        purpose=queries.PURPOSE,
        project=project,
    )
    return proposal


def _stored(number: int, line: Line) -> ProposalLine:
    is_person = line.party.kind == "person"
    return ProposalLine(
        number=number,
        act=line.act,
        item=line.item,
        role=line.role,
        entry=line.entry,
        person_id=line.party.id if is_person else None,
        department_id=None if is_person else line.party.id,
    )


def _terms(proposal: Proposal, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "kind": str(proposal.kind),
        "project": proposal.project.code,
        "party": proposal.title if proposal.kind == ProposalKind.ROWS else None,
        "item": proposal.title if proposal.kind == ProposalKind.CHANGE else None,
        "valid_from": proposal.valid_from,
        "lines": [_term(line, proposal) for line in lines],
    }


def _term(line: Line, proposal: Proposal) -> dict[str, Any]:
    since = line.entry.valid_from if line.entry is not None else proposal.valid_from
    return {
        "act": str(line.act),
        "item": line.item,
        "role": str(line.role),
        "party": line.party.name,
        "valid_from": since,
    }


def _asked(project: Project, lines: Sequence[Line], today: dt.date) -> list[Asked]:
    """The person, or the head of the department; a vacancy is asked, too. They must be able to read it."""
    asked = []
    for party in dict.fromkeys(line.party for line in lines):
        who = named(party)
        if isinstance(who, Person):
            asked.append(Asked(who))
        else:
            asked.append(Asked(who.head_on(today), CapacityKind.HEAD, who))
        if asked[-1].person is not None:
            admit(project, asked[-1].person)
    return asked


def _answerer(party: Party, today: dt.date) -> int | None:
    if party.kind == "person":
        return party.id
    return queries.heads_of([party.id], today).get(party.id)
