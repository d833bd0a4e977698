"""Weeks: entered, looked at, disputed, settled, explained."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from portal.accounts.models import Person
from portal.commitments.models import Commitment, Kind, State
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.fulfilment import operations
from portal.fulfilment.amounts import said
from portal.fulfilment.queries import kept_share, weeks_of
from portal.fulfilment.queries.records import week_at
from portal.fulfilment.reasons import Reason, Side
from portal.fulfilment.verdicts import Verdict, verdict_on
from portal.fulfilment.weeks import Standing, Week, whole_of
from portal.register.queries import history_of
from tests.factories.absences import make_public_holiday
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.support.times import NOW, TODAY, days

MONDAY = dt.date(2026, 2, 23)
EARLIER = dt.date(2026, 2, 16)


@pytest.fixture
def promised(world: World) -> Commitment:
    """Twenty hours a week of the member, for three weeks already."""
    wanted = terms(person=world.member, valid_from=days(-22))
    return make_commitment(
        world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, wanted=wanted
    )


def week(commitment: Commitment, today: dt.date = TODAY, monday: dt.date = MONDAY) -> Week:
    session().flush()
    session().expire_all()
    found = week_at(commitment, monday, today)
    assert found is not None
    return found


def enter(commitment: Commitment, hours: str, by: Person, now: dt.datetime = NOW) -> None:
    operations.enter_week(commitment, week_on=MONDAY, hours=Decimal(hours), by=by, now=now)


@pytest.mark.parametrize(
    ("given", "promised_hours", "expected"),
    [
        ("20", "20", Verdict.KEPT),
        ("19", "20", Verdict.KEPT),
        ("18.99", "20", Verdict.PARTLY),
        ("10", "20", Verdict.PARTLY),
        ("9.99", "20", Verdict.MISSED),
        ("0", "20", Verdict.MISSED),
        ("30", "20", Verdict.KEPT),
        ("8", "0", None),
    ],
)
def test_a_week_is_kept_partly_kept_or_missed(
    given: str, promised_hours: str, expected: Verdict | None
) -> None:
    assert verdict_on(Decimal(given), Decimal(promised_hours)) == expected


def test_what_nobody_entered_has_no_verdict() -> None:
    assert verdict_on(None, Decimal(20)) is None


@pytest.mark.parametrize(
    ("text", "hours"), [("16", "16"), ("7,5", "7.5"), ("40 %", "16"), ("100%", "40"), ("8 小时", "8")]
)
def test_hours_or_a_share_of_the_persons_own_week(app: object, world: World, text: str, hours: str) -> None:
    commitment = make_commitment(world.project, head=world.head, wanted=terms(person=world.member))
    assert said(text).hours(commitment) == Decimal(hours)


@pytest.mark.parametrize("text", ["", "half", "-1", "101 %", "1e3", "NaN", "8 days", "٨"])
def test_what_is_neither_hours_nor_a_share_is_refused(app: object, text: str) -> None:
    with pytest.raises(Invalid):
        said(text)


def test_a_week_waits_is_entered_and_stands_when_nobody_disagreed(world: World, promised: Commitment) -> None:
    assert week(promised).standing == Standing.WAITING
    enter(promised, "20", world.manager)
    assert week(promised).standing == Standing.OPEN
    assert week(promised).open_until == days(7)
    assert week(promised, days(7)).standing == Standing.OPEN
    assert week(promised, days(8)).standing == Standing.UNCONTESTED


def test_the_week_that_runs_is_not_missing_yet(world: World, promised: Commitment) -> None:
    now = week(promised, monday=TODAY - dt.timedelta(days=TODAY.weekday()))
    assert (now.standing, now.is_late) == (Standing.AHEAD, False)


def test_late_entries_are_possible_and_say_so(world: World, promised: Commitment) -> None:
    early = dt.date(2026, 2, 9)
    assert week(promised, monday=early).is_late
    operations.enter_week(promised, week_on=early, hours=Decimal(20), by=world.manager, now=NOW)
    assert week(promised, monday=early).is_late
    enter(promised, "20", world.manager)
    assert not week(promised).is_late


def test_the_head_agrees_and_nobody_changes_it_any_more(world: World, promised: Commitment) -> None:
    enter(promised, "12", world.member)
    operations.agree_with_week(week(promised), by=world.head, now=NOW)
    assert week(promised).standing == Standing.AGREED
    with pytest.raises(Refused, match="stands"):
        enter(promised, "20", world.manager)
    with pytest.raises(Refused, match="already"):
        operations.disagree_with_week(week(promised), hours=Decimal(1), reason="No", by=world.head, now=NOW)


def test_a_corrected_figure_is_a_new_question_to_the_head(world: World, promised: Commitment) -> None:
    enter(promised, "12", world.member)
    later = NOW + dt.timedelta(days=3)
    enter(promised, "14", world.manager, later)
    assert week(promised, days(9)).standing == Standing.OPEN
    assert week(promised, days(11)).standing == Standing.UNCONTESTED


def test_after_a_week_one_can_no_longer_disagree(world: World, promised: Commitment) -> None:
    enter(promised, "12", world.member)
    late = NOW + dt.timedelta(days=8)
    with pytest.raises(Refused, match="nobody did"):
        operations.disagree_with_week(week(promised), hours=Decimal(20), reason="No", by=world.head, now=late)
    with pytest.raises(Refused, match="stands"):
        enter(promised, "14", world.manager, late)


def test_nobody_judges_their_own_word(world: World, promised: Commitment) -> None:
    enter(promised, "12", world.head)
    with pytest.raises(Refused, match="own word"):
        operations.agree_with_week(week(promised), by=world.head, now=NOW)


def test_what_was_seen_is_what_is_answered(world: World, promised: Commitment) -> None:
    enter(promised, "12", world.member)
    with pytest.raises(Refused, match="changed while you looked"):
        operations.agree_with_week(week(promised), by=world.head, now=NOW, seen=Decimal(20))


def test_the_project_takes_the_departments_figure(world: World, promised: Commitment) -> None:
    enter(promised, "8", world.manager)
    operations.disagree_with_week(
        week(promised), hours=Decimal(20), reason="She was there", by=world.head, now=NOW
    )
    disputed = week(promised)
    assert (disputed.standing, disputed.other_figure) == (Standing.DISPUTED, Decimal(20))
    assert (disputed.verdict, disputed.other_verdict) == (Verdict.MISSED, Verdict.KEPT)
    with pytest.raises(Refused, match="He Lao"):
        enter(promised, "20", world.manager)
    operations.settle_week(week(promised), settlement="corrected", note="Right", by=world.manager, now=NOW)
    settled = week(promised)
    assert (settled.standing, settled.given, settled.verdict) == (
        Standing.CORRECTED,
        Decimal(20),
        Verdict.KEPT,
    )
    assert settled.other_figure is None
    session().commit()
    keys = [entry.event for entry in history_of(promised)]
    assert keys == ["fulfilment.week_corrected", "fulfilment.week_disputed", "commitments.delivered"]


def test_both_figures_stand_visibly_and_for_good(world: World, promised: Commitment) -> None:
    enter(promised, "8", world.manager)
    operations.disagree_with_week(
        week(promised), hours=Decimal(20), reason="She was there", by=world.head, now=NOW
    )
    operations.settle_week(week(promised), settlement="both_stand", note="", by=world.manager, now=NOW)
    stands = week(promised, days(60))
    assert (stands.standing, stands.given, stands.other_figure) == (
        Standing.BOTH_STAND,
        Decimal(8),
        Decimal(20),
    )
    with pytest.raises(Refused, match="Mia Manager has answered"):
        operations.settle_week(week(promised), settlement="corrected", note="", by=world.cio, now=NOW)


def test_the_same_figure_is_no_disagreement(world: World, promised: Commitment) -> None:
    enter(promised, "8", world.manager)
    with pytest.raises(Invalid, match="agree with it"):
        operations.disagree_with_week(week(promised), hours=Decimal(8), reason="x", by=world.head, now=NOW)


def test_both_sides_state_a_reason_and_both_stand(world: World, promised: Commitment) -> None:
    enter(promised, "4", world.manager)
    state = operations.state_reason
    state(
        promised,
        week_on=MONDAY,
        side=Side.PROJECT,
        reason=Reason.PULLED_OFF,
        note="Stocktaking",
        by=world.manager,
        now=NOW,
    )
    state(
        promised,
        week_on=MONDAY,
        side=Side.DEPARTMENT,
        reason=Reason.NOT_READY,
        note="",
        by=world.head,
        now=NOW,
    )
    reasons = {each.stated_by: each.reason for each in week(promised).reasons}
    assert reasons == {"department": "not_ready", "project": "pulled_off"}
    state(
        promised,
        week_on=MONDAY,
        side=Side.PROJECT,
        reason=Reason.ILLNESS,
        note="",
        by=world.manager,
        now=NOW,
    )
    assert {each.stated_by: each.reason for each in week(promised).reasons} == {
        "department": "not_ready",
        "project": "illness",
    }


def test_a_kept_week_needs_no_reason(world: World, promised: Commitment) -> None:
    enter(promised, "20", world.manager)
    with pytest.raises(Refused, match="nothing to explain"):
        operations.state_reason(
            promised,
            week_on=MONDAY,
            side=Side.PROJECT,
            reason=Reason.ILLNESS,
            note="",
            by=world.manager,
            now=NOW,
        )


def test_another_reason_is_said_in_words(world: World, promised: Commitment) -> None:
    enter(promised, "0", world.manager)
    with pytest.raises(Invalid):
        operations.state_reason(
            promised,
            week_on=MONDAY,
            side=Side.PROJECT,
            reason=Reason.OTHER,
            note="",
            by=world.manager,
            now=NOW,
        )


def test_only_a_promise_that_was_not_kept_needs_a_reason_as_a_whole(
    world: World, promised: Commitment
) -> None:
    reason = {"week_on": None, "side": Side.DEPARTMENT, "reason": Reason.REPLANNED, "note": ""}
    with pytest.raises(Refused):
        operations.state_reason(promised, **reason, by=world.head, now=NOW)  # type: ignore[arg-type]
    promised.state = State.MISSED
    operations.state_reason(promised, **reason, by=world.head, now=NOW)  # type: ignore[arg-type]


def test_the_whole_counts_what_was_entered(world: World, promised: Commitment) -> None:
    make_delivery(promised, EARLIER, "20", world.manager)
    enter(promised, "10", world.manager)
    session().expire_all()
    weeks = weeks_of(promised, TODAY)
    whole = whole_of(weeks)
    assert (whole.promised, whole.given, whole.verdict) == (Decimal(40), Decimal(30), Verdict.PARTLY)
    assert whole.waiting == 1
    assert weeks[0].week_on > weeks[-1].week_on


def test_figures_of_other_records_stand_and_can_still_be_entered(world: World, promised: Commitment) -> None:
    make_delivery(promised, MONDAY, "3", world.manager)
    assert week(promised).standing == Standing.TAKEN_OVER
    with pytest.raises(Refused, match="taken over"):
        operations.agree_with_week(week(promised), by=world.head, now=NOW)
    enter(promised, "20", world.manager)
    assert week(promised).standing == Standing.OPEN


def test_after_an_early_release_nothing_is_promised(world: World, promised: Commitment) -> None:
    promised.state, promised.moved_on = State.RELEASED, MONDAY + dt.timedelta(days=2)
    assert week(promised).promised == 8
    assert max(each.week_on for each in weeks_of(promised, TODAY)) == MONDAY


def test_other_kinds_have_no_weeks(world: World) -> None:
    thing = make_commitment(
        world.project, kind=Kind.DELIVERABLE, requester=world.manager, head=world.head, state=State.CONFIRMED
    )
    assert weeks_of(thing, TODAY) == []


def test_nobody_owes_anything_on_a_public_holiday(promised: Commitment) -> None:
    """As in the view of capacity: a holiday shortens promise and week alike."""
    make_public_holiday(MONDAY)
    make_public_holiday(MONDAY + dt.timedelta(days=1))
    make_delivery(promised, MONDAY, "12")
    seen = week(promised)
    assert (seen.promised, seen.verdict) == (Decimal(12), Verdict.KEPT)
    share = kept_share(promised.project, 4, TODAY)
    assert (share.department.kept, share.verdicts["kept"]) == (1, 1)


@pytest.mark.parametrize(
    ("last_day", "released_on", "expected"),
    [(5, 4, 12), (2, 4, 8), (5, 0, 0)],
    ids=["on Friday", "after its last day", "on Monday"],
)
def test_the_week_of_a_release_counts_the_days_before_it(
    promised: Commitment, last_day: int, released_on: int, expected: int
) -> None:
    """From Tuesday on, or until Wednesday: only the days that were promised and not given back."""
    first = MONDAY + dt.timedelta(days=1)
    promised.valid_from, promised.valid_to = first, max(first, MONDAY + dt.timedelta(days=last_day))
    promised.state, promised.moved_on = State.RELEASED, MONDAY + dt.timedelta(days=released_on)
    make_delivery(promised, MONDAY, "4")
    assert week(promised).promised == expected
