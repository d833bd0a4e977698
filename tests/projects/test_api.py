"""The portfolio in `/api/v1`: the same acts under the same rules."""

from __future__ import annotations

from typing import Any

from portal.projects.models import Rating
from tests.factories.accounts import World
from tests.factories.projects import make_milestone, make_programme, make_report
from tests.support.api import Api
from tests.support.times import days


def errors(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.get_data(as_text=True)
    return {problem["field"]: problem["message"] for problem in response.json["errors"]}


def test_a_project_is_created_changed_and_moved(world: World, api: Api) -> None:
    make_programme("Retail", code="RETAIL")
    api.as_(world.office)
    body = {"code": "CRM", "name": " Customer platform ", "programme": "RETAIL", "lead_department": "LOG"}
    made = api.post("/projects", {**body, "budget": 12.5, "currency": "eur", "start_on": "2026-01-01"})
    assert made.status_code == 201
    assert (made.json["name"], made.json["budget"], made.json["currency"]) == (
        "Customer platform",
        12.5,
        "EUR",
    )
    changed = api.patch("/projects/CRM", {"purpose": "Better", "budget": None, "name": None, "version": 1})
    assert (changed.json["purpose"], changed.json["budget"]) == ("Better", None)
    assert (changed.json["name"], changed.json["programme"]) == ("Customer platform", "RETAIL")
    assert api.patch("/projects/CRM", {"purpose": "Late", "version": 1}).status_code == 409
    moved = api.post("/projects/CRM/phase", {"phase": "paused", "note": "Agreed"})
    assert moved.json["phase"] == "paused"
    history = api.get("/projects/CRM/history?limit=2").json
    assert [entry["event"] for entry in history["items"]] == ["projects.phase_changed", "projects.edited"]
    rest = api.get(f"/projects/CRM/history?after={history['next']}").json
    assert [entry["event"] for entry in rest["items"]] == ["projects.created"]


WRONG: list[tuple[dict[str, Any], set[str]]] = [
    ({"code": "A B", "name": "x"}, {"code"}),
    ({"code": "A"}, {"name"}),
    ({"code": "A", "name": "x", "programme": "NONE"}, {"programme"}),
    ({"code": "A", "name": "x", "lead_department": "NONE"}, {"lead_department"}),
    ({"code": "A", "name": "x", "budget": -1, "currency": "EURO"}, {"budget", "currency"}),
    ({"code": "A", "name": "x", "start_on": 5, "end_on": "1800-01-01"}, {"start_on", "end_on"}),
    ({"code": "A", "name": "x", "start_on": "2026-02-01", "end_on": "2026-01-01"}, {"end_on"}),
    ({"code": "A", "name": "\u0007", "phase": "nowhere"}, {"name", "phase"}),
    ({"code": "A", "name": "x", "colour": "red"}, {"colour"}),
]


def test_what_is_wrong_is_said_by_field(world: World, api: Api) -> None:
    api.as_(world.cio)
    found = [(body, set(errors(api.post("/projects", body)))) for body, _fields in WRONG]
    assert found == WRONG


def test_only_the_office_creates_what_is_confidential(world: World, api: Api) -> None:
    body = {"code": "S-2", "name": "x", "is_confidential": True}
    assert api.as_(world.cio).post("/projects", body).status_code == 403
    assert api.as_(world.office).post("/projects", body).status_code == 201
    assert api.as_(world.employee).get("/projects/S-2").status_code == 404
    opened = api.as_(world.office).post(
        "/projects/S-2/confidentiality", {"is_confidential": False, "reason": "x"}
    )
    assert opened.json["is_confidential"] is False
    assert (
        api.post("/projects/S-2/confidentiality", {"is_confidential": False, "reason": "x"}).status_code
        == 409
    )


def test_insiders_are_invited_and_dismissed(world: World, api: Api) -> None:
    api.as_(world.office)
    made = api.post("/projects/SECRET/insiders", {"person": "head@example.org", "reason": "Advice"})
    assert made.status_code == 201
    people = {row["person"] for row in api.get("/projects/SECRET/insiders").json["items"]}
    assert people == {"secret_manager@example.org", "head@example.org"}
    gone = api.post(f"/projects/SECRET/insiders/{made.json['id']}/end", {"reason": "Over"})
    assert gone.status_code == 200
    assert len(api.get("/projects/SECRET/insiders").json["items"]) == 1


def test_appointments_are_made_ended_and_read_on_a_day(world: World, api: Api) -> None:
    api.as_(world.manager)
    place = "/projects/STORE/appointments"
    body = {"role": "sponsor", "person": "head@example.org", "valid_from": "2026-02-01", "department": "LOG"}
    assert api.post(place, body).status_code == 201
    on = {
        day: [row["person"] for row in api.get(f"{place}?on={day}").json["items"] if row["role"] == "sponsor"]
        for day in ("2026-01-31", "2026-02-01")
    }
    assert on == {"2026-01-31": ["sponsor@example.org"], "2026-02-01": ["head@example.org"]}
    own = errors(api.post(place, {**body, "person": "manager@example.org", "valid_from": "2026-03-01"}))
    assert "Nobody appoints themselves" in own["person"]
    (member,) = [row for row in api.get(place).json["items"] if row["role"] == "member"]
    ended = api.post(f"{place}/{member['id']}/end", {"valid_to": "2026-03-31"})
    assert ended.json["valid_to"] == "2026-03-31"
    assert api.post(f"/projects/SECRET/appointments/{member['id']}/end", {}).status_code == 404
    detail = api.get("/projects/STORE").json
    assert (detail["sponsor"], detail["manager"]) == ("head@example.org", "manager@example.org")


def test_milestones_move_by_their_acts_only(world: World, api: Api) -> None:
    api.as_(world.manager)
    place = "/projects/STORE/milestones"
    made = api.post(place, {"code": "GO", "name": "Go-live", "baseline_on": "2026-05-01"}).json
    one = f"{place}/{made['id']}"
    assert errors(api.patch(one, {"baseline_on": "2026-06-01"})).keys() == {"name", "baseline_on"}
    assert "reason" in errors(api.post(f"{one}/forecast", {"forecast_on": "2026-06-01"}))
    late = api.post(f"{one}/forecast", {"forecast_on": "2026-06-01", "reason": "Supplier", "version": 1}).json
    assert (late["slip_days"], late["version"]) == (31, 2)
    assert api.post(f"{one}/forecast", {"forecast_on": "2026-04-01", "version": 1}).status_code == 409
    anew = api.post(f"{one}/baseline", {"baseline_on": "2026-06-01", "reason": "Steering"}).json
    assert (anew["first_baseline_on"], anew["slip_days"]) == ("2026-05-01", 31)
    assert api.post(f"{one}/arrival", {"actual_on": "2026-03-01"}).json["expected_on"] == "2026-03-01"
    assert api.patch(one, {"name": "Live"}).json["name"] == "Live"


def test_a_report_starts_from_the_last_and_is_published(world: World, api: Api) -> None:
    make_report(world.project, days(-30), scope=Rating.AMBER, scope_note="Tills of three makers")
    api.as_(world.manager)
    place = "/projects/STORE/reports"
    made = api.post(place, {"reported_on": "2026-03-01", "overall": "red"}).json
    assert (made["scope_note"], made["narrative"], made["published_at"]) == (
        "Tills of three makers",
        "",
        None,
    )
    assert api.get("/projects/STORE").json["draft_report"] == made["id"]
    assert len(api.get(place).json["items"]) == 1, "a draft is not said yet"
    one = f"{place}/{made['id']}"
    assert errors(api.post(f"{one}/publication", {})).keys() == {"narrative"}
    assert api.patch(one, {"narrative": "Stopped"}).json["version"] == 2
    assert api.post(f"{one}/publication", {"version": 1}).status_code == 409
    assert api.post(f"{one}/publication", {"version": 2}).json["published_at"]
    assert api.get("/projects?rating=red").json["items"][0]["said_on"] == "2026-03-01"
    again = api.post(place, {"reported_on": "2026-03-02", "overall": "red"}).json
    assert api.post(f"{place}/{again['id']}/discard", {}).status_code == 204
    assert api.get(f"{place}/{again['id']}").status_code == 404


def test_a_list_gives_pages_and_the_filters_of_the_page(world: World, api: Api) -> None:
    make_milestone(world.project, baseline_on=days(3), code="M9")
    api.as_(world.office)
    first = api.get("/projects?limit=1&sort=code").json
    second = api.get(f"/projects?limit=1&sort=code&after={first['next']}").json
    assert [row["code"] for row in first["items"] + second["items"]] == ["SECRET", "STORE"]
    assert second["next"] is None
    assert second["items"][0]["next_milestone"]["code"] == "M9"
    assert api.get("/projects?phase=nonsense").status_code == 422


def test_a_repeated_request_does_one_thing(world: World, api: Api) -> None:
    api.as_(world.office)
    body = {"code": "G", "name": "Growth"}
    once = {"Idempotency-Key": "abc"}
    first, again = (api.post("/programmes", body, **once) for _try in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert api.patch("/programmes/G", {"rating_points": 3}).json["rating_points"] == 3
    assert [row["code"] for row in api.get("/programmes?q=grow").json["items"]] == ["G"]
