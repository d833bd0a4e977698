"""From the idea to the second status report: one project, as its people live it."""

from __future__ import annotations

from portal.database import db
from portal.projects.queries import project_by_code
from tests.factories.accounts import World
from tests.factories.readiness import pass_gates
from tests.support.browser import Browser, Page


def appoint(browser: Browser, person: str, role: str, since: str = "2026-03-03") -> Page:
    form = browser.get("/projects/TILL/appointments/new")
    return browser.submit(form, {"person": f"{person}@example.org", "role": role, "valid_from": since})


def test_a_project_from_its_creation_to_its_second_report(world: World, browser: Browser) -> None:
    office, manager = browser.as_(world.office), Browser(browser.app).as_(world.employee)
    page = office.submit(
        office.get(office.get("/projects").link("New project")),
        {
            "code": "TILL",
            "name": "New tills 收银",
            "purpose": "One till in all stores",
            "phase": "preparation",
            "lead_model": "business",
            "go_live_on": "2026-09-01",
        },
    )
    assert page.heading == "New tills 收银"
    assert "No sponsor has been named" in page.text
    assert manager.get("/projects/TILL/edit").status == 403

    appoint(office, "sponsor", "sponsor")
    people = appoint(office, "employee", "manager")
    assert "Emil Employee" in people.text
    assert manager.get("/projects/TILL/edit").status == 200

    form = manager.get("/projects/TILL/milestones/new")
    assert "Pilot" in manager.submit(form, {"name": "Pilot", "baseline_on": "2026-05-04"}).text
    project = project_by_code("TILL")
    assert project is not None
    pass_gates(project, world.employee, "selection", "implementation")
    db.session.commit()
    moved = manager.submit(
        manager.get("/projects/TILL/phase"),
        {"phase": "implementation", "note": "Sponsor and manager are named"},
    )
    assert "Implementation" in moved.text

    draft = manager.submit(
        manager.get("/projects/TILL/reports/new"),
        {"reported_on": "2026-03-01", "overall": "amber_green", "schedule": "amber", "scope": "green"},
        button=("act", "draft"),
    )
    assert "draft is stored" in draft.text
    assert (
        "No status report has been published yet"
        in Browser(browser.app).as_(world.head).get("/projects/TILL").text
    )
    refused = manager.submit(draft, {"narrative": "Started."}, button=("act", "publish"))
    assert set(refused.errors) == {"schedule_note"}
    first = manager.submit(refused, {"schedule_note": "Till maker is late"}, button=("act", "publish"))
    assert "can no longer be changed" in first.text

    second = manager.get("/projects/TILL/reports/new")
    assert "Till maker is late" in second.html
    assert "Started." in second.text, "the last narrative is there to read"
    assert second.soup.find("textarea", {"name": "narrative"}).get_text().strip() == ""  # type: ignore[union-attr]  # it is there
    published = manager.submit(
        second, {"overall": "red", "narrative": "The till maker is insolvent."}, button=("act", "publish")
    )
    assert "before: Amber" not in published.text
    overview = Browser(browser.app).as_(world.head).get("/projects/TILL")
    assert "The till maker is insolvent." in overview.text
    assert "Red today" in overview.text

    handed_over = appoint(office, "member", "manager", "2026-03-10")
    assert "9 Mar 2026" in handed_over.text
    assert manager.get("/projects/TILL/edit").status == 200, "the manager until the day before"
    told = office.get("/projects/TILL/history").text
    assert "published the status report TILL 2026-03-03: Red." in told
    assert "moved TILL New tills 收银 from Preparation to Implementation." in told
