"""What was recorded as a code is read as a word, and what the record's own page shows is not repeated."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.database import db
from portal.register.events import Event
from portal.register.operations import record
from portal.register.queries import history_of
from tests.factories.accounts import World

COLOURS = {"red": _l("Crimson"), "green": _l("Emerald")}
PAINTED = Event(
    "testing.painted",
    _l("%(actor)s painted %(object)s %(colour)s."),
    details=("colour", "before", "after", "essay"),
    labels={"shade": _l("The shade")},
    words={"colour": COLOURS, "shade": COLOURS},
    unshown=("essay",),
)


def test_codes_are_words_in_the_sentence_and_inside_what_changed(world: World) -> None:
    record(
        PAINTED,
        world.project,
        by=world.cio,
        now=world.now,
        colour="green",
        essay="long",
        before={"shade": "red", "name": "x"},
        after={"shade": "unheard_of"},
    )
    db.session.commit()
    entry = history_of(world.project)[0]
    assert entry.sentence == "Chen Wei 陈伟 painted STORE Store system Emerald."
    assert entry.details == [
        ("After", "The shade: unheard_of"),
        ("Before", "Name: x; The shade: Crimson"),
    ]


def test_what_is_not_shown_is_recorded_all_the_same(world: World) -> None:
    record(
        PAINTED, world.project, by=None, now=world.now, colour="green", essay="long", before=None, after=None
    )
    db.session.commit()
    assert history_of(world.project)[0].values["essay"] == "long"
