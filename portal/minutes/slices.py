"""What in a meeting concerns one person: that is what they see first, and answer for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.actions.queries import of_origin
from portal.steering.models import Decision, Meeting, Position
from portal.steering.queries import decisions_of_meeting

#: A passage that names somebody is quoted; a page of them is no slice any more.
MOST_PASSAGES = 12
CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,6}")


@dataclass(frozen=True)
class Slice:
    """Somebody's part of a meeting."""

    presence: str | None
    positions: Sequence[tuple[Decision, Position]] = ()
    binding: Sequence[Decision] = ()
    actions: Sequence[ActionItem] = ()
    passages: Sequence[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.positions or self.binding or self.actions or self.passages)


def slice_of(meeting: Meeting, person: Person, text: str) -> Slice:
    """Positions they took, decisions and actions they own, and what the text says about them."""
    decisions = decisions_of_meeting(meeting)
    taken = [(each, each.position_of(person.id)) for each in decisions]
    return Slice(
        presence=meeting.presence_of(person.id),
        positions=[(each, position) for each, position in taken if position is not None],
        binding=[each for each in decisions if each.owner_id == person.id],
        actions=[each for each in of_origin(meeting_id=meeting.id) if each.owner_id == person.id],
        passages=passages_naming(text, person.name),
    )


def passages_naming(text: str, name: str) -> list[str]:
    """The lines of a text that name somebody, by the whole name or by its Chinese part."""
    spellings = {name.strip(), *CHINESE_NAME.findall(name)} - {""}
    lines = (line.strip() for line in text.splitlines())
    found = (line for line in lines if any(spelling in line for spelling in spellings))
    return [line for line, _number in zip(found, range(MOST_PASSAGES), strict=False)]
