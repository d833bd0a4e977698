"""Who holds what, from when to when."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import db
from portal.outbox.models import Letter
from portal.projects import operations, queries
from portal.projects.models import Appointment, AppointmentRole, Project
from portal.register.queries import history_of, history_of_project
from tests.factories.accounts import LONG_AGO, World
from tests.factories.projects import make_appointment
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def appoint(
    project: Project,
    person: Person,
    role: str = AppointmentRole.SPONSOR,
    since: dt.date = TODAY,
    **values: object,
) -> Appointment:
    by = values.pop("by", None)
    held = operations.appoint(project, person=person, role=role, valid_from=since, by=by, now=NOW, **values)  # type: ignore[arg-type]  # whatever a test gives
    db.session.commit()
    db.session.expire_all()
    return held


def periods(project: Project, role: str) -> list[tuple[str, dt.date, dt.date | None]]:
    found = [held for held in queries.appointments_of(project) if held.role == role]
    return [(held.person.name, held.valid_from, held.valid_to) for held in reversed(found)]


def test_a_new_sponsor_ends_the_one_before_the_day_before(world: World) -> None:
    appoint(world.project, world.head, by=world.office)
    assert periods(world.project, "sponsor") == [
        ("Sun Li 孙丽", LONG_AGO, days(-1)),
        ("He Lao 何老", TODAY, None),
    ]
    told = [entry.sentence for entry in history_of_project(world.project)]
    assert told == [
        "Otto Office appointed He Lao 何老 to STORE Store system: Sponsor from 2026-03-03.",
        "Otto Office ended the appointment of Sun Li 孙丽 to STORE Store system (Sponsor) with 2026-03-02.",
    ]
    assert [entry.sentence for entry in history_of(world.head)] == told[:1]
    letters = db.session.scalars(select(Letter).order_by(Letter.id))
    assert [(letter.template, letter.email) for letter in letters] == [
        ("projects/appointment_ended", "sponsor@example.org"),
        ("projects/appointment_asked", "head@example.org"),
        ("projects/appointed", "head@example.org"),
    ]


def test_several_people_may_be_members_at_a_time(world: World) -> None:
    appoint(world.project, world.employee, AppointmentRole.MEMBER)
    assert [name for name, _since, _until in periods(world.project, "member")] == [
        "Max Member",
        "Emil Employee",
    ]


@pytest.mark.parametrize("role", [AppointmentRole.SPONSOR, AppointmentRole.MANAGER])
def test_nobody_appoints_themselves_as_sponsor_or_manager_administrators_neither(
    world: World, role: str
) -> None:
    for person in (world.administrator, world.office, world.manager):
        with pytest.raises(Invalid) as refused:
            appoint(world.project, person, role, by=person)
        assert set(refused.value.errors) == {"person"}
    assert (
        appoint(world.project, world.office, AppointmentRole.MEMBER, by=world.office).person is world.office
    )


def test_who_is_appointed_for_later_keeps_their_date(world: World) -> None:
    appoint(world.project, world.head, since=days(30))
    appoint(world.project, world.employee, since=days(10))
    assert periods(world.project, "sponsor")[1:] == [
        ("Emil Employee", days(10), days(29)),
        ("He Lao 何老", days(30), None),
    ]
    with pytest.raises(Invalid) as refused:
        appoint(world.project, world.other_head, since=days(15), valid_to=days(40))
    assert set(refused.value.errors) == {"valid_to"}


@pytest.mark.parametrize(
    ("person", "since", "until", "field"),
    [
        ("sponsor", TODAY, None, "person"),
        ("head", TODAY, days(-1), "valid_to"),
        ("head", LONG_AGO, None, "valid_from"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused_at_the_field(
    world: World, person: str, since: dt.date, until: dt.date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        appoint(world.project, getattr(world, person), since=since, valid_to=until)
    assert set(refused.value.errors) == {field}


def test_an_appointment_is_ended_with_a_day_and_not_twice(world: World) -> None:
    held = make_appointment(world.project, world.employee, since=days(-10))
    operations.end_appointment(held, valid_to=TODAY, note="Moves abroad", by=world.manager, now=NOW)
    db.session.commit()
    assert history_of(held)[0].details == [("Note", "Moves abroad")]
    with pytest.raises(Refused):
        operations.end_appointment(held, valid_to=days(3), note="", by=world.manager, now=NOW)
    with pytest.raises(Invalid):
        operations.end_appointment(held, valid_to=days(-11), note="", by=world.manager, now=NOW)


def test_the_page_shows_who_held_what_on_a_day_and_since_when_nobody_does(
    world: World, browser: Browser
) -> None:
    (sponsor,) = [held for held in world.project.appointments if held.role == "sponsor"]
    sponsor.valid_to = days(-11)
    page = browser.as_(world.auditor).get("/projects/STORE/people")
    assert "No sponsor since 21 Feb 2026" in page.text
    assert "Mia Manager" in page.text
    past = browser.get("/projects/STORE/people?on=2021-05-04")
    assert "On 4 May 2021" in past.text
    assert "No sponsor" not in past.text
    before = browser.get("/projects/STORE/people?on=1999-01-01")
    assert "No sponsor has been named" in before.text
    assert "No project manager has been named" in before.text
    assert browser.get("/projects/STORE/people?on=nonsense").status == 200


def test_a_manager_appoints_on_the_page_and_reads_errors_at_the_field(world: World, browser: Browser) -> None:
    form = browser.as_(world.manager).get("/projects/STORE/appointments/new")
    wrong = browser.submit(form, {"person": "Nobody Known", "role": "key_user"})
    assert wrong.status == 422
    assert "person" in wrong.errors
    own = browser.submit(wrong, {"person": "manager@example.org", "role": "sponsor"})
    assert "Nobody appoints themselves" in own.errors["person"]
    done = browser.submit(own, {"person": "employee@example.org", "role": "key_user"})
    assert done.status == 200
    assert "Emil Employee is appointed, and asked to accept." in done.text
    end = browser.get(done.link("End"))
    ended = browser.submit(end, {"valid_to": "2026-03-31"})
    assert "31 Mar 2026" in ended.text


def test_lists_read_all_holders_at_once(world: World) -> None:
    ids = [world.project.id, world.secret.id]
    sponsors = queries.sponsors_of(ids, TODAY)
    assert {key: [(holder.name, holder.key) for holder in value] for key, value in sponsors.items()} == {
        world.project.id: [("Sun Li 孙丽", "sponsor@example.org")]
    }
    assert set(queries.managers_of(ids, TODAY)) == set(ids)
    assert queries.managers_of(ids, dt.date(2019, 12, 31)) == {}
