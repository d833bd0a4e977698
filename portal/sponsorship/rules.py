"""Who sees a sponsor's ledger, who writes into it."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.accounts.models import Role
from portal.core.access import rule
from portal.projects import rules as projects
from portal.sponsorship.models import SponsorAct
from portal.sponsorship.terms import Sponsorship

#: Who sees a month a week after it is over. An administrator keeps the machine, and is not among them.
LATER = frozenset({Role.CIO, Role.PROGRAMME_OFFICE, Role.AUDITOR})


def _sees_project(actor: Actor, subject: Sponsorship | SponsorAct) -> bool:
    return projects.read(actor, subject.project)


def sees_all(actor: Actor, sponsorship: Sponsorship) -> bool:
    """The sponsor sees every day at once; the others a month when its week is over."""
    return actor.id == sponsorship.person.id


@rule("sponsorship:read", visible=_sees_project)
def read(actor: Actor, sponsorship: Sponsorship) -> bool:
    """The sponsor first, then CIO, programme office and audit; nobody else ever."""
    return _sees_project(actor, sponsorship) and (sees_all(actor, sponsorship) or bool(actor.roles & LATER))


@rule("sponsorship:enter", visible=_sees_project)
def enter(actor: Actor, sponsorship: Sponsorship) -> bool:
    """The sponsor, or the project's manager, whose entry waits for the sponsor's word."""
    if actor.only_reads or not _sees_project(actor, sponsorship):
        return False
    return sees_all(actor, sponsorship) or projects.manages(actor, sponsorship.project)


@rule("sponsorship:comment", visible=_sees_project)
def comment(actor: Actor, sponsorship: Sponsorship) -> bool:
    """The sponsor's own word beside their figures."""
    return not actor.only_reads and _sees_project(actor, sponsorship) and sees_all(actor, sponsorship)


def _knows(actor: Actor, act: SponsorAct) -> bool:
    return _sees_project(actor, act)


@rule("sponsorship:read_act", visible=_knows)
def read_act(actor: Actor, act: SponsorAct) -> bool:
    """The sponsor and who entered it; the others through the ledger, when its month is shown."""
    return _knows(actor, act) and actor.id in {act.sponsor_id, act.entered_by_id}


@rule("sponsorship:confirm", visible=_knows)
def confirm(actor: Actor, act: SponsorAct) -> bool:
    """Only the sponsor makes it their word."""
    return not actor.only_reads and _knows(actor, act) and actor.id == act.sponsor_id


@rule("sponsorship:correct", visible=_knows)
def correct(actor: Actor, act: SponsorAct) -> bool:
    """The sponsor always; who entered it until it is the sponsor's word."""
    if actor.only_reads or not _knows(actor, act):
        return False
    return actor.id == act.sponsor_id or (actor.id == act.entered_by_id and act.confirmed_at is None)
