"""What stands in a cell: letters, the party, and a change of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.core.errors import Invalid
from portal.core.forms import LINE, clean, has_control_characters
from portal.database import session
from portal.stakeholders.queries import Party

LETTERS = "RACI"
BETWEEN = re.compile(r"[\s/,;+&|、，；.]+")
NOTHING = frozenset({"", "-", "–", "—"})
KEY = re.compile(r"(?P<kind>[dp])(?P<id>[1-9][0-9]{0,8})")


def letters_of(text: str) -> str | None:
    """`r, a` → `R/A`; nothing → empty; None where it is something else."""
    if len(text) > 60:
        return None
    found = BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if found in NOTHING:
        return ""
    if set(found) - set(LETTERS):
        return None
    return "/".join(letter for letter in LETTERS if letter in found)


def fault_of_item(item: str) -> str | None:
    """Why this cannot name a row."""
    if not item:
        return _("Name the item of this row.")
    if len(item) > LINE:
        return _("Keep this to %(max)d characters at most.", max=LINE)
    if has_control_characters(item):
        return _("Remove the control characters from this text.")
    return None


def item_of(text: str) -> str:
    return clean(text) or ""


def key_of(party: Party) -> str:
    """How a column is called in forms: `d12` for a department, `p5` for a person."""
    return f"{party.kind[0]}{party.id}"


def parties_by_key(keys: list[str]) -> dict[str, Party]:
    """Those of these keys that exist, in the order of the keys. Two statements."""
    found = {key: match for key in keys if (match := KEY.fullmatch(key))}
    names: dict[str, Party] = {}
    for letter, model, kind in (("d", Department, "department"), ("p", Person, "person")):
        numbers = [int(match["id"]) for match in found.values() if match["kind"] == letter]
        if numbers:
            rows = session().query(model.id, model.name).filter(model.id.in_(numbers))
            names.update({f"{letter}{number}": Party(kind, number, name) for number, name in rows})
    return {key: names[key] for key in found if key in names}


def named(party: Party) -> Person | Department:
    if party.kind == "person":
        return session().get_one(Person, party.id)
    return session().get_one(Department, party.id)


@dataclass(frozen=True)
class Change:
    """A cell shall say `after`. `before`: what stood there when it was looked at; None: whatever stands."""

    item: str
    party: Party
    after: str
    before: str | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.item, key_of(self.party)


@dataclass
class Outcome:
    """What became of changes; `proposed` are items whose change waits for the parties."""

    begun: int = 0
    ended: int = 0
    proposed: list[str] = field(default_factory=list)


class CellErrors(Invalid):
    """Complaints by cell: (item, key of the party) → sentence. Nothing was stored."""

    def __init__(self, cells: dict[tuple[str, str], str], names: dict[tuple[str, str], str]) -> None:
        self.cells = cells
        told = [f"{names.get(place, place[0])}: {sentence}" for place, sentence in cells.items()]
        super().__init__(changes=" ".join(told[:20]))
