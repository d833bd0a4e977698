"""The record of a day as it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from portal.accountability.lines import Line
from portal.accountability.records import Record
from portal.core.language import current_locale, date
from portal.core.printing import Document, Fact, fact_rows, heading, paragraph
from portal.core.printing.blocks import Block
from portal.register.queries import current_size, root

LANGUAGES = {"zh_Hans": "zh", "zh_Hant": "zh"}


def printed(record: Record) -> Document:
    """In the reader's language; names and terms stay as people wrote them."""
    size, project = current_size(), record.project
    return Document(
        title=project.name,
        subtitle=_("Who was accountable on %(day)s", day=date(record.moment.day)),
        lang=LANGUAGES.get(current_locale(), "en"),
        facts=[
            Fact(_("Project"), project.code),
            Fact(_("Day"), date(record.moment.day)),
            Fact(_("Recorded by the end of that day"), _("entries 1 to %(seq)d", seq=record.moment.seq)),
        ],
        blocks=list(_blocks(record)),
        footer=_("Register: %(size)d entries, root %(root)s", size=size, root=root(size).hex()),
        pages=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )


def _blocks(record: Record) -> Iterator[Block]:
    for section in record.sections:
        yield heading(section.title)
        if section.lines:
            yield fact_rows(Fact(line.what, _told(line)) for line in section.lines)
        else:
            yield paragraph(section.empty)


def _told(line: Line) -> str:
    since = _("since %(day)s", day=date(line.since)) if line.since else ""
    number = _("register no. %(number)s", number=line.seq) if line.seq else ""
    return " · ".join(filter(None, (line.who, line.terms, since, number, *remarks(line))))


def remarks(line: Line) -> list[str]:
    """What has to be said about when the register learned of it."""
    found = []
    if line.recorded_later:
        found.append(_("entered only after that day"))
    if line.ended_later:
        found.append(_("its end was entered only after that day"))
    return found
