"""Gates: what is open blocks the next phase, unless a decision that holds says otherwise."""

from __future__ import annotations

import pytest

from portal.core.errors import Invalid, Refused
from portal.database import db, session
from portal.projects.models import Phase, Project
from portal.projects.operations import change_phase
from portal.readiness import operations, queries
from portal.readiness.checklists import CHECKLISTS
from portal.register.queries import history_of_project
from portal.steering.models import Decision, DecisionState
from tests.factories.accounts import World
from tests.factories.readiness import make_holding, pass_gates
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW


def move(project: Project, phase: str, world: World) -> None:
    change_phase(project, phase=phase, note="Now", by=world.office, now=NOW)


def override(project: Project, phase: str, decision: Decision, world: World) -> None:
    gate = queries.gate_of(project.code, phase)
    assert gate is not None
    operations.override_gate(gate, decision=decision, reason="No time", by=world.office, now=NOW)


def test_codes_of_items_are_unique() -> None:
    codes = [code for items in CHECKLISTS.values() for code in items]
    assert len(codes) == len(set(codes))


def test_an_open_item_blocks_and_says_so(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        move(world.project, Phase.PILOT, world)
    assert "Key users have gone through every scenario" in refused.value.errors["phase"]
    assert world.project.phase == Phase.IMPLEMENTATION
    pass_gates(world.project, world.manager, Phase.PILOT)
    move(world.project, Phase.PILOT, world)
    assert world.project.phase == Phase.PILOT
    move(world.project, Phase.IMPLEMENTATION, world)
    with pytest.raises(Invalid) as refused:
        move(world.project, Phase.ROLLOUT, world)
    assert "way back" in refused.value.errors["phase"], "no gate is left out on the way"
    item = queries.item_of("STORE", "data")
    assert item is not None
    operations.mark_item(item, is_done=False, evidence="It was old data", by=world.manager, now=NOW)
    with pytest.raises(Invalid):
        move(world.project, Phase.PILOT, world)


def test_stopping_is_free_and_going_on_passes_the_gate_again(world: World) -> None:
    move(world.project, Phase.PAUSED, world)
    with pytest.raises(Invalid):
        move(world.project, Phase.IMPLEMENTATION, world)
    pass_gates(world.project, world.manager, Phase.IMPLEMENTATION)
    move(world.project, Phase.IMPLEMENTATION, world)
    move(world.project, Phase.CLOSED, world)
    assert world.project.phase == Phase.CLOSED


def test_a_decision_overrides_as_long_as_it_holds(world: World) -> None:
    decision = make_holding(world.project)
    proposed = make_holding(world.project)
    proposed.state = DecisionState.NEEDS_RATIFICATION
    session().flush()
    with pytest.raises(Invalid):
        override(world.project, Phase.PILOT, proposed, world)
    with pytest.raises(Invalid):
        override(world.project, Phase.PILOT, make_holding(world.secret), world)
    override(world.project, Phase.PILOT, decision, world)
    with pytest.raises(Invalid):
        move(world.project, Phase.ROLLOUT, world)
    decision.state = DecisionState.REVERSED
    session().flush()
    with pytest.raises(Invalid):
        move(world.project, Phase.PILOT, world)
    decision.state = DecisionState.DECIDED
    session().flush()
    move(world.project, Phase.PILOT, world)
    db.session.commit()
    told = [entry.sentence for entry in history_of_project(world.project)]
    assert any("the gate before the phase Pilot is passed by decision" in each for each in told)
    pass_gates(world.project, world.manager)
    with pytest.raises(Refused):
        override(world.project, Phase.ROLLOUT, decision, world)


def test_the_manager_ticks_and_moves_on_the_pages(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/phase")
    page = browser.submit(page, {"phase": "pilot", "note": "Let us begin"})
    assert "Data were moved over in a rehearsal" in page.errors["phase"]
    page = browser.get("/projects/STORE/gates")
    assert page.has("Before: Pilot")
    for title in CHECKLISTS[Phase.PILOT].values():
        page = browser.submit(browser.get(page.link(f"Tick “{title}”")), {"evidence": "Protocol of Monday"})
    assert page.has("Protocol of Monday")
    page = browser.get("/projects/STORE/phase")
    page = browser.submit(page, {"phase": "pilot", "note": "Let us begin"})
    assert page.has("The project is now in the phase “Pilot”.")
    assert browser.as_(world.head).get("/projects/STORE/gates/items/data").status == 403
    assert browser.get("/projects/STORE/gates/items/nonsense").status == 404


def test_a_gate_is_overridden_on_the_page_and_through_the_api(
    world: World, browser: Browser, api: Api
) -> None:
    decision = make_holding(world.project)
    db.session.commit()
    page = browser.as_(world.manager).get("/projects/STORE/gates")
    page = browser.get(page.link("Record a decision to pass “Pilot” all the same"))
    page = browser.submit(page, {"decision": str(decision.id), "reason": "The season"})
    assert page.has("Open by decision")
    client = api.as_(world.manager)
    sent = {"decision": decision.code, "reason": "The season"}
    gates = client.post("/projects/STORE/gates/rollout/overrides", sent).json["gates"]
    assert {each["phase"] for each in gates if each["is_open"]} == {"pilot", "rollout"}
    assert client.post("/projects/STORE/phase", {"phase": "rollout", "note": "Go"}).status_code == 200
    assert client.post("/projects/STORE/phase", {"phase": "operation", "note": "Go"}).status_code == 422
