"""Years of real Chinese minutes, as Markdown: stored as written, found by their words, set without a gap."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.core.errors import Refused
from portal.core.printing import pdf_of
from portal.database import session
from portal.minutes.printing import printed
from portal.search.queries import search
from portal.steering import operations
from portal.steering.models import Meeting, SteeringGroup
from tests.factories.accounts import World
from tests.factories.steering import make_steering
from tests.support.times import NOW

pytestmark = pytest.mark.shared_data

#: Not in the files themselves: what our own minutes call a resolution.
RESOLUTION = "\n\n## 决议\n\n- 邓喆负责下次会议。\n"
WORDS = ("会议纪要", "黑客松", "轮值主席")


def texts(folder: Path) -> dict[str, str]:
    found = {path.stem: path.read_text(encoding="utf-8").strip() for path in folder.glob("minutes_zh/*.md")}
    assert len(found) == 96
    return found


def held(group: SteeringGroup, world: World, title: str, text: str) -> Meeting:
    day = dt.datetime.fromisoformat(f"{title[:10]}T11:00:00+00:00")
    made = operations.prepare_meeting(group, title=title, held_at=day, by=world.office, now=NOW)
    operations.call_meeting(made, by=world.office, now=NOW)
    operations.open_meeting(made, by=world.office, now=NOW)
    operations.write_minutes(made, minutes=text, by=world.office, now=NOW)
    operations.close_meeting(made, by=world.office, now=NOW)
    return made


def found(word: str) -> set[str]:
    return {entry.title.split(" ", 1)[1] for entry in search(word, kinds=["meeting"], limit=200).entries}


def test_all_are_kept_as_written_found_by_word_and_printed(world: World, shared_data: Path) -> None:
    group, given = make_steering(world).group, texts(shared_data)
    last = max(given)
    given[last] += RESOLUTION
    made = {title: held(group, world, title, text) for title, text in sorted(given.items())}
    session().commit()
    assert {title: meeting.minutes for title, meeting in made.items()} == given
    assert found("决议") == {last}
    for word in WORDS:
        assert found(word) == {title for title, text in given.items() if word in text}
    for meeting in made.values():
        try:
            assert pdf_of(printed(meeting)).startswith(b"%PDF-")
        except Refused as refused:
            pytest.fail(f"{meeting.title}: {refused}")
