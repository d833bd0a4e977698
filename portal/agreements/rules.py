"""Who may read an agreement, and who may answer it: the party or their substitute, never who put the text."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.agreements import subjects
from portal.agreements.answerers import answerer_on
from portal.agreements.models import Agreement, AgreementParty
from portal.agreements.substitutes import stands_for
from portal.core.access import rule


@rule("agreements:read")
def read(actor: Actor, agreement: Agreement) -> bool:
    """Whoever reads the record that it is about; without such a record, those whom it names."""
    about = subjects.about(agreement)
    if about.kind is not None:
        return about.record is not None and about.kind.may_read(actor, about.record)
    return actor.reads_everything or any(
        actor.id == version.made_by_id or any(stands_for(actor, party.person_id) for party in version.parties)
        for version in agreement.versions
    )


def _reads(actor: Actor, party: AgreementParty) -> bool:
    return read(actor, party.agreement)


def may_answer(actor: Actor, party: AgreementParty, about: subjects.About | None = None) -> bool:
    """Whose answer counts, or their recorded substitute. Nobody answers what they put themselves.

    `about`: where many are asked after, and their records are loaded already.
    """
    if actor.only_reads or actor.id == party.version.made_by_id:
        return False
    about = about or subjects.about(party.agreement)
    if about.kind is not None and about.kind.may_answer is not None:
        return about.record is not None and about.kind.may_answer(actor, about.record, party)
    answerer = answerer_on(party, actor.today)
    if answerer is None or answerer.id == party.version.made_by_id:
        return False
    return stands_for(actor, answerer.id)


@rule("agreements:answer", visible=_reads)
def answer(actor: Actor, party: AgreementParty) -> bool:
    return may_answer(actor, party)
