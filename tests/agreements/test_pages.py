"""The pages and the API: one agreement, what waits for me, one answer, many answers at once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select

from portal.agreements.models import AgreementAnswer, AgreementVersion
from portal.agreements.seen import mark_of
from portal.commitments.models import Commitment
from portal.commitments.operations import ask_department, counter_commitment, withdraw_commitment
from portal.database import session
from portal.projects.models import Insider
from tests.factories.accounts import World
from tests.factories.agreements import TEXT, as_head, first, make_absence, put
from tests.factories.commitments import terms
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW


def ask(world: World, **values: object) -> Commitment:
    return ask_department(
        world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member, **values),
        by=world.manager,
        now=NOW,
    )


def count_answers() -> int:
    return session().scalar(select(func.count()).select_from(AgreementAnswer)) or 0


def test_a_text_is_answered_on_its_page_and_everything_stands_there(world: World, browser: Browser) -> None:
    version = put(world)
    session().commit()
    listed = browser.as_(world.head).get("/agreements")
    assert listed.has(TEXT)
    page = browser.get(f"/agreements/parties/{first(version).id}/answer")
    assert page.soup.find("input", {"checked": True}) is None
    page = browser.submit(page, {"answer": "decline", "reason": "Not before June"})
    for words in ("He Lao 何老 declined.", "Not before June", TEXT, version.digest, "signed in"):
        assert page.has(words)
    assert browser.get("/agreements").has("Nothing waits for your answer")


def test_a_no_without_a_reason_comes_back_with_the_error_at_the_field(world: World, browser: Browser) -> None:
    version = put(world)
    session().commit()
    page = browser.as_(world.head).get(f"/agreements/parties/{first(version).id}/answer")
    page = browser.submit(page, {"answer": "decline"}, follow=False)
    assert page.status == 422
    assert "reason" in page.errors


def test_a_stranger_does_not_learn_of_an_agreement_without_a_record(world: World, browser: Browser) -> None:
    version = put(world)
    session().commit()
    assert browser.as_(world.employee).get(f"/agreements/{version.agreement_id}").status == 404
    assert browser.get(f"/agreements/parties/{first(version).id}/answer").status == 404
    assert browser.as_(world.sponsor).get(f"/agreements/{version.agreement_id}").status == 404


def test_many_rows_are_answered_at_once_and_a_failing_one_is_told_by_name(
    world: World, browser: Browser
) -> None:
    good, bad, open_ = ask(world), ask(world), ask(world)
    session().commit()
    page = browser.as_(world.head).get("/agreements")
    numbers = [box["id"].split("-")[1] for box in page.soup.select("input[value=accept]")]
    assert len(numbers) == 3
    withdraw_commitment(session().get_one(Commitment, bad.id), reason="", by=world.manager, now=NOW)
    session().commit()
    chosen = {f"answer-{number}": "accept" for number in numbers[:2]}
    page = browser.submit(page, chosen)
    assert page.has("1 answer recorded.")
    assert page.has(f"{bad.code} Map the warehouse processes: not recorded.")
    states = {each.id: each.state for each in session().scalars(select(Commitment))}
    assert states == {good.id: "confirmed", bad.id: "withdrawn", open_.id: "requested"}
    given = session().scalars(select(AgreementAnswer)).one()
    assert given.text_seen.startswith("Mia Manager (STORE) asks Logistics")


def test_a_row_of_somebody_else_is_refused_without_telling_what_it_is(world: World, browser: Browser) -> None:
    mine, others = put(world), put(world, purpose="other")
    session().commit()
    numbers = [first(mine).id, first(others).id]
    body = {f"answer-{number}": "accept" for number in (*numbers, 2_000_000_000)}
    page = browser.as_(world.employee).post("/agreements/answers", body)
    assert page.status == 409
    assert not page.has("Store system")
    assert count_answers() == 0


def test_nothing_chosen_is_said(world: World, browser: Browser) -> None:
    put(world)
    session().commit()
    page = browser.as_(world.head).get("/agreements")
    page = browser.submit(page, {}, follow=False)
    assert page.status == 422
    assert page.has("Choose an answer in at least one row.")


def test_a_substitute_finds_the_texts_of_whom_they_stand_in_for(world: World, browser: Browser) -> None:
    ask(world)
    put(world, as_head(world))
    make_absence(world.head, world.employee)
    session().commit()
    page = browser.as_(world.employee).get("/agreements")
    assert page.has("You stand in for He Lao 何老")
    assert len(page.soup.select("input[value=accept]")) == 2
    assert not browser.as_(world.sponsor).get("/agreements").soup.select("input[value=accept]")


@pytest.mark.parametrize("who", ["substitute", "gone"])
def test_what_waits_for_the_asker_of_a_confidential_project_is_for_insiders(
    world: World, browser: Browser, api: Api, who: str
) -> None:
    """Neither whoever stands in for the asker reads it, nor an asker who has left the project."""
    commitment = ask_department(
        world.secret,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member, statement="Merge with the rival"),
        by=world.secret_manager,
        now=NOW,
    )
    offered = terms(person=world.member, share_percent=20, statement="Merge with the rival")
    counter_commitment(commitment, terms=offered, by=world.head, now=NOW)
    reader = world.employee if who == "substitute" else world.secret_manager
    if who == "substitute":
        make_absence(world.secret_manager, world.employee)
    else:
        session().execute(delete(Insider).where(Insider.person_id == reader.id))
    session().commit()
    for address in ("/agreements", "/"):
        assert not browser.as_(reader).get(address).has("rival"), address
    assert api.as_(reader).get("/agreements").json["items"] == []
    assert api.get("/desk").json["asked_of_me"] == []
    assert api.get("/desk").json["i_wait_for"] == []


def test_the_api_answers_with_the_digest_of_what_was_read(world: World, api: Api) -> None:
    commitment = ask(world)
    session().commit()
    owed = api.as_(world.head).get("/agreements").json["items"][0]
    assert (owed["subject_kind"], owed["subject_id"]) == ("commitment", commitment.id)
    place = f"/agreements/parties/{owed['party']}/answer"
    refused = api.post(place, {"answer": "accept", "seen": "0" * 64})
    assert refused.status_code == 409
    answer = api.post(place, {"answer": "accept", "seen": owed["digest"]})
    assert answer.status_code == 200
    given = answer.json["versions"][0]["parties"][0]["answer"]
    assert (given["by"], given["identified_by"], given["text_seen"]) == (
        "He Lao 何老",
        "token",
        owed["text"],
    )
    assert session().get_one(Commitment, commitment.id).state == "confirmed"


def test_the_api_answers_many_and_tells_the_outcome_of_each(world: World, api: Api) -> None:
    first_, second = ask(world), ask(world)
    session().commit()
    owed = [row["party"] for row in api.as_(world.head).get("/agreements").json["items"]]
    rows = [
        {"party": owed[0], "answer": "accept"},
        {"party": owed[1], "answer": "counter", "reason": "Other terms"},
        {"party": 99_999, "answer": "accept"},
    ]
    outcomes = api.post("/agreements/answers", {"answers": rows}).json["outcomes"]
    assert [each["happened"] for each in outcomes] == [True, False, False]
    assert second.code in outcomes[1]["sentence"]
    assert session().get_one(Commitment, first_.id).state == "confirmed"


def test_a_mark_of_other_words_is_refused(world: World, browser: Browser) -> None:
    version = put(world)
    session().commit()
    mark = mark_of(version, "other words")
    page = browser.as_(world.head).post(
        f"/agreements/parties/{first(version).id}/answer", {"answer": "accept", "seen": mark}
    )
    assert page.status == 409
    assert count_answers() == 0


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_pages_cost_the_same_however_much_there_is(world: World, browser: Browser, language: str) -> None:
    world.head.language = language
    costs = []
    for rows in (3, 30):
        for _row in range(rows):
            ask(world)
        session().commit()
        browser.as_(world.head).get("/agreements")
        with statements() as seen:
            assert browser.get("/agreements").status == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 16


def test_an_agreement_of_many_versions_costs_the_same(world: World, browser: Browser) -> None:
    version = put(world)
    session().commit()
    costs = []
    for versions in (3, 30):
        for number in range(versions):
            put(world, text=f"{TEXT} {versions} {number}")
        session().commit()
        browser.as_(world.head).get(f"/agreements/{version.agreement_id}")
        with statements() as seen:
            assert browser.get(f"/agreements/{version.agreement_id}").status == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert session().scalar(select(func.count()).select_from(AgreementVersion)) == 34
