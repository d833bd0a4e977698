"""A pack is frozen: openable later and unchanged, with what came after beside it and never in it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.core.errors import Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.packs import operations
from portal.packs.models import Pack, Question
from portal.register.queries import history_of
from portal.steering import operations as steering_operations
from portal.steering.models import Decision, Meeting, MeetingState
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.factories.commitments import make_commitment
from tests.factories.projects import make_milestone, make_programme
from tests.factories.risks import make_risk
from tests.factories.steering import (
    Steering,
    make_decision,
    make_group,
    make_item,
    make_meeting,
    make_position,
    make_steering,
    seat,
)
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, days

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


@pytest.fixture
def steering(world: World) -> Steering:
    made = make_steering(world)
    session().commit()
    return made


def coming(world: World, steering: Steering) -> Meeting:
    """A meeting with one of everything in its pack."""
    meeting = make_meeting(
        steering.group, "Spring 春季会议", state=MeetingState.CALLED, held_at=NOW + dt.timedelta(days=7)
    )
    proposal = make_decision(
        "Three shops 三家门店",
        group=steering.group,
        meeting=meeting,
        context="因为收银系统。",
        options="- one\n- two",
    )
    make_position(proposal, steering.other, "object", "还没有准备好。")
    make_item(meeting, "Pilot", minutes_planned=20, subject_kind="decision", subject_id=proposal.id)
    make_decision("Not carried out", group=steering.group, state="decided", due_on=days(-1))
    make_risk(world.project, "Review forgotten", at=(1, 1), next_review_on=days(-3))
    make_milestone(world.project, "Slipped", baseline_on=days(10), forecast_on=days(40))
    make_action("Count the tills", project=world.project, due_on=days(3))
    make_commitment(world.project, requester=world.manager, head=world.head)
    session().commit()
    return meeting


def test_what_is_frozen_stays_and_what_changes_stands_beside_it(
    world: World, steering: Steering, browser: Browser
) -> None:
    meeting = coming(world, steering)
    page = browser.as_(steering.secretary).get(f"/meetings/{meeting.id}/packs/new")
    assert page.has("Open actions: 1")
    page = browser.submit(page)
    pack = session().scalars(select(Pack)).one()
    for words in ("Three shops 三家门店", "Objects", "还没有准备好。", "Not carried out", "Review forgotten"):
        assert page.has(words)
    for words in ("Slipped", "Count the tills", "Where the projects stand", "Nothing has changed since."):
        assert page.has(words)
    entry = next(each for each in history_of(meeting) if each.event == "packs.frozen")
    assert pack.digest in dict(entry.details).values()
    told = session().scalars(select(Letter.name).where(Letter.template == "packs/frozen")).all()
    assert steering.chair.name in told

    proposal = meeting.agenda[0].subject_id
    session().execute(text("UPDATE milestone SET forecast_on = '2026-09-01'"))
    make_action("Order paper", project=world.project, due_on=days(2))
    decided = session().get(Decision, proposal)
    assert decided is not None
    make_position(decided, steering.member)
    operations.add_erratum(pack, text="It is **four** shops.", by=steering.secretary, now=NOW)
    session().commit()
    page = browser.as_(steering.member).get(f"/packs/{pack.id}")
    beside = page.soup.find(id="changed").get_text(" ")  # type: ignore[union-attr]  # it is there
    assert "Expected: 12 Apr 2026 → 1 Sep 2026" in " ".join(beside.split())
    assert "New: A-" in beside
    assert "Max Member: Agrees" in beside
    frozen = page.soup.find(id="pack-actions").get_text(" ")  # type: ignore[union-attr]  # it is there
    assert "Order paper" not in frozen
    assert "12 Apr 2026" in page.soup.find(id="pack-milestones").get_text(" ")  # type: ignore[union-attr]  # it is there
    assert page.has("four")
    assert page.has("Unchanged since")
    assert browser.as_(world.employee).get(f"/packs/{pack.id}/errata/new").status == 403
    with statements() as seen:
        browser.get(f"/packs/{pack.id}")
    assert len(seen) < 45


def test_neither_code_nor_a_hand_in_the_database_changes_a_pack(world: World, steering: Steering) -> None:
    pack = operations.freeze(coming(world, steering), by=steering.secretary, now=NOW)
    session().commit()
    assert [pack.is_unchanged] == [True]
    pack.content = {**pack.content, "left_out": 7}
    assert [pack.is_unchanged] == [False]
    with pytest.raises(Refused, match="never changed"):
        session().flush()
    session().rollback()
    for words in ("UPDATE pack SET digest = 'x'", "DELETE FROM pack"):
        with pytest.raises(DatabaseError, match="frozen pack stays"):
            session().execute(text(words))
        session().rollback()
    second = operations.freeze(pack.meeting, by=steering.secretary, now=NOW)
    assert (second.number, pack.number) == (2, 1)
    pack.meeting.state = MeetingState.CLOSED
    with pytest.raises(Refused, match="over"):
        operations.freeze(pack.meeting, by=steering.secretary, now=NOW)


def test_confidential_projects_are_left_out_and_said_to_be(world: World, browser: Browser, api: Api) -> None:
    programme = make_programme()
    world.project.programme = world.secret.programme = programme
    group = make_group(programme=programme, name="Programme group")
    seat(group, world.manager, "secretary")
    meeting = make_meeting(group, state=MeetingState.CALLED)
    make_action("Secret work", project=world.secret, due_on=days(-1))
    hidden = make_decision("Secret choice", group=group, project=world.secret, meeting=meeting)
    session().commit()
    pack = operations.freeze(meeting, by=world.manager, now=NOW)
    session().commit()
    page = browser.as_(world.employee).get(f"/packs/{pack.id}")
    assert not page.has("Secret")
    assert page.has("records of confidential projects are left out for you")
    assert "Secret" not in api.as_(world.employee).get(f"/packs/{pack.id}").text
    assert browser.as_(world.cio).get(f"/packs/{pack.id}").has(hidden.title)
    hidden.meeting = None
    session().commit()
    later = operations.freeze(meeting, by=world.manager, now=NOW)
    session().commit()
    page = browser.as_(world.cio).get(f"/packs/{later.id}")
    assert page.has("1 confidential project of this group is left out of the pack.")
    assert not page.has("Secret")


@needs_poppler
def test_the_pdf_speaks_the_readers_language_and_proves_the_cut_off(
    world: World, steering: Steering, browser: Browser, tmp_path: Path
) -> None:
    pack = operations.freeze(coming(world, steering), by=steering.secretary, now=NOW)
    session().commit()
    data = (
        browser.as_(steering.member).in_language("zh-Hans").open("GET", f"/packs/{pack.id}/pdf").response.data
    )
    (tmp_path / "pack.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(tmp_path / "pack.pdf"), "-"]
    words = " ".join(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())
    for wanted in ("议程", "三家门店", "还没有准备好。", "Count the tills", pack.digest[:16]):
        assert wanted in words
    told = subprocess.run(["pdfinfo", str(tmp_path / "pack.pdf")], capture_output=True, check=True, text=True)
    assert "Tagged:          yes" in told.stdout
    assert str(pack.content["register"]["size"]) in words


def test_questions_are_asked_and_answered_before_the_meeting(
    world: World, steering: Steering, browser: Browser, api: Api
) -> None:
    meeting = coming(world, steering)
    item = meeting.agenda[0]
    page = browser.as_(steering.member).get(f"/meetings/{meeting.id}/agenda/{item.id}/questions/new")
    assert browser.submit(page).errors["text"]
    page = browser.submit(page, {"text": "Who pays 谁付钱?"})
    assert page.has("Who pays 谁付钱?")
    question = session().scalars(select(Question)).one()
    posted = session().scalars(select(Letter.template).where(Letter.template == "packs/asked")).all()
    assert len(posted) == (1 if steering.secretary.email else 0)
    assert browser.get(f"/questions/{question.id}/answer").status == 403
    told = api.as_(steering.secretary).post(f"/questions/{question.id}/answer", {"answer": "The shops."})
    assert told.json["answered_by"]["name"] == steering.secretary.name
    assert browser.get(f"/meetings/{meeting.id}").has("The shops.")
    pack = operations.freeze(meeting, by=steering.secretary, now=NOW)
    session().commit()
    assert browser.get(f"/packs/{pack.id}").has("Who pays 谁付钱? – Sec Retary: The shops.")
    steering_operations.remove_agenda_item(item, reason="Later", by=steering.secretary, now=NOW)
    session().commit()
    session().expire_all()
    assert (question.item, question.item_title) == (None, "Pilot"), "a question outlives its item"
    assert browser.get(f"/packs/{pack.id}").has("Who pays 谁付钱?")
    meeting.state = MeetingState.CLOSED
    with pytest.raises(Refused, match="over"):
        operations.answer(question, answer="No.", by=steering.secretary, now=NOW)
