"""A pack as it is printed: in the reader's language, with the register's size and root of the cut-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.accounts.actors import Actor
from portal.core.language import current_locale
from portal.core.language import datetime as instant
from portal.core.printing import Document, Fact, blocks_of, heading, list_of, paragraph
from portal.core.printing.blocks import Block, fact_rows, language_of, run
from portal.packs import queries
from portal.packs.models import Pack
from portal.packs.telling import Entry, Section, left_out, sections

LANGUAGES = {"zh_Hans": "zh", "zh_Hant": "zh"}
#: The first column of a table has the words, the others a name or a day each.
FIRST_COLUMN, OTHERS = 4, 2


def printed(pack: Pack, reader: Actor) -> Document:
    """One document for one reader: what they may not see is left out and said to be left out."""
    content = pack.content
    told = sections(content, queries.hidden_projects(pack, reader))
    meeting = content["meeting"]
    held_at = dt.datetime.fromisoformat(meeting["held_at"])
    facts = [Fact(_("Meeting"), meeting["code"]), Fact(_("Held at"), instant(held_at))]
    facts += [Fact(_("Place"), meeting["place"])] if meeting["place"] else []
    facts += [
        Fact(_("Members"), ", ".join(meeting["members"]) or _("Nobody")),
        Fact(_("Frozen"), instant(pack.frozen_at)),
        Fact(_("Pack"), str(pack.number)),
    ]
    return Document(
        title=meeting["title"],
        subtitle=_("Pre-read pack of %(group)s", group=meeting["group"]),
        lang=LANGUAGES.get(current_locale(), "en"),
        facts=facts,
        blocks=list(_blocks(pack, told)),
        footer=_proof(pack),
        pages=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )


def _proof(pack: Pack) -> str:
    register = pack.content["register"]
    said = {"when": instant(pack.frozen_at), "digest": pack.digest, "size": register["size"]}
    return _("Frozen %(when)s, digest %(digest)s. Register: %(size)s entries, root %(root)s") % {
        **said,
        "root": register["root"],
    }


def _blocks(pack: Pack, told: Sequence[Section]) -> Iterator[Block]:
    for sentence in left_out(pack.content, told):
        yield paragraph(run(sentence, italic=True))
    if pack.errata:
        yield heading(_("Errata, added after the cut-off"))
        for each in pack.errata:
            name = each.added_by.name if each.added_by else "–"
            yield paragraph(run(_("%(name)s, %(when)s", name=name, when=instant(each.added_at)), bold=True))
            yield from blocks_of(each.text)
    for section in told:
        yield heading(section.title)
        if not section.entries:
            yield paragraph(section.note)
        elif section.is_table:
            yield _table(section)
        elif section.name == "agenda":
            for number, entry in enumerate(section.entries, 1):
                yield from _item(number, entry)
        else:
            for entry in section.entries:
                yield from _entry(entry)


def _item(number: int, entry: Entry) -> Iterator[Block]:
    """An item of the agenda, without labels: its time, its words, what was asked about it."""
    yield heading(f"{number}. {entry.title}", 3)
    yield from (paragraph(value) for _label, value in entry.facts if value != "–")
    for _label, text in entry.texts:
        yield from blocks_of(text, top=4)
    if entry.lines:
        yield list_of([paragraph(line)] for line in entry.lines)


def _table(section: Section) -> Block:
    columns = section.columns
    rows = [[_cell(_("What")), *(_cell(each) for each in columns)]]
    rows += [[_cell(each.title), *(_cell(value) for _label, value in each.facts)] for each in section.entries]
    return {
        "kind": "table",
        "columns": len(columns) + 1,
        "widths": [FIRST_COLUMN, *(OTHERS for _each in columns)],
        "rows": rows,
        "lang": None,
    }


def _cell(text: str) -> Block:
    return {"kind": "cell", "runs": [run(text)], "lang": language_of(text)}


def _entry(entry: Entry) -> Iterator[Block]:
    yield heading(entry.title, 3)
    yield fact_rows([Fact(label, value) for label, value in entry.facts])
    for label, text in entry.texts:
        yield heading(label, 4)
        yield from blocks_of(text, top=5)
    if entry.lines:
        yield list_of([paragraph(line)] for line in entry.lines)
