"""One letter a day for everybody for whom something waits or has changed, instead of one for each thing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from portal.core import clock
from portal.database import session
from portal.escalation import queries
from portal.escalation.lapsing import lapsing_untold
from portal.escalation.models import Digest
from portal.escalation.news import take_news
from portal.escalation.waiting import SECTIONS, SHOWN, Row, all_that_waits
from portal.mandates.operations import warn
from portal.outbox.operations import post

#: Before this hour of the day no letter leaves.
MORNING = dt.time(6)
#: Of somebody for whom nothing waits.
NOTHING: dict[str, list[Row]] = {name: [] for name in SECTIONS}


def post_digests(now: dt.datetime, today: dt.date) -> int:
    """The letters of this day, if nobody has posted them yet. Returns how many."""
    if not _begin(now, today):
        return 0
    notices = queries.notices_to_post()
    lapsing = lapsing_untold(today)
    waiting = all_that_waits(today, notices, lapsing)
    rows_of, news = dict(waiting), take_news(now)
    people = queries.people_by_id({*rows_of, *news})
    leaves_at = max(now, dt.datetime.combine(today, MORNING, clock.timezone()).astimezone(dt.UTC))
    posted = 0
    for person_id in sorted({*rows_of, *news}):
        person = people.get(person_id)
        facts = _facts(rows_of.get(person_id, NOTHING), news.get(person_id, []), today)
        key = f"digest:{person_id}:{today.isoformat()}"
        posted += post("escalation/digest", to=person, facts=facts, now=leaves_at, link="/", key=key)
    for notice in notices:
        notice.digest_on = today
    warn(lapsing, now, today)
    return posted


def _begin(now: dt.datetime, today: dt.date) -> bool:
    """Is it ours to post them? Another worker waits here until we are done, and then has nothing to do."""
    make = sqlite.insert if session().get_bind().dialect.name == "sqlite" else postgresql.insert
    row = make(Digest).values(on=today, posted_at=now).on_conflict_do_nothing()
    return session().execute(row.returning(Digest.id)).first() is not None


def _facts(rows: dict[str, list[Row]], news: list[Row], today: dt.date) -> dict[str, Any]:
    shown = {name: sorted(found, key=_urgency)[:SHOWN] for name, found in rows.items()}
    count = sum(len(found) for found in rows.values())
    return {
        **shown,
        "count": count,
        "others": count - sum(len(found) for found in shown.values()),
        "news": news[-SHOWN:],
        "older_news": max(0, len(news) - SHOWN),
        "day": today,
    }


def _urgency(row: Row) -> dt.date:
    day: dt.date | None = row.get("due_on") or row.get("until") or row.get("week_on")
    return day or dt.date.max
