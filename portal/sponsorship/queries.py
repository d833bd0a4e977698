"""Reads of the pages: one act, what a project's page shows, what one sponsors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.actors import Actor
from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.projects.models import Project
from portal.sponsorship.models import SponsorAct
from portal.sponsorship.terms import Sponsorship, sponsored_by, sponsorships_of
from portal.sponsorship.waiting import Waiting, waiting_for

#: A project has one sponsor, rarely two.
MOST = 5
ENTERED = 50


def act_by_id(act_id: int) -> SponsorAct | None:
    """Loader for addresses."""
    return by_number(SponsorAct, act_id)


@dataclass(frozen=True)
class Waits:
    """One sponsorship with what waits for the sponsor."""

    of: Sponsorship
    rows: Sequence[Waiting]


def waits_in(project: Project, reader: Actor) -> list[Waits]:
    """Of everybody who sponsors the project today."""
    current = [each for each in sponsorships_of(project) if each.holds_on(reader.today)][:MOST]
    return [Waits(each, waiting_for(each.person, [project], reader)) for each in current]


def earlier_in(project: Project, reader: Actor) -> list[Sponsorship]:
    """Who sponsored it before: their ledgers stay."""
    return [
        each
        for each in sponsorships_of(project)
        if not each.holds_on(reader.today) and each.has_begun(reader.today)
    ]


def mine(reader: Actor) -> list[Waits]:
    """Everything that the reader sponsors. A fixed number of statements; one for who sponsors nothing."""
    found = sponsored_by(reader.person, reader.today)
    rows = waiting_for(reader.person, [each.project for each in found], reader)
    return [Waits(each, [row for row in rows if row.project_id == each.project.id]) for each in found]


def entered_in(project: Project, reader: Actor) -> Sequence[SponsorAct]:
    """What the reader entered for a sponsor of the project, the newest first. One statement."""
    statement = (
        select(SponsorAct)
        .where(SponsorAct.project_id == project.id, SponsorAct.entered_by_id == reader.id)
        .where(SponsorAct.sponsor_id != reader.id)
        .options(joinedload(SponsorAct.sponsor))
        .order_by(SponsorAct.id.desc())
        .limit(ENTERED)
    )
    return session().scalars(statement).all()
