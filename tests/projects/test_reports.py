"""Status reports: drafted from the last one, published, frozen."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.core.errors import Invalid, Refused
from portal.database import db
from portal.outbox.models import Letter
from portal.projects import forms, operations, queries
from portal.projects.models import DIMENSIONS, Project, Rating, StatusReport
from portal.register.queries import history_of, history_of_project
from tests.factories.accounts import World
from tests.factories.projects import make_programme, make_report
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

GIVEN: dict[str, Any] = {
    "overall": Rating.AMBER,
    "narrative": "Late.",
    "schedule": Rating.RED,
    "schedule_note": "Why",
}


def draft(world: World, **values: Any) -> StatusReport:
    given = {"reported_on": TODAY, **GIVEN, **values}
    return operations.draft_report(world.project, by=world.manager, now=NOW, today=TODAY, **given)


def publish(world: World, report: StatusReport) -> None:
    operations.publish_report(report, by=world.manager, now=NOW)
    db.session.commit()


def said(project: Project) -> tuple[str, int, object]:
    db.session.refresh(project)
    return project.said_rating, project.said_rank, project.said_on


def test_what_is_published_stands_on_the_project_and_the_sponsor_hears_of_it(world: World) -> None:
    report = draft(world)
    assert said(world.project) == ("not_rated", 0, None)
    publish(world, report)
    assert said(world.project) == ("amber", 3, TODAY)
    assert history_of_project(world.project)[0].sentence == (
        "Mia Manager published the status report STORE 2026-03-03: Amber."
    )
    assert history_of(report)[0].values["schedule_note"] == "Why"
    (letter,) = db.session.scalars(select(Letter))
    assert (letter.template, letter.email) == ("projects/report_published", "sponsor@example.org")


def test_an_older_report_that_is_published_later_does_not_change_what_was_said_last(world: World) -> None:
    publish(world, draft(world))
    version = world.project.version
    publish(world, draft(world, reported_on=days(-20), overall=Rating.GREEN))
    assert said(world.project) == ("amber", 3, TODAY)
    assert world.project.version == version, "publishing must not make somebody's open form stale"
    assert queries.latest_reports([world.project.id])[world.project.id].reported_on == TODAY


def test_a_rating_worse_than_green_needs_its_note(world: World) -> None:
    parts = dict.fromkeys(DIMENSIONS, Rating.AMBER_GREEN) | {"cost": Rating.EXEMPT, "people": Rating.GREEN}
    report = draft(world, narrative=" ", schedule_note="", benefits_note="Known", **parts)
    with pytest.raises(Invalid) as refused:
        publish(world, report)
    assert set(refused.value.errors) == {"narrative", "scope_note", "schedule_note"}
    assert not report.is_published


def test_a_report_that_was_published_elsewhere_enters_in_its_own_words(world: World) -> None:
    report = operations.take_over_report(
        world.project,
        reported_on=days(-300),
        overall=Rating.EXEMPT,
        overall_as_given="Exempt under section 26",
        by=world.office,
        now=NOW,
    )
    db.session.commit()
    assert said(world.project) == ("exempt", 0, days(-300))
    assert report.is_published
    with pytest.raises(TypeError):
        operations.take_over_report(
            world.project, reported_on=TODAY, overall="red", by=None, now=NOW, mood="gloomy"
        )


def test_one_draft_at_a_time_and_one_report_a_day_and_none_in_the_future(world: World) -> None:
    make_report(world.project, days(-5))
    for day in (days(-5), days(1)):
        with pytest.raises(Invalid) as refused:
            draft(world, reported_on=day)
        assert set(refused.value.errors) == {"reported_on"}
    draft(world)
    with pytest.raises(Refused):
        draft(world, reported_on=days(-1))


def test_a_draft_is_changed_and_discarded_on_record(world: World) -> None:
    report = draft(world)
    operations.edit_report(
        report, by=world.manager, now=NOW, today=TODAY, reported_on=days(-1), **{**GIVEN, "overall": "green"}
    )
    db.session.commit()
    assert history_of(report)[0].details == [
        ("After", "Overall: Green; Reported on: 2026-03-02"),
        ("Before", "Overall: Amber; Reported on: 2026-03-03"),
    ]
    uid = report.uid
    operations.discard_report(report, by=world.manager, now=NOW)
    db.session.commit()
    assert db.session.scalar(select(StatusReport).where(StatusReport.uid == uid)) is None
    assert (
        history_of_project(world.project)[0].sentence == "Mia Manager discarded the draft STORE 2026-03-02."
    )


def test_frozen_means_frozen_on_the_page_in_the_api_and_in_the_operation(
    world: World, browser: Browser, api: Api
) -> None:
    report = make_report(world.project, narrative="As it was said")
    db.session.commit()
    with pytest.raises(Refused):
        operations.edit_report(report, by=world.office, now=NOW, today=TODAY, reported_on=TODAY, **GIVEN)
    with pytest.raises(Refused):
        operations.discard_report(report, by=world.office, now=NOW)
    db.session.rollback()
    place = f"/projects/STORE/reports/{report.id}"
    browser.as_(world.office)
    for act in ("edit", "publication", "discard"):
        assert browser.get(f"{place}/{act}").status == 409
        assert browser.post(f"{place}/{act}", {"narrative": "Rewritten", "version": "1"}).status == 409
    api.as_(world.office)
    assert api.patch(place, {"narrative": "Rewritten"}).status_code == 409
    assert api.post(f"{place}/publication", {}).status_code == 409
    assert api.post(f"{place}/discard", {}).status_code == 409
    assert api.open("DELETE", place).status_code == 405
    assert db.session.get_one(StatusReport, report.id).narrative == "As it was said"


def test_missing_notes_are_said_at_their_fields_and_nothing_is_stored(world: World, browser: Browser) -> None:
    form = browser.as_(world.manager).get("/projects/STORE/reports/new")
    page = browser.submit(form, {"overall": "red", "scope": "amber"}, button=("act", "publish"))
    assert page.status == 422
    assert set(page.errors) == {"narrative", "scope_note"}
    assert db.session.scalars(select(StatusReport)).all() == []
    stored = browser.submit(page, {}, button=("act", "draft"))
    assert "The draft is stored." in stored.text
    assert browser.get("/projects/STORE/reports/new").location.endswith("/edit")  # type: ignore[union-attr]  # a redirect


def test_three_colours_are_offered_where_the_programme_wants_three(world: World, browser: Browser) -> None:
    world.project.programme = make_programme(rating_points=3)
    last = make_report(world.project, days(-9), scope=Rating.AMBER_RED, scope_note="From elsewhere")
    page = browser.as_(world.manager).get("/projects/STORE/reports/new")
    offered = {name: options(page.soup, name) for name in ("overall", "scope")}
    assert offered["overall"] == ["green", "amber", "red", "exempt", "not_rated"]
    assert offered["scope"] == ["green", "amber", "amber_red", "red", "exempt", "not_rated"]
    assert forms.report_to_start_from(last, TODAY)["scope_note"] == "From elsewhere"


def options(soup: Any, name: str) -> list[str]:
    return [option["value"] for option in soup.find("select", {"name": name}).find_all("option")]


def test_the_words_of_the_source_stand_beside_the_rating(world: World, browser: Browser) -> None:
    words = "Exempt under Section 43 of the Freedom of Information Act 2000"
    report = make_report(world.project, overall=Rating.EXEMPT, overall_as_given=words, narrative="")
    browser.as_(world.employee)
    for address in ("/projects/STORE", "/projects/STORE/reports", f"/projects/STORE/reports/{report.id}"):
        page = browser.get(address)
        assert f"As given: {words}" in page.text
        assert "rating-green" not in page.html
    assert browser.get(f"/status-reports/{report.id}").location == f"/projects/STORE/reports/{report.id}"


def test_reports_are_read_one_after_the_other(world: World, browser: Browser) -> None:
    oldest, middle, newest = (make_report(world.project, days(-number)) for number in (30, 20, 10))
    make_report(world.project, TODAY, published=False)
    page = browser.as_(world.employee).get(f"/projects/STORE/reports/{middle.id}")
    assert page.link("Before").endswith(f"/{oldest.id}")
    assert page.link("After").endswith(f"/{newest.id}")
    listed = browser.get("/projects/STORE/reports?limit=2")
    assert [link.get_text() for link in listed.soup.select("tbody th a")] == ["21 Feb 2026", "11 Feb 2026"]
    older = browser.get(listed.link("Next"))
    assert [link.get_text() for link in older.soup.select("tbody th a")] == ["1 Feb 2026"]
    row = listed.soup.select(".rating-row .visually-hidden")
    assert [each.get_text() for each in row] == [
        "1 Feb 2026: Amber",
        "11 Feb 2026: Amber",
        "21 Feb 2026: Amber",
    ]
