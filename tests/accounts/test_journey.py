"""From an empty portal to a department head who signs in, as people do it."""

from __future__ import annotations

from portal.accounts import operations, queries
from portal.assembly import Portal
from portal.database import session
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

PASSWORD, THEIRS = "purple elephants swim", "slow rivers carry stones"


def test_from_an_empty_portal_to_a_head_who_signs_in(app: Portal, browser: Browser) -> None:
    link = operations.first_administrator_link("", NOW)
    session().commit()
    values = {"name": "Fia First", "email": "fia@example.org", "password": PASSWORD, "repeated": PASSWORD}
    door = browser.submit(browser.get(link), values)
    assert (
        browser.submit(door, {"email": "fia@example.org", "password": PASSWORD}, follow=False).status == 303
    )

    page = browser.submit(browser.get("/departments/new"), {"code": "LOG", "name": "Logistics 物流部"})
    assert page.has("Nobody heads it on")
    department = queries.department_by_code("LOG")
    assert department is not None
    values = {"name": "He Lao 何老", "email": "he@example.org", "department": str(department.id)}
    page = browser.submit(browser.get("/people/new"), values)
    assert page.has("Named only")

    shown = browser.submit(browser.get(page.link("Invite by a link")))
    link = str(shown.soup.find(id="link").get_text()).removeprefix("http://localhost")  # type: ignore[union-attr]
    page = browser.get(browser.get("/departments").link("Logistics"))
    appointment = browser.get(page.link("Appoint a head"))
    page = browser.submit(appointment, {"person": "何老", "valid_from": TODAY.isoformat()})
    assert "Nobody of this name" in page.errors["person"]
    page = browser.submit(appointment, {"person": "He Lao 何老", "valid_from": TODAY.isoformat()})
    assert page.soup.select_one("#head .person a").get_text() == "He Lao 何老"  # type: ignore[union-attr]

    head = Browser(app)
    door = head.submit(head.get(link), {"password": THEIRS, "repeated": THEIRS})
    head.submit(door, {"email": "he@example.org", "password": THEIRS}, follow=False)
    assert head.get("/account").has("Logistics 物流部")
    assert head.get("/departments/new").status == 403
    person = queries.person_by_email("he@example.org")
    assert person is not None
    assert queries.departments_headed_by(person, days(100)) == [department]

    page = browser.get(f"/people/{person.id}")
    answer = browser.submit(browser.get(page.link("Close the account")), {"reason": "Retires"})
    assert (answer.status, answer.has("Appoint somebody else first")) == (409, True)
