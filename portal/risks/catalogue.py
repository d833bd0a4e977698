"""The catalogue of risks: the six classic pits, the further ones, the ordinary kinds; how each shows.

Projects fall into one of these before they fall into anything new. The sentence says how a pit shows, so that
whoever writes a risk recognizes the one they stand before.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.risks.states import Category


class Family(enum.StrEnum):
    """Classic pits are numbered, the further ones are not; ordinary kinds every register has."""

    PIT = "pit"
    FURTHER = "further"
    ORDINARY = "ordinary"


FAMILIES: dict[str, object] = {
    Family.PIT: _l("Classic pits"),
    Family.FURTHER: _l("Further pits"),
    Family.ORDINARY: _l("Ordinary risks"),
}


@dataclass(frozen=True)
class Entry:
    """`number` is how people call a classic pit (P1 … P6); `shows` is one sentence how it shows."""

    category: Category
    family: Family
    name: object
    shows: object
    number: str = ""

    @property
    def label(self) -> str:
        return f"{self.number} {self.name}".strip()


def _pit(number: int, category: Category, name: object, shows: object) -> Entry:
    return Entry(category, Family.PIT, name, shows, f"P{number}")


ENTRIES = (
    _pit(
        1,
        Category.LEAD_FIGHT,
        _l("Fight over the lead"),
        _l("Two departments claim the lead, or both refuse it; whoever leads neglects what others know."),
    ),
    _pit(
        2,
        Category.CREDIT,
        _l("Interests between departments"),
        _l("After a success one department claims all the credit; mistrust weighs on every later project."),
    ),
    _pit(
        3,
        Category.FRONT_LINE_HABITS,
        _l("Fixed habits in the front line"),
        _l(
            "Experience beats the software, data entry is felt as a burden without gain, the roll-out stalls."
        ),
    ),
    _pit(
        4,
        Category.MISSING_EXPERTISE,
        _l("Missing expertise"),
        _l("Enthusiasm without analysts or operators; when the sponsor leaves, the project ends."),
    ),
    _pit(
        5,
        Category.NO_SUPPORTING_ORGANIZATION,
        _l("No supporting organization"),
        _l(
            "Staff of the old business only, no plan for skills, nobody to operate it: the project is paused."
        ),
    ),
    _pit(
        6,
        Category.BLAME,
        _l("Blame after failure"),
        _l("Each department names the next one as the cause, often in a circle, and nobody learns anything."),
    ),
    Entry(
        Category.SPONSOR_IN_NAME_ONLY,
        Family.FURTHER,
        _l("Sponsor only in name"),
        _l("The executive lends the name, is not seen to act, and wavers at the critical moment."),
    ),
    Entry(
        Category.SCOPE_WRANGLE,
        Family.FURTHER,
        _l("Wrangles over scope"),
        _l("What belongs to the project is argued anew in every meeting; requirements are one-liners."),
    ),
    Entry(
        Category.COUNTER_DEMAND,
        Family.FURTHER,
        _l("Counter-demands"),
        _l("A department answers a task with a demand on the asker that cannot be met."),
    ),
    Entry(
        Category.THREE_SKINS,
        Family.FURTHER,
        _l("Three skins"),
        _l("Business practice, documented process and system each say something else."),
    ),
    Entry(
        Category.TECHNOLOGIST_PROCESS,
        Family.FURTHER,
        _l("Process designed by technologists"),
        _l("The new process fits the system and ignores the whole of the work."),
    ),
    Entry(
        Category.TOO_LONG_A_CYCLE,
        Family.FURTHER,
        _l("Too long a cycle"),
        _l("It takes so long that needs, people and enthusiasm have changed before anything is used."),
    ),
    Entry(
        Category.SABOTAGE,
        Family.FURTHER,
        _l("Sabotage"),
        _l("Somebody lets the change fail in daily business, so that others can be blamed for it."),
    ),
    Entry(
        Category.VENDOR_BY_PRICE,
        Family.FURTHER,
        _l("Vendor chosen by price alone"),
        _l("Company, product, implementation and service were not weighed; the cheap offer becomes dear."),
    ),
    Entry(
        Category.SCHEDULE,
        Family.ORDINARY,
        _l("Schedule"),
        _l("Something takes longer than planned and others wait for it."),
    ),
    Entry(Category.COST, Family.ORDINARY, _l("Cost"), _l("It becomes dearer than what was approved.")),
    Entry(
        Category.TECHNOLOGY,
        Family.ORDINARY,
        _l("Technology"),
        _l("A part does not work, does not fit the others, or is too slow."),
    ),
    Entry(
        Category.DATA,
        Family.ORDINARY,
        _l("Data"),
        _l("Data are wrong, missing, late, or belong to nobody."),
    ),
    Entry(
        Category.VENDOR,
        Family.ORDINARY,
        _l("Vendor"),
        _l("A supplier does not deliver, changes its people, or disappears."),
    ),
    Entry(
        Category.LEGAL,
        Family.ORDINARY,
        _l("Law and contracts"),
        _l("A law, a works agreement or a contract forbids it or makes it dear."),
    ),
    Entry(Category.OTHER, Family.ORDINARY, _l("Other"), _l("Something that fits nowhere above.")),
)

CATALOGUE: dict[str, Entry] = {entry.category: entry for entry in ENTRIES}


def category_word(code: str | None) -> str:
    """What a category is called in the reader's language; an unknown code reads as itself."""
    entry = CATALOGUE.get(code or "")
    return entry.label if entry else code or ""


def category_choices() -> list[tuple[str, str]]:
    return [(str(entry.category), entry.label) for entry in ENTRIES]


def families() -> list[tuple[str, list[Entry]]]:
    """The entries by family, each with its heading, for the help beside the form."""
    return [
        (str(words), [entry for entry in ENTRIES if entry.family == family])
        for family, words in FAMILIES.items()
    ]
