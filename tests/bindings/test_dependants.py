"""What relied on a decision that no longer holds is asked about, row by row; nothing is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.bindings import operations, queries
from portal.bindings.dependants import Found, add_dependants
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.followup.operations import give_action
from portal.followup.subjects import Origin
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.steering.models import Decision
from portal.steering.queries.suggestions import suggestions_for
from tests.factories.accounts import World
from tests.factories.risks import make_risk
from tests.factories.steering import Steering, attend, make_meeting
from tests.steering.doing import settle, supersede
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def relate(kind: str, number: int, decision: Decision, world: World) -> None:
    found = queries.relying(kind, number)
    assert found is not None
    operations.relate(found, decision=decision, by=world.manager, now=NOW)


def replace(decided: Decision, steering: Steering, **values: Any) -> Decision:
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    made = settle(supersede(decided, steering.secretary, **values), meeting, steering.secretary)
    session().commit()
    return made


@pytest.fixture
def relied_on(world: World, steering: Steering, decided: Decision) -> Decision:
    """An action was born in it, a risk relies on it, logistics is bound by it."""
    give_action(
        Origin(world.project, decision=decided),
        title="Book the lorries",
        owner=world.head,
        due_on=days(20),
        by=steering.secretary,
        now=NOW,
    )
    relate("risk", make_risk(world.project, "Lorries are late").id, decided, world)
    operations.name_bound(decided, department=world.logistics, due_on=days(7), by=steering.secretary, now=NOW)
    session().commit()
    return decided


def test_superseding_asks_what_becomes_of_each(
    world: World, steering: Steering, relied_on: Decision, browser: Browser
) -> None:
    browser.as_(steering.secretary)
    page = browser.get(f"/decisions/{relied_on.id}/supersession")
    assert page.has("What relies on it today")
    assert page.has("Lorries are late")
    later = replace(relied_on, steering)
    for number in (relied_on.id, later.id):
        assert browser.get(f"/decisions/{number}").has("2 records relied on")
    rows = queries.dependants_of(relied_on)
    assert [each.subject_kind for each in rows] == ["risk", "action"]
    assert [each.state for each in queries.bindings_of(relied_on)] == ["released"]
    told = select(Letter.name).where(Letter.template == "bindings/replaced")
    assert world.head.name in session().scalars(told).all()
    assert "bindings.dependants_found" in [each.event for each in history_of(relied_on)]
    coming = make_meeting(steering.group, "Next", state="draft", held_at=NOW)
    why = {each.title: each.why for each in suggestions_for(coming, TODAY)}
    assert "what becomes of 2 records" in why[str(relied_on)]
    place = f"/decisions/{relied_on.id}/dependants"
    page = browser.get(place)
    wrong = browser.submit(page, {"fate": "ends"}, action=f"{place}/{rows[0].id}")
    assert (wrong.status, wrong.has("Say what changes, or why it ends.")) == (422, True)
    browser.submit(page, {"fate": "ends", "note": "No lorries any more."}, action=f"{place}/{rows[0].id}")
    page = browser.submit(browser.get(place), {"fate": "stays"}, action=f"{place}/{rows[1].id}")
    assert not page.has("Nobody has said what becomes of it")
    assert browser.get(f"/decisions/{later.id}").has("has been said")
    assert str(relied_on) not in {each.title for each in suggestions_for(coming, TODAY)}
    assert browser.as_(world.employee).get(place).has("No lorries any more.")
    answer = {"fate": "stays", "version": "1"}
    assert browser.open("POST", f"{place}/{rows[0].id}", data=answer).status in {400, 403}


def test_a_proposal_alone_changes_nothing(steering: Steering, relied_on: Decision) -> None:
    supersede(relied_on, steering.secretary)
    assert queries.dependants_of(relied_on) == []
    assert len(queries.found_relying(relied_on)) == 2


def test_reversing_asks_as_well(steering: Steering, relied_on: Decision) -> None:
    replace(relied_on, steering, is_reversal=True)
    assert len(queries.dependants_of(relied_on)) == 2


def test_what_is_hidden_from_the_reader_shows_only_that_it_is_there(
    world: World, steering: Steering, relied_on: Decision
) -> None:
    secret = make_risk(world.secret, "Merger fails")
    operations.relate(_found("risk", secret.id), decision=relied_on, by=world.secret_manager, now=NOW)
    rows = queries.rows_for(actor_of(world.head, TODAY), queries.found_relying(relied_on))
    assert [(row.word, row.label) for row in rows if not row.address] == [("Risk", "")]
    rows = queries.rows_for(actor_of(world.auditor, TODAY), queries.found_relying(relied_on))
    assert any("Merger fails" in row.label for row in rows)


def _found(kind: str, number: int) -> queries.Relying:
    found = queries.relying(kind, number)
    assert found is not None
    return found


def test_nothing_relies_on_what_no_longer_holds(world: World, steering: Steering, decided: Decision) -> None:
    risk = make_risk(world.project)
    relate("risk", risk.id, decided, world)
    with pytest.raises(Invalid):
        relate("risk", risk.id, decided, world)
    replace(decided, steering)
    with pytest.raises(Refused, match="took its place"):
        relate("risk", make_risk(world.project).id, decided, world)


def test_later_packages_add_what_relies_by_itself(steering: Steering, decided: Decision) -> None:
    from portal.bindings import dependants

    def source(decision: Decision) -> list[Found]:
        return [Found("mandate", 7, "Mandate 7")] if decision.id == decided.id else []

    add_dependants(source)
    try:
        replace(decided, steering)
    finally:
        dependants._sources.remove(source)
    assert [(each.subject_kind, each.label) for each in queries.dependants_of(decided)] == [
        ("mandate", "Mandate 7")
    ]


def test_a_record_is_linked_on_its_page_and_by_the_api(
    world: World, decided: Decision, browser: Browser, api: Api
) -> None:
    risk = make_risk(world.project)
    session().commit()
    place = f"/relies-on/risk/{risk.id}"
    browser.as_(world.manager)
    form = browser.get(place)
    assert "decision" in browser.submit(form, {"decision": "D-0"}).errors
    assert browser.submit(form, {"decision": decided.code}).has("It is on record")
    assert browser.get(f"/risks/{risk.id}").has("Decisions it relies on")
    assert browser.as_(world.employee).get(place).status == 403
    api.as_(world.manager)
    row = api.get(place).json["items"][0]
    assert (row["decision"], row["holds"]) == (decided.code, True)
    assert api.open("DELETE", f"/relies-on/{row['id']}").json["items"] == []
    assert api.post(place, {"decision": decided.code}).status_code == 201
    assert api.get("/relies-on/unicorn/1").status_code == 404


def test_the_page_costs_the_same_for_three_and_for_thirty(
    world: World, steering: Steering, decided: Decision, browser: Browser
) -> None:
    counted = []
    browser.as_(world.head)
    for more in (3, 27):
        for number in range(more):
            relate("risk", make_risk(world.project, f"Risk {number}").id, decided, world)
        session().commit()
        with statements() as seen:
            browser.as_(steering.secretary).get(f"/decisions/{decided.id}/supersession")
        counted.append(len(seen))
    assert counted[0] == counted[1]
