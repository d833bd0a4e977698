"""What waits for a sponsor in their projects, and since when. The one part of the ledger that everybody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from portal.accounts.actors import Actor, actor_of
from portal.accounts.models import Person
from portal.agreements.models import Agreement, AgreementParty
from portal.agreements.queries import open_parties
from portal.agreements.subjects import about_all
from portal.agreements.told import told_to
from portal.core import clock
from portal.database import session
from portal.minutes.owed import owed_by as minutes_owed_by
from portal.projects.models import Project
from portal.sponsorship.models import SponsorAct
from portal.steering.models import Decision, DecisionState, Membership, Position, SteeringGroup

MOST = 50
KIND_WORDS: Mapping[str, object] = {
    "answer": _l("Signature or answer"),
    "position": _l("Position on a proposal"),
    "decision": _l("Decision to carry out"),
    "minutes": _l("Minutes to answer"),
    "told": _l("Ask that nobody answered"),
    "entry": _l("Entry to confirm"),
}


@dataclass(frozen=True)
class Waiting:
    """`address` is empty where the reader may not open it."""

    project_id: int
    kind: str
    title: str
    since: dt.date
    due_on: dt.date | None = None
    address: str = ""

    @property
    def kind_label(self) -> str:
        return str(KIND_WORDS[self.kind])

    def days(self, today: dt.date) -> int:
        return max(0, (today - self.since).days)


def waiting_for(person: Person, projects: Iterable[Project], reader: Actor) -> list[Waiting]:
    """Everything, the longest wait first. A fixed number of statements, however many projects."""
    wanted = {each.id: each for each in projects}
    if not wanted:
        return []
    found = [
        *_texts(person, wanted, reader),
        *_proposals(person, wanted, reader),
        *_decisions(person, wanted),
        *_minutes(person, wanted, reader),
        *_entries(person, wanted, reader),
    ]
    return sorted(found, key=lambda each: (each.since, each.kind, each.title))


def _texts(person: Person, projects: Mapping[int, Project], reader: Actor) -> Iterator[Waiting]:
    """Signatures and answers that were asked of them by name, and what others left unanswered."""
    of_projects = Agreement.project_id.in_(projects)
    own = open_parties(people=[person.id], which=[of_projects], limit=MOST)
    told = told_to(person.id, projects)
    abouts = about_all([each.agreement for each in (*own, *(each.party for each in told))])
    zone = clock.timezone()
    for party in own:
        if party.version.made_by_id != person.id:
            since = party.since.astimezone(zone).date()
            yield _text("answer", party, since, abouts, reader)
    for each in told:
        yield _text("told", each.party, each.since, abouts, reader)


def _text(
    kind: str, party: AgreementParty, since: dt.date, abouts: Mapping[int, Any], reader: Actor
) -> Waiting:
    """The title only for those who may read what it is about."""
    agreement = party.version.agreement
    about = abouts[agreement.id]
    is_open = (
        about.kind is not None and about.record is not None and about.kind.may_read(reader, about.record)
    )
    return Waiting(
        project_id=agreement.project_id or 0,
        kind=kind,
        title=about.title(agreement) if is_open else _("A text that is not for everybody"),
        since=since,
        due_on=party.answer_due_on,
        address=about.address(agreement) if is_open else "",
    )


def _proposals(person: Person, projects: Mapping[int, Project], reader: Actor) -> Iterator[Waiting]:
    """Proposals of groups in which they have a vote today, and on which they have not said where they stand."""
    votes = select(Membership.group_id).where(
        Membership.person_id == person.id, Membership.votes > 0, Membership.holding_on(reader.today)
    )
    spoke = select(Position.decision_id).where(Position.person_id == person.id)
    programmes = {each.programme_id for each in projects.values() if each.programme_id is not None}
    above = Decision.project_id.is_(None) & SteeringGroup.programme_id.in_(programmes)
    statement = (
        select(Decision, SteeringGroup.programme_id)
        .join(SteeringGroup, SteeringGroup.id == Decision.group_id)
        .where(Decision.state == DecisionState.PROPOSED, Decision.group_id.in_(votes))
        .where(Decision.id.not_in(spoke), or_(Decision.project_id.in_(projects), above))
        .order_by(Decision.id)
        .limit(MOST)
    )
    for decision, programme_id in session().execute(statement):
        title, since = f"{decision.code} {decision.title}", decision.created_at.astimezone(clock.timezone())
        for number in _touched(decision.project_id, programme_id, projects):
            yield Waiting(number, "position", title, since.date(), None, f"/decisions/{decision.id}")


def _touched(project_id: int | None, programme_id: int | None, projects: Mapping[int, Project]) -> list[int]:
    """A matter of a programme is shown once, with the first of its projects."""
    if project_id is not None:
        return [project_id] if project_id in projects else []
    return [number for number, each in projects.items() if each.programme_id == programme_id][:1]


def _decisions(person: Person, projects: Collection[int]) -> Iterator[Waiting]:
    """What they were charged to carry out."""
    statement = (
        select(Decision)
        .where(Decision.owner_id == person.id, Decision.state == DecisionState.DECIDED)
        .where(Decision.project_id.in_(projects))
        .order_by(Decision.id)
        .limit(MOST)
    )
    for each in session().scalars(statement):
        title, since = f"{each.code} {each.title}", each.decided_on or each.listed_on
        yield Waiting(each.project_id or 0, "decision", title, since, each.due_on, f"/decisions/{each.id}")


def _minutes(person: Person, projects: Mapping[int, Project], reader: Actor) -> Iterator[Waiting]:
    """Texts that go round and on which they have said nothing, or which wait for them as chair."""
    owed = minutes_owed_by(actor_of(person, reader.today))
    found = {each.id: each for each in owed.closings}
    found |= {part.circulation.id: part.circulation for part in owed.parts}
    found |= {answer.circulation.id: answer.circulation for answer in owed.corrections}
    for each in found.values():
        since, title = each.made_at.astimezone(clock.timezone()).date(), each.meeting.register_label()
        programme_id = each.meeting.group.programme_id
        for number in _touched(each.meeting.project_id, programme_id, projects):
            yield Waiting(number, "minutes", title, since, each.due_on, f"/circulations/{each.id}")


def _entries(person: Person, projects: Collection[int], reader: Actor) -> Iterator[Waiting]:
    """What the manager entered in the ledger; others learn only that something waits."""
    statement = (
        select(SponsorAct)
        .where(SponsorAct.sponsor_id == person.id, SponsorAct.project_id.in_(projects))
        .where(SponsorAct.confirmed_at.is_(None), SponsorAct.ended_at.is_(None))
        .order_by(SponsorAct.id)
        .limit(MOST)
    )
    for each in session().scalars(statement):
        is_own = reader.id in {each.sponsor_id, each.entered_by_id}
        title = each.kind_label if is_own else _("An entry in the ledger")
        address = f"/sponsorship/acts/{each.id}" if is_own else ""
        since = each.entered_at.astimezone(clock.timezone()).date()
        yield Waiting(each.project_id, "entry", title, since, None, address)
