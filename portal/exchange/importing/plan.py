"""From files to feeds: what is one of our sheets, what a mapping explains, what is left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from portal.exchange.files import Source
from portal.exchange.importing.feeds import Feed, direct_feed, sheet_named
from portal.exchange.importing.report import Refusal
from portal.exchange.mapping.rules import Mapping
from portal.exchange.mapping.transform import mapped_feeds
from portal.exchange.sheets import NOT_KEPT


@dataclass
class Plan:
    """`feeds` in the order of import; `notes` and `refusals` about whole tables. Notes grow while feeds are read."""

    feeds: list[Feed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


def plan_import(sources: Sequence[Source], mapping: Mapping | None = None, skip: Sequence[str] = ()) -> Plan:
    """`skip`: names of tables that shall be left out."""
    plan = Plan()
    left_out = {name.casefold() for name in skip}
    wanted = [source for source in sources if source.name.casefold() not in left_out]
    if mapping is not None:
        plan.feeds, wanted = mapped_feeds(mapping, wanted, plan.note)
    for source in wanted:
        _place(plan, source, has_mapping=mapping is not None)
    if not plan.feeds and not plan.refusals:
        plan.refusals.append(Refusal("", "", 0, "", "", _nothing_found(sources)))
    return plan


def _place(plan: Plan, source: Source, *, has_mapping: bool) -> None:
    sheet = sheet_named(source.name)
    if sheet is not None:
        plan.feeds.append(direct_feed(sheet, source, plan.note))
    elif source.name.strip().casefold() in NOT_KEPT and source.count:
        plan.refusals.append(
            Refusal(
                source.file,
                source.name,
                0,
                "",
                "",
                _(
                    "Accord does not keep lessons learned yet, so this sheet cannot be imported. "
                    "Leave it out to import the rest: untick it on the page, or say --skip lessons."
                ),
            )
        )
    elif source.count:
        plan.note(
            _(
                "%(name)s (%(file)s) is none of our sheets and was not read.",
                name=source.name,
                file=source.file,
            )
        )


def _nothing_found(sources: Sequence[Source]) -> str:
    found = ", ".join(source.name for source in sources) or "–"
    return _(
        "No table among these is one of our sheets: %(names)s. Name them as in the template, or use a mapping.",
        names=found[:300],
    )
