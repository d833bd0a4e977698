"""What agreements are about: features above say here how their records are read, named and answered.

The one place where a lower package calls an upper one: `add_subject("commitment", SubjectKind(…))` at import.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.agreements.models import Agreement, AgreementParty, AgreementVersion


@dataclass(frozen=True)
class SubjectKind:
    """How a kind of record lets itself be agreed on.

    `load` takes numbers and gives records by number in a fixed number of statements. `words` tells a version in
    the language in force, for readers of another language than its text. `may_answer` replaces the rule that only
    the party or their substitute answers (still never the one who put the text). `answer` carries an answer out:
    `answer(subject, party, answer=…, reason=…, by=…, seen=…, now=…)`; it calls `operations.answer` itself.
    `answer_address`: the feature's own page for the answer, where there is more to see than the text.
    `one_click`: the words of a button that accepts on the desk, where the text says all there is to know.
    `askers`: who answers on a day for parties that asked (`CapacityKind.ASKER`), by the party's number, where the
    one who asked may have handed that on; `asks_for`: the projects for which the actor asks today.
    """

    load: Callable[[Iterable[int]], Mapping[int, Any]]
    may_read: Callable[[Actor, Any], bool]
    title: Callable[[Any], str]
    address: Callable[[Any], str]
    words: Callable[[Any, AgreementVersion], str] | None = None
    may_answer: Callable[[Actor, Any, AgreementParty], bool] | None = None
    answer: Callable[..., object] | None = None
    answer_address: Callable[[Any, AgreementParty], str] | None = None
    one_click: Callable[[Any, AgreementParty], str] | None = None
    askers: Callable[[Collection[AgreementParty], dt.date], Mapping[int, Person | None]] | None = None
    asks_for: Callable[[Actor], set[int]] | None = None


@dataclass(frozen=True)
class About:
    """The record of an agreement together with what its feature says about it."""

    kind: SubjectKind | None
    record: Any

    def title(self, agreement: Agreement) -> str:
        return self.kind.title(self.record) if self.kind and self.record else agreement.register_label()

    def address(self, agreement: Agreement) -> str:
        return self.kind.address(self.record) if self.kind and self.record else f"/agreements/{agreement.id}"

    def answer_address(self, party: AgreementParty) -> str:
        """Where a single answer is given, with everything that helps to give it."""
        if self.kind is None or self.kind.answer_address is None or self.record is None:
            return f"/agreements/parties/{party.id}/answer"
        return self.kind.answer_address(self.record, party)

    def words(self, version: AgreementVersion) -> str:
        """The text for the reader: in their language where the feature can tell it, else as it was put."""
        if self.kind is None or self.kind.words is None or self.record is None:
            return version.text
        return self.kind.words(self.record, version)


_kinds: dict[str, SubjectKind] = {}


def add_subject(kind: str, how: SubjectKind) -> None:
    """Called by a feature at import; `kind` is the `register_kind` of its record."""
    _kinds[kind] = how


def kinds() -> Mapping[str, SubjectKind]:
    """Every kind of record that can be agreed on."""
    return _kinds


def about(agreement: Agreement) -> About:
    """The record that an agreement is about."""
    return about_all([agreement])[agreement.id]


def about_all(agreements: Iterable[Agreement]) -> dict[int, About]:
    """The records of many agreements, by the agreement's number; one load per kind."""
    wanted = list(agreements)
    loaded: dict[str, Mapping[int, Any]] = {}
    for kind in {each.subject_kind for each in wanted}:
        how = _kinds.get(kind)
        ids = {each.subject_id for each in wanted if each.subject_kind == kind}
        loaded[kind] = how.load(ids) if how else {}
    return {
        each.id: About(_kinds.get(each.subject_kind), loaded[each.subject_kind].get(each.subject_id))
        for each in wanted
    }
