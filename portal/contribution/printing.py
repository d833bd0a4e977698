"""What was agreed about contribution, as it is printed: shares, acceptances, confirmations, and the proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from portal.agreements.models import AgreementParty
from portal.contribution.kinds import kind_word
from portal.contribution.models import Confirmation, Round, Sharing
from portal.contribution.queries import Overview
from portal.core.errors import Refused
from portal.core.language import current_locale, date
from portal.core.language import datetime as instant
from portal.core.printing import Document, Fact, heading, paragraph
from portal.core.printing.blocks import Block, fact_rows, language_of, run
from portal.projects.models import Project
from portal.register.queries import current_size, root

LANGUAGES = {"en": "en", "zh_Hans": "zh", "zh_Hant": "zh"}


def printed(project: Project, found: Overview) -> Document:
    """The agreed version with everything that was said about it."""
    sharing = found.agreed
    if sharing is None or found.agreed_text is None:
        raise Refused(_("Nothing is agreed yet, so there is nothing to print."))
    return Document(
        title=_("Contribution to %(project)s", project=project.name),
        subtitle=project.register_label(),
        lang=LANGUAGES[current_locale()],
        facts=_facts(sharing, found, found.agreed_text.digest),
        blocks=list(_blocks(sharing, found)),
        footer=_proof(found.agreed_text.digest),
        pages=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )


def _proof(digest: str) -> str:
    size = current_size()
    proof = _("Register: %(size)d entries, root %(root)s", size=size, root=root(size).hex())
    return _("Digest of the agreed text: %(digest)s", digest=digest) + " · " + proof


def _facts(sharing: Sharing, found: Overview, digest: str) -> list[Fact]:
    facts = [Fact(_("Agreed version"), str(sharing.number)), Fact(_("Agreed on"), date(sharing.agreed_on))]
    facts.append(Fact(_("Proposed by"), sharing.proposed_by.name))
    facts.append(Fact(_("Digest of the text"), in_groups(digest)))
    if sharing.reason:
        facts.append(Fact(_("Why it changed"), sharing.reason))
    if found.proposed is not None:
        words = _("Version %(number)d is proposed and not agreed.", number=found.proposed.number)
        facts.append(Fact(_("Open"), words))
    return facts


def _blocks(sharing: Sharing, found: Overview) -> Iterator[Block]:
    yield heading(_("Who contributes what"))
    yield _table(sharing)
    yield heading(_("Accepted by"))
    yield from _accepted(sharing, found)
    yield heading(_("Confirmed at milestones"))
    if not found.rounds:
        yield paragraph(_("The departments have not been asked at a milestone yet."))
    for each in found.rounds:
        yield from _round(each)


def _table(sharing: Sharing) -> Block:
    rows = [[_cell(_("Kind of contribution")), _cell(_("Shared out"))]]
    for kind in sharing.kinds:
        said = "; ".join(share.sentence for share in sharing.shares if share.kind == kind)
        rows.append([_cell(kind_word(kind)), _cell(said)])
    return {"kind": "table", "columns": 2, "widths": [1, 3], "rows": rows, "lang": None}


def _cell(text: str) -> dict[str, Any]:
    return {"kind": "cell", "runs": [run(text)], "lang": language_of(text)}


def _accepted(sharing: Sharing, found: Overview) -> Iterator[Block]:
    assert found.agreed_text is not None
    parties = {party.department_id: party for party in found.agreed_text.parties}
    for each in sharing.departments:
        yield heading(each.name, 3)
        yield _acceptance(parties.get(each.id), sharing)


def _acceptance(party: AgreementParty | None, sharing: Sharing) -> Block:
    """All have accepted the same text; its digest stands at the top and at the foot."""
    if party is None or party.answer is None:
        return paragraph(_("Proposed it itself, by %(name)s.", name=sharing.proposed_by.name))
    return fact_rows(
        [
            Fact(_("Answer"), party.answer.sentence),
            Fact(_("Capacity"), party.capacity_label),
            Fact(_("Answered"), instant(party.answer.answered_at)),
        ]
    )


def _round(asked: Round) -> Iterator[Block]:
    reached = asked.milestone.actual_on
    day = date(reached) if reached else _("not reached")
    yield heading(_("%(milestone)s (%(day)s)", milestone=asked.milestone.name, day=day), 3)
    yield paragraph(_("Asked about version %(number)d.", number=asked.sharing.number))
    for each in asked.confirmations:
        yield heading(each.department.name, 4)
        yield _said(each)
    if asked.waiting:
        names = ", ".join(each.name for each in asked.waiting)
        yield paragraph(_("Not answered: %(departments)s", departments=names))


def _said(each: Confirmation) -> Block:
    answer = _("Shared out as agreed") if each.is_as_agreed else _("Something differs")
    rows = [
        Fact(_("Answer"), answer),
        Fact(_("By"), each.who),
        Fact(_("Answered"), instant(each.confirmed_at)),
        Fact(_("Digest of the text"), in_groups(each.digest)),
    ]
    if each.words:
        rows.insert(1, Fact(_("What was said") if each.is_as_agreed else _("What differs"), each.words))
    return fact_rows(rows)


def in_groups(digest: str) -> str:
    """A line of sixty-four letters would run off the paper."""
    return " ".join(digest[place : place + 16] for place in range(0, len(digest), 16))
