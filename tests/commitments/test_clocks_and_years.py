"""Days stay days where clocks change, a year ends or has a day more."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from portal.assembly import Portal
from portal.commitments import operations
from portal.commitments.capacity import mondays, promised_hours
from portal.commitments.models import Commitment, Side, State
from portal.commitments.operations.holding import day_of
from portal.core import clock
from portal.database import session
from portal.fulfilment.queries.records import week_at
from portal.fulfilment.weeks import Standing
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.support.times import NOW, TODAY

DAY = dt.timedelta(days=1)
#: Half an hour after midnight where the organization is: another day than in UTC.
SPRING = dt.datetime(2026, 3, 28, 23, 30, tzinfo=dt.UTC)
AUTUMN = dt.datetime(2026, 10, 24, 22, 30, tzinfo=dt.UTC)
NEW_YEAR = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
CHANGES = [(SPRING, dt.date(2026, 3, 29)), (AUTUMN, dt.date(2026, 10, 25)), (NEW_YEAR, dt.date(2027, 1, 1))]


@pytest.fixture
def berlin(app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """An organization whose clocks change twice a year."""
    monkeypatch.setitem(app.config, "TIMEZONE", "Europe/Berlin")
    assert clock.timezone() == ZoneInfo("Europe/Berlin")


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("moment", "day"), CHANGES)
def test_an_ask_is_dated_and_due_by_the_organizations_days(
    world: World, moment: dt.datetime, day: dt.date
) -> None:
    asked = operations.ask_department(
        world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member, valid_from=day, valid_to=day + 30 * DAY),
        by=world.manager,
        now=moment,
    )
    assert day_of(moment) == day
    assert (asked.requested_on, asked.answer_due_on) == (day, day + 7 * DAY)
    operations.confirm_commitment(asked, by=world.head, now=moment + 7 * DAY)
    assert asked.answered_on == day_of(moment + 7 * DAY)
    assert not asked.is_overdue(day + 7 * DAY)


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("moment", "day"), CHANGES)
def test_a_head_has_seven_days_to_disagree_however_long_they_are(
    world: World, moment: dt.datetime, day: dt.date
) -> None:
    monday = day - DAY * day.weekday() - 7 * DAY
    made = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, valid_from=monday, valid_to=day + 30 * DAY),
    )
    make_delivery(made, monday, "8", world.manager).entered_at = moment
    session().commit()
    standings = []
    for count in (0, 7, 8):
        week = week_at(made, monday, day + count * DAY)
        assert week is not None
        assert (week.entered_on, week.open_until) == (day, day + 7 * DAY)
        standings.append(week.standing)
    assert standings == [Standing.OPEN, Standing.OPEN, Standing.UNCONTESTED]


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        (dt.date(2026, 3, 23), dt.date(2026, 4, 5), [20, 20]),
        (dt.date(2026, 10, 19), dt.date(2026, 11, 1), [20, 20]),
        (dt.date(2026, 12, 28), dt.date(2027, 1, 10), [20, 20]),  # the 53rd week, and the first
        (dt.date(2027, 12, 31), dt.date(2028, 1, 2), [4]),
        (dt.date(2028, 2, 28), dt.date(2028, 3, 5), [20]),
    ],
)
def test_half_a_week_is_half_of_every_week(first: dt.date, last: dt.date, weeks: list[int]) -> None:
    wanted = terms(valid_from=first, valid_to=last)
    found = [promised_hours(wanted, monday) for monday in mondays(first, last)]
    assert found == [Decimal(hours) for hours in weeks]


def test_other_terms_agreed_on_the_last_day_of_a_year_count_for_its_last_week(world: World) -> None:
    new_year_eve = dt.datetime(2026, 12, 31, 9, tzinfo=dt.UTC)
    long = {"valid_from": TODAY, "valid_to": dt.date(2027, 3, 31), "person": world.member}
    asked = operations.ask_department(
        world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(**long),
        by=world.manager,
        now=NOW,
    )
    operations.confirm_commitment(asked, by=world.head, now=NOW)
    less = terms(**long, share_percent=10)
    operations.propose_amendment(asked, terms=less, side=Side.DEPARTMENT, by=world.head, now=new_year_eve)
    operations.accept_amendment(asked, by=world.manager, now=new_year_eve)
    session().commit()
    session().expire_all()
    found = session().get_one(Commitment, asked.id)
    shares = [found.standing_in(dt.date(2026, 12, day)).share_percent for day in (14, 21, 28)]
    assert shares == [50, 50, 10]
    assert found.standing_in(dt.date(2027, 1, 4)).share_percent == 10
