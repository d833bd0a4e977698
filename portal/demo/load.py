"""Plays the demo programme into an empty database."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete

from portal.database import session
from portal.demo import (
    authority,
    cast,
    dangers,
    founding,
    giving,
    keeping,
    progress,
    promises,
    rounds,
    sittings,
    sponsoring,
    willing,
)
from portal.demo.stage import Stage
from portal.outbox.models import Letter
from portal.search.index import index_later

#: For the start: (what they come for, e-mail, password)
SIGN_INS = [(role, f"{key}@{founding.DOMAIN}", founding.password_of(key)) for role, key in cast.SIGN_IN_ROLES]


def load(now: dt.datetime) -> None:
    """Let the demo programme happen up to `now`. The caller commits; it is all there or not at all."""
    stage = Stage(now)
    stories = (founding, progress, promises, authority, giving, keeping, sittings, rounds, dangers)
    for story in (*stories, sponsoring, willing):
        story.tell(stage)
    sittings.tell_tasks(stage)
    stage.on(0, lambda moment: founding.give_passwords(stage, moment))
    with index_later():
        stage.play()
    session().execute(delete(Letter))  # nobody in the story has a mailbox
