"""What records of the portfolio know about themselves; no database."""

from __future__ import annotations

import datetime as dt
import enum

import pytest
from babel.support import LazyProxy

from portal.core.errors import Refused
from portal.projects import labels
from portal.projects.models import (
    Appointment,
    AppointmentRole,
    LeadModel,
    Milestone,
    Phase,
    Project,
    Rating,
    StatusReport,
)
from tests.support.times import NOW, TODAY, days


def held(since: dt.date, until: dt.date | None, role: str = AppointmentRole.SPONSOR) -> Appointment:
    return Appointment(role=role, valid_from=since, valid_to=until, person_id=1)


@pytest.mark.parametrize(
    ("appointments", "since"),
    [
        ([], None),
        ([held(days(-30), None)], None),
        ([held(days(-30), days(-10))], days(-9)),
        ([held(days(-60), days(-40)), held(days(-30), days(-10))], days(-9)),
        ([held(days(-30), TODAY)], None),
        ([held(days(-30), days(-10)), held(days(5), None)], days(-9)),
        ([held(days(-30), days(-10), AppointmentRole.MANAGER)], None),
    ],
)
def test_a_vacancy_begins_the_day_after_the_last_sponsor(
    appointments: list[Appointment], since: dt.date | None
) -> None:
    project = Project(appointments=appointments)
    assert project.vacant_since(AppointmentRole.SPONSOR, TODAY) == since


@pytest.mark.parametrize(
    ("milestone", "slip", "overdue"),
    [
        (Milestone(baseline_on=TODAY), 0, False),
        (Milestone(baseline_on=days(-1)), 0, True),
        (Milestone(baseline_on=days(-10), forecast_on=days(4)), 14, False),
        (Milestone(baseline_on=days(10), forecast_on=days(4)), -6, False),
        (Milestone(baseline_on=days(-10), actual_on=days(-12)), -2, False),
        (Milestone(baseline_on=None, forecast_on=days(4)), None, False),
        (Milestone(baseline_on=None), None, False),
    ],
)
def test_slip_and_overdue_follow_from_the_dates(
    milestone: Milestone, slip: int | None, overdue: bool
) -> None:
    assert (milestone.slip_days, milestone.is_overdue(TODAY)) == (slip, overdue)


def test_a_new_baseline_does_not_make_the_delay_disappear() -> None:
    milestone = Milestone(baseline_on=TODAY, forecast_on=days(30))
    milestone.agree_baseline(days(30))
    milestone.agree_baseline(days(60))
    assert (milestone.first_baseline_on, milestone.baseline_on) == (TODAY, days(60))
    assert milestone.slip_days == 30


def test_an_end_that_has_come_stays_and_one_ahead_may_be_moved_forward() -> None:
    appointment = held(days(-30), days(20))
    appointment.end(days(5))
    assert appointment.valid_to == days(5)
    with pytest.raises(Refused):
        appointment.end(days(10))


def test_a_published_report_is_neither_changed_nor_published_again() -> None:
    report = StatusReport()
    report.publish(NOW)
    for act in (report.insist_on_draft, lambda: report.publish(NOW)):
        with pytest.raises(Refused):
            act()


def test_only_what_was_published_can_be_found() -> None:
    notes = dict.fromkeys(("scope_note", "schedule_note", "cost_note", "people_note", "benefits_note"), "")
    report = StatusReport(
        id=7, project_id=3, reported_on=TODAY, narrative="供应商延期", overall_as_given="Exempt", **notes
    )
    assert report.search_document() is None
    report.publish(NOW)
    document = report.search_document()
    assert document is not None
    assert (document.address, document.project_id) == ("/status-reports/7", 3)
    assert "供应商延期" in document.text
    assert "Exempt" in document.text


def test_exempt_and_not_rated_rank_below_every_colour() -> None:
    ranks = [
        rating.rank
        for rating in (Rating.GREEN, Rating.AMBER_GREEN, Rating.AMBER, Rating.AMBER_RED, Rating.RED)
    ]
    assert ranks == [1, 2, 3, 4, 5]
    assert Rating.EXEMPT.rank == Rating.NOT_RATED.rank == 0


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Phase, labels.PHASES),
        (Phase, labels.PHASE_MEANINGS),
        (Rating, labels.RATINGS),
        (LeadModel, labels.LEAD_MODELS),
        (LeadModel, labels.LEAD_RISKS),
        (AppointmentRole, labels.ROLES),
        (AppointmentRole, labels.ROLE_MEANINGS),
    ],
)
def test_every_code_has_its_words(codes: type[enum.StrEnum], words: dict[str, object]) -> None:
    assert set(words) == set(codes)
    assert all(isinstance(word, LazyProxy) or hasattr(word, "_func") for word in words.values())
