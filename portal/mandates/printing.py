"""The letter as it is printed: English and Chinese side by side, signatures, and what proves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.agreements.models import AgreementAnswer, AgreementVersion, Answer
from portal.agreements.queries import newest_version
from portal.core.language import current_locale, date
from portal.core.language import datetime as instant
from portal.core.printing import Document, Fact, heading, list_of, paragraph
from portal.core.printing.blocks import Block, columns, fact_rows, run
from portal.mandates import letter, queries
from portal.mandates.letter import Part
from portal.mandates.models import Mandate, MandateState, TouchedDepartment, TouchState
from portal.register.queries import current_size, root

LANGUAGES = {"en": "en", "zh_Hans": "zh", "zh_Hant": "zh"}


def printed(mandate: Mandate) -> Document:
    """One letter; its own words in both languages, what stands around them in the reader's."""
    signature = newest_version(Mandate.register_kind, mandate.id, queries.SIGNATURE)
    english, chinese = letter.pairs(mandate)[0]
    return Document(
        title=f"{english.heading} {chinese.heading} {mandate.number}".strip(),
        subtitle=mandate.project.register_label(),
        lang=LANGUAGES[current_locale()],
        facts=_facts(mandate),
        blocks=list(_blocks(mandate, signature)),
        footer=_proof(signature),
        pages=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )


def _proof(signature: AgreementVersion | None) -> str:
    size = current_size()
    proof = _("Register: %(size)d entries, root %(root)s", size=size, root=root(size).hex())
    if signature is None:
        return proof
    return _("Digest of the letter: %(digest)s", digest=signature.digest) + " · " + proof


def _facts(mandate: Mandate) -> list[Fact]:
    facts = [Fact(_("State"), mandate.state_label)]
    if mandate.in_force_on:
        facts.append(Fact(_("In force from"), date(mandate.in_force_on)))
    if mandate.is_backdated:
        words = _("It claims to begin on %(day)s, before it was signed. Why: %(reason)s")
        said = {"day": date(mandate.valid_from), "reason": mandate.backdating_reason}
        facts.append(Fact(_("Back-dated"), words % said))
    if mandate.last_day:
        facts.append(Fact(_("Ends on"), date(mandate.last_day)))
    if mandate.ended_on and mandate.state != MandateState.IN_FORCE:
        facts.append(Fact(_("Not in force since"), date(mandate.ended_on)))
    if mandate.end_reason:
        facts.append(Fact(_("Reason"), mandate.end_reason))
    if names := ", ".join(each.department.name for each in mandate.declined):
        facts.append(Fact(_("Not in force for"), names))
    return facts


def _blocks(mandate: Mandate, signature: AgreementVersion | None) -> Iterator[Block]:
    for english, chinese in letter.pairs(mandate):
        yield columns(_part(english), _part(chinese))
    yield heading(_("Signatures"))
    answer = signature.parties[0].answer if signature is not None else None
    if answer is None:
        yield paragraph(_("Not signed."))
        return
    yield list_of([_signed(mandate, answer)])
    if mandate.touched:
        yield heading(_("Acknowledgements"))
        yield list_of(_acknowledged(mandate, each) for each in mandate.touched)


def _part(part: Part) -> list[Block]:
    return [heading(part.heading), *(paragraph(line) for line in part.lines if line.strip())]


def _signed(mandate: Mandate, answer: AgreementAnswer) -> Sequence[Block]:
    capacity = _("sponsor of the project")
    return _line(answer, capacity, _("Signed") if answer.answer == Answer.ACCEPT else _("Declined to sign"))


def _line(answer: AgreementAnswer, capacity: str, verb: str) -> Sequence[Block]:
    name = answer.by.name
    if answer.on_behalf_of is not None:
        name = _("%(name)s for %(other)s", name=name, other=answer.on_behalf_of.name)
    rows = [Fact(_("Capacity"), capacity), Fact(verb, _when(answer.answered_at))]
    rows.append(Fact(_("Digest of the text"), _in_groups(answer.digest)))
    if answer.reason:
        rows.append(Fact(_("Reason"), answer.reason))
    return [paragraph(run(name, bold=True)), fact_rows(rows)]


def _acknowledged(mandate: Mandate, each: TouchedDepartment) -> Sequence[Block]:
    version = newest_version(Mandate.register_kind, mandate.id, each.purpose)
    party = version.parties[0] if version is not None else None
    if party is None or party.answer is None:
        label = _("%(department)s: %(state)s", department=each.department.name, state=each.state_label)
        return [paragraph(label)]
    verb = _("Declined") if each.state == TouchState.DECLINED else _("Acknowledged")
    return _line(party.answer, party.capacity_label, verb)


def _in_groups(digest: str) -> str:
    """A line of sixty-four letters would run off the paper."""
    return " ".join(digest[place : place + 16] for place in range(0, len(digest), 16))


def _when(moment: dt.datetime) -> str:
    return instant(moment)
