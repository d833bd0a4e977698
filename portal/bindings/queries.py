"""Reads of who is bound, what relies on a decision, and what a group looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.actors import Actor
from portal.accounts.queries.numbers import LARGEST, by_number
from portal.agreements.models import AgreementParty
from portal.agreements.queries import newest_version
from portal.bindings.dependants import Found, Kind, found_by_sources, kind_of, loaded
from portal.bindings.models import Binding, Dependant, Look, LookKind, Reliance
from portal.database import session
from portal.steering.models import Decision
from portal.steering.queries import decision_by_id

PURPOSE = "acknowledgement"


def binding_by_id(binding_id: int) -> Binding | None:
    """Loader for addresses: the binding with its decision and everything around that."""
    found = by_number(Binding, binding_id)
    return found if found is not None and decision_by_id(found.decision_id) is not None else None


def party_of(binding_id: int) -> AgreementParty | None:
    """Loader for addresses: whose answer is wanted, or was given."""
    if not 0 < binding_id <= LARGEST:
        return None
    version = newest_version(Binding.register_kind, binding_id, PURPOSE)
    return next(iter(version.parties), None) if version is not None else None


def bindings_of(decision: Decision) -> Sequence[Binding]:
    """Who is bound, in the order they were named. One statement."""
    statement = select(Binding).where(Binding.decision_id == decision.id).order_by(Binding.id)
    people = (joinedload(Binding.department), joinedload(Binding.person), joinedload(Binding.answered_by))
    return session().scalars(statement.options(*people)).all()


def looks_at(decision: Decision) -> Sequence[Look]:
    """When its group looked at it again, latest first. One statement."""
    statement = select(Look).where(Look.decision_id == decision.id).order_by(Look.id.desc())
    return session().scalars(statement.options(joinedload(Look.meeting), joinedload(Look.by))).all()


def is_seen(decision: Decision) -> bool:
    """Has the group seen that it was carried out?"""
    return any(each.kind == LookKind.IMPLEMENTATION for each in looks_at(decision))


@dataclass(frozen=True)
class Relying:
    """A record that can rely on decisions: what an address of it leads to."""

    name: str
    number: int
    kind: Kind
    record: Any

    @property
    def label(self) -> str:
        return self.kind.label(self.record)

    @property
    def address(self) -> str:
        return self.kind.address(self.record)


def relying(kind: str, number: int) -> Relying | None:
    """Loader for addresses."""
    how = kind_of(kind)
    if how is None or not 0 < number <= LARGEST:
        return None
    record = how.load([number]).get(number)
    return Relying(kind, number, how, record) if record is not None else None


def reliance_by_id(reliance_id: int) -> Reliance | None:
    """Loader for addresses."""
    return by_number(Reliance, reliance_id)


def reliances_of(kind: str, number: int) -> Sequence[Reliance]:
    """The decisions that a record relies on. One statement."""
    statement = select(Reliance).where(Reliance.subject_kind == kind, Reliance.subject_id == number)
    return session().scalars(statement.options(joinedload(Reliance.decision)).order_by(Reliance.id)).all()


def found_relying(decision: Decision) -> list[Found]:
    """Everything that relies on a decision today, each record once: what was linked, then what sources find."""
    rows = session().scalars(
        select(Reliance).where(Reliance.decision_id == decision.id).order_by(Reliance.id)
    )
    keys = [(each.subject_kind, each.subject_id) for each in rows]
    records = loaded(keys)
    linked = [
        Found(*key, kind.label(records[key])) for key in keys if key in records if (kind := kind_of(key[0]))
    ]
    unique = {(each.kind, each.number): each for each in [*linked, *found_by_sources(decision)]}
    return list(unique.values())


@dataclass(frozen=True)
class Row:
    """A dependant as somebody sees it: of what they may not read, only that it is there."""

    dependant: Dependant | None
    word: str
    label: str
    address: str


def rows_for(actor: Actor, wanted: Sequence[Found | Dependant]) -> list[Row]:
    """What relies on a decision, as the actor may read it. One load per kind."""
    keys = [_key(each) for each in wanted]
    records = loaded(keys)
    return [_row(actor, each, records.get(key)) for each, key in zip(wanted, keys, strict=True)]


def _key(each: Found | Dependant) -> tuple[str, int]:
    return (each.kind, each.number) if isinstance(each, Found) else (each.subject_kind, each.subject_id)


def _row(actor: Actor, each: Found | Dependant, record: Any) -> Row:
    kind = kind_of(_key(each)[0])
    dependant = each if isinstance(each, Dependant) else None
    if kind is None or record is None:
        return Row(dependant, "", each.label if record is None and actor.reads_everything else "", "")
    if not kind.may_read(actor, record):
        return Row(dependant, str(kind.word), "", "")
    return Row(dependant, str(kind.word), kind.label(record), kind.address(record))


def dependants_of(decision: Decision) -> Sequence[Dependant]:
    """What relied on it when it stopped holding, and what was said of each. One statement."""
    statement = select(Dependant).where(Dependant.decision_id == decision.id).order_by(Dependant.id)
    people = (joinedload(Dependant.settled_by), joinedload(Dependant.successor))
    return session().scalars(statement.options(*people)).all()


def dependant_by_id(decision_id: int, dependant_id: int) -> Dependant | None:
    """Loader for addresses: the dependant, if it relied on this decision."""
    found = by_number(Dependant, dependant_id)
    if found is None or found.decision_id != decision_id or decision_by_id(decision_id) is None:
        return None
    return found
