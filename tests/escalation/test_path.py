"""What follows when nobody answers: each step on its day, once, and not when the answer has come."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from portal.accounts.models import Department
from portal.agreements.models import AgreementParty
from portal.assembly import Portal
from portal.commands.unit_of_work import transaction
from portal.commitments import operations
from portal.commitments.models import Commitment
from portal.database import session
from portal.escalation.models import SilenceNotice, SilenceStep
from portal.escalation.tasks import TASKS, follow_silences
from portal.followup.accepting import ask_owner
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.steering.models import AgendaItem, MeetingState
from portal.steering.operations import remove_agenda_item
from tests.escalation.conftest import Later, ask
from tests.factories.accounts import World, make_department, make_head, make_person
from tests.factories.actions import make_action
from tests.factories.agreements import make_absence
from tests.factories.commitments import terms
from tests.factories.projects import make_programme
from tests.factories.steering import make_group, make_meeting
from tests.support.statements import statements
from tests.support.times import NOW, days

SUPERIOR = "Gu Zong 顾总"


@pytest.fixture
def above(world: World) -> Department:
    """Logistics belongs to Operations, which somebody heads."""
    operations_unit = make_department("Operations")
    make_head(operations_unit, make_person(SUPERIOR, email="superior@example.org"))
    world.logistics.parent = operations_unit
    session().commit()
    return operations_unit


def steps() -> list[str]:
    session().expire_all()
    return list(session().scalars(select(SilenceStep.step).order_by(SilenceStep.id)))


def told(commitment: Commitment) -> list[str]:
    return [entry.sentence for entry in history_of(commitment) if entry.event.startswith("silence.")]


def told_people() -> set[str]:
    session().expire_all()
    return {notice.person.name for notice in session().scalars(select(SilenceNotice))}


def test_each_step_is_taken_on_its_day_and_not_before(
    world: World, asked: Commitment, above: Department, later: Later
) -> None:
    meeting = make_meeting(
        make_group(world.project), state=MeetingState.CALLED, held_at=NOW + dt.timedelta(days=30)
    )
    session().commit()
    taken = [(day, later(day)[0]) for day in range(16)]
    assert [day for day, count in taken if count] == [1, 5, 10]
    assert steps() == ["reminder", "superior", "agenda"]
    assert told_people() == {SUPERIOR, "Sun Li 孙丽"}
    sentences = "\n".join(reversed(told(asked)))
    assert f"He Lao 何老 was reminded of {asked.code}; the answer was due on 2026-03-03" in sentences
    assert f"{SUPERIOR} was told, as head of Operations, that nobody has answered {asked.code}" in sentences
    assert f"Sun Li 孙丽 was told, as sponsor, that nobody has answered {asked.code}" in sentences
    assert f"it stands on the agenda of {meeting.register_label()}" in sentences
    (item,) = session().scalars(select(AgendaItem))
    assert item.title.startswith(f"No answer: {asked.code}")
    assert "He Lao 何老 has not answered since" in item.note
    assert f"(/commitments/{asked.id})" in item.note
    assert asked.state == "requested", "silence is never consent"


def test_an_answer_stops_the_path(world: World, asked: Commitment, above: Department, later: Later) -> None:
    later(1)
    operations.refuse_commitment(
        asked, reason="Nobody is free", by=world.head, now=NOW + dt.timedelta(days=2)
    )
    session().commit()
    assert [later(day)[0] for day in (3, 5, 10)] == [0, 0, 0]
    assert steps() == ["reminder"]


def test_a_new_ask_begins_its_own_path(world: World, asked: Commitment, later: Later) -> None:
    later(1)
    offered = terms(person=world.member, share_percent=20)
    operations.counter_commitment(asked, terms=offered, by=world.head, now=NOW + dt.timedelta(days=2))
    session().commit()
    due = asked.answer_due_on
    assert due is not None
    assert later((due - NOW.date()).days)[0] == 0
    assert later((due - NOW.date()).days + 1)[0] == 1
    assert told(asked)[0].startswith("Mia Manager was reminded")


def test_the_substitute_of_who_is_away_is_told(
    world: World, asked: Commitment, above: Department, later: Later
) -> None:
    make_absence(world.head, world.employee, first=days(2), last=days(20))
    session().commit()
    assert [later(day)[0] for day in range(6)] == [0, 1, 0, 1, 0, 1]
    assert steps() == ["reminder", "substitute", "superior"]
    assert any(
        "Emil Employee was told" in each and "substitute of He Lao 何老" in each for each in told(asked)
    )


def test_who_begins_to_stand_in_late_has_time_before_the_superior_is_told(
    world: World, asked: Commitment, above: Department, later: Later
) -> None:
    make_absence(world.head, world.employee, first=days(5), last=days(20))
    session().commit()
    assert [later(day)[0] for day in range(8)] == [0, 1, 0, 0, 0, 1, 0, 1]
    assert steps() == ["reminder", "substitute", "superior"]


def test_a_vacancy_goes_straight_to_the_superior(world: World, above: Department, later: Later) -> None:
    for head in world.logistics.heads:
        head.valid_to = days(-1)
    session().commit()
    asked = ask(world)
    assert [later(day)[0] for day in range(3)] == [0, 1, 0]
    assert steps() == ["superior"]
    assert told_people() == {SUPERIOR, "Sun Li 孙丽"}
    assert not any("was reminded" in sentence for sentence in told(asked))


def test_who_heads_the_unit_above_too_is_not_told_of_their_own_silence(
    world: World, asked: Commitment, later: Later
) -> None:
    top = make_department("Board")
    make_head(top, make_person("Ceo", email="ceo@example.org"))
    middle = make_department("Operations", parent=top)
    make_head(middle, world.head)
    world.logistics.parent = middle
    session().commit()
    later(1), later(5)
    assert told_people() == {"Ceo", "Sun Li 孙丽"}


def test_where_nobody_is_above_the_register_says_so(world: World, later: Later) -> None:
    asked = ask(world, world.secret)
    later(1), later(5)
    assert "there is neither a superior nor a sponsor to be told" in told(asked)[0]


def test_a_superior_outside_a_confidential_project_learns_no_name(
    world: World, above: Department, later: Later
) -> None:
    asked = ask(world, world.secret)
    later(1), later(5)
    session().expire_all()
    letter = session().scalars(select(Letter).where(Letter.email == "superior@example.org")).one()
    assert letter.facts["notices"][0]["title"] == ""
    assert asked.code not in str(letter.facts)
    assert "Merger" not in str(letter.facts)
    assert letter.facts["notices"][0]["name"] == "He Lao 何老"


def test_somebody_without_an_address_is_not_said_to_be_told(
    world: World, asked: Commitment, later: Later
) -> None:
    world.head.email = None
    session().commit()
    assert later(1)[0] == 1
    assert "He Lao 何老 could not be told" in told(asked)[0]


def test_the_item_waits_for_a_meeting_and_leaves_with_the_answer(
    world: World, asked: Commitment, later: Later
) -> None:
    group = make_group(world.project)
    make_meeting(group, state=MeetingState.CLOSED, held_at=NOW + dt.timedelta(days=20))
    session().commit()
    assert [later(day)[0] for day in (1, 5, 10, 11)] == [1, 1, 0, 0]
    meeting = make_meeting(group, state=MeetingState.DRAFT, held_at=NOW + dt.timedelta(days=20))
    session().commit()
    assert later(12)[0] == 1
    assert [item.title for item in meeting.agenda] == [f"No answer: {asked.code} {asked.title}"]
    assert later(13)[:2] == (0, 0)
    operations.refuse_commitment(asked, reason="No", by=world.head, now=NOW + dt.timedelta(days=14))
    session().commit()
    assert later(14)[1] == 1
    session().expire_all()
    assert meeting.agenda == []
    assert "left the agenda" in told(asked)[0]
    assert "because nothing waits for an answer any more" in history_of(meeting)[0].sentence
    assert later(15)[:2] == (0, 0)


def test_what_somebody_took_off_the_agenda_does_not_come_back(
    world: World, asked: Commitment, later: Later
) -> None:
    meeting = make_meeting(
        make_group(world.project), state=MeetingState.DRAFT, held_at=NOW + dt.timedelta(days=20)
    )
    session().commit()
    later(1), later(5), later(10)
    session().expire_all()
    (item,) = meeting.agenda
    remove_agenda_item(item, reason="Settled by telephone", by=world.manager, now=NOW)
    session().commit()
    assert later(11)[:2] == (0, 0)
    assert meeting.agenda == []


def test_a_meeting_that_has_begun_keeps_its_agenda(world: World, asked: Commitment, later: Later) -> None:
    meeting = make_meeting(
        make_group(world.project), state=MeetingState.CALLED, held_at=NOW + dt.timedelta(days=20)
    )
    session().commit()
    later(1), later(5), later(10)
    meeting.state = MeetingState.OPEN
    operations.refuse_commitment(asked, reason="No", by=world.head, now=NOW + dt.timedelta(days=20))
    session().commit()
    assert later(20)[1] == 0
    assert len(meeting.agenda) == 1


def test_the_times_are_those_of_the_projects_group_else_of_its_programmes(world: World, later: Later) -> None:
    programme = make_programme()
    world.project.programme = programme
    quick = {"remind_after_days": 0, "substitute_after_days": 1, "superior_after_days": 2}
    group = make_group(programme=programme, agenda_after_days=4, **quick)
    asked = ask(world)
    assert later(0)[0] == 1
    make_group(world.project, remind_after_days=2, substitute_after_days=3, superior_after_days=8)
    session().commit()
    assert [later(day)[0] for day in range(1, 9)] == [0, 0, 0, 0, 0, 0, 0, 1]
    assert (group.times.agenda_after_days, asked.state) == (4, "requested")


def test_a_confidential_project_is_not_named_on_a_programmes_agenda(world: World, later: Later) -> None:
    programme = make_programme()
    world.secret.programme = programme
    make_meeting(make_group(programme=programme), state="called", held_at=NOW + dt.timedelta(days=20))
    asked = ask(world, world.secret)
    later(1), later(5), later(10)
    (item,) = session().scalars(select(AgendaItem))
    assert item.title == "No answer in a confidential project"
    assert asked.code not in item.note
    assert "Merger" not in item.note


def test_two_workers_at_once_take_each_step_once(world: World, asked: Commitment, app: Portal) -> None:
    make_meeting(make_group(world.project), state="called", held_at=NOW + dt.timedelta(days=20))
    session().commit()
    for day in (1, 5, 10):
        _all_at_once(app, NOW + dt.timedelta(days=day))
    assert steps() == ["reminder", "superior", "agenda"]
    assert len(list(session().scalars(select(AgendaItem)))) == 1
    assert len(told(asked)) == 3
    digests = list(session().scalars(select(Letter.key).where(Letter.template == "escalation/digest")))
    assert len(digests) == len(set(digests))


def _all_at_once(app: Portal, now: dt.datetime, workers: int = 3) -> None:
    session().rollback()
    together, failures = threading.Barrier(workers), []

    def work() -> None:
        together.wait(timeout=30)
        for task in TASKS:
            for attempt in range(5):
                try:
                    with transaction(app):
                        task(now)
                    break
                except Exception as error:  # as the jobs do: again, and only the last one counts
                    if attempt == 4:
                        failures.append(error)

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    session().expire_all()


def test_the_same_day_repeats_nothing(
    world: World, asked: Commitment, above: Department, later: Later
) -> None:
    assert [later(1)[0], later(1)[0], later(1)[0]] == [1, 0, 0]
    assert [later(5)[0], later(5)[0]] == [1, 0]
    assert len(told(asked)) == 3


def test_what_is_not_due_costs_no_statement(world: World, later: Later) -> None:
    later(0)
    counts = []
    for _round in range(2):
        for _turn in range(10):
            ask(world)
        with statements() as seen:
            assert follow_silences(NOW) == 0
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_letters_at_the_moment_of_asking_stay(world: World, asked: Commitment) -> None:
    (letter,) = session().scalars(select(Letter))
    assert (letter.template, letter.person_id) == ("commitments/requested", world.head.id)


def test_an_action_that_its_owner_did_not_accept_takes_the_same_path(world: World, later: Later) -> None:
    """What is asked about has a history of its own or not: the agreement's then tells it."""
    action = make_action("Count the stock 盘点", project=world.project, owner=world.member)
    ask_owner(action, by=world.manager, now=NOW)
    session().commit()
    due_on = session().scalars(select(AgreementParty.answer_due_on)).one()
    assert due_on is not None
    waited = (due_on - NOW.date()).days
    taken = [later(waited + day)[0] for day in range(12)]
    assert taken.count(1) >= 2
    assert "reminder" in steps()
