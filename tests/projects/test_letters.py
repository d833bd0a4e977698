"""What people read in their e-mail about appointments and reports, in their language."""

from __future__ import annotations

from sqlalchemy import select

from portal.core.language import LANGUAGES
from portal.database import db
from portal.outbox.models import Letter
from portal.outbox.words import subject_and_body
from portal.projects import operations
from portal.projects.models import AppointmentRole, Rating
from tests.factories.accounts import World
from tests.factories.projects import make_report
from tests.support.times import NOW, TODAY, days


def test_letters_say_who_did_what_and_where_to_read_on(world: World) -> None:
    by, now, project = world.office, NOW, world.project
    project.purpose = "One **till** in all stores & warehouses"
    make_report(project, days(-30), Rating.GREEN)
    role = AppointmentRole.SPONSOR
    operations.appoint(project, person=world.head, role=role, valid_from=days(-1), by=by, now=now)
    db.session.expire_all()
    report = make_report(project, TODAY, Rating.RED, published=False, narrative="The maker is insolvent.")
    operations.publish_report(report, by=by, now=now)
    letters = {letter.template: letter for letter in db.session.scalars(select(Letter))}
    texts = {
        name.removeprefix("projects/"): " ".join(subject_and_body(each)) for name, each in letters.items()
    }
    assert sorted(texts) == ["appointed", "appointment_asked", "appointment_ended", "report_published"]
    assert "Otto Office has appointed you to Store system: Sponsor from 2 Mar 2026." in texts["appointed"]
    assert "You are asked to be Sponsor of Store system from 2 Mar 2026." in texts["appointment_asked"]
    assert "One till in all stores & warehouses" in texts["appointed"]
    assert "ended your appointment to Store system (Sponsor) with 1 Mar 2026" in texts["appointment_ended"]
    assert texts["report_published"].startswith("Store system: Red")
    assert "The report before said: Green." in texts["report_published"]
    assert "The maker is insolvent." in texts["report_published"]
    assert f"/status-reports/{report.id}" in texts["report_published"]
    for letter in letters.values():
        for letter.language in LANGUAGES:
            subject, body = subject_and_body(letter)
            assert "Store system" in subject + body
            assert "None" not in body


def test_an_import_writes_to_nobody(world: World) -> None:
    who = {"person": world.head, "role": AppointmentRole.MANAGER, "valid_from": TODAY}
    operations.appoint(world.project, **who, by=world.office, now=NOW, tell=False)  # type: ignore[arg-type]  # of many types
    operations.take_over_report(world.project, reported_on=TODAY, overall="red", by=world.office, now=NOW)
    assert db.session.scalars(select(Letter)).all() == []
