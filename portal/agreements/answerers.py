"""Whose answer counts today: who was asked, while they have the capacity; else who has it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.agreements.models import AgreementParty, CapacityKind
from portal.agreements.subjects import kinds


def answerers_on(parties: Collection[AgreementParty], day: dt.date) -> dict[int, Person | None]:
    """By the party's number; None where nobody has the capacity. A fixed number of statements."""
    found = {each.id: each.answerer_on(day) for each in parties}
    for kind, how in kinds().items():
        asked = [
            each
            for each in parties
            if each.capacity == CapacityKind.ASKER and each.agreement.subject_kind == kind
        ]
        if asked and how.askers is not None:
            found.update(how.askers(asked, day))
    return found


def answerer_on(party: AgreementParty, day: dt.date) -> Person | None:
    """The same for one party."""
    return answerers_on([party], day)[party.id]


def asks_for(actor: Actor) -> set[int]:
    """The projects for which the actor asks today: what others asked for them may be theirs to answer."""
    return {number for how in kinds().values() if how.asks_for for number in how.asks_for(actor)}
