"""One letter a day for each person: everything that waits, nothing when nothing does, never twice."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal

import pytest
from sqlalchemy import delete, select

from portal.assembly import Portal
from portal.commands.unit_of_work import transaction
from portal.commitments import operations
from portal.commitments.models import State
from portal.core import clock
from portal.database import session
from portal.escalation.digest import post_digests
from portal.outbox.models import Letter, LetterState
from portal.outbox.tasks import send_letters
from portal.outbox.words import subject_and_body
from portal.projects.models import Insider
from tests.escalation.conftest import Later, ask
from tests.factories.accounts import World, make_department, make_head, make_person
from tests.factories.actions import make_action
from tests.factories.agreements import make_absence
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.support.smtp import mail_server
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def digests(on: int | None = None) -> dict[str, Letter]:
    """By receiver; `on`: of that day only."""
    session().expire_all()
    found = session().scalars(select(Letter).where(Letter.template == "escalation/digest")).all()
    wanted = [each for each in found if on is None or (each.key or "").endswith(days(on).isoformat())]
    return {letter.email.split("@")[0]: letter for letter in wanted}


def body(letter: Letter) -> str:
    return subject_and_body(letter)[1]


def test_one_letter_holds_everything_that_waits_for_a_person(world: World, later: Later) -> None:
    for _turn in range(3):
        ask(world)
    make_action("Order the scanners", owner=world.head, project=world.project, due_on=days(-2))
    session().commit()
    assert later(1)[2] == 1
    (letter,) = digests().values()
    subject, text = subject_and_body(letter)
    assert subject == "4 things wait for you"
    assert (
        text.count("the answer was due on 3 Mar 2026") == 3
        or text.count("the answer was due on Mar 3, 2026") == 3
    )
    assert "Order the scanners: due on" in text
    assert "http://localhost/commitments/" in text
    assert "Silence is never consent" in text


def test_nobody_gets_a_letter_when_nothing_waits(world: World, later: Later) -> None:
    asked = ask(world)
    operations.confirm_commitment(asked, by=world.head, now=NOW)
    make_action(owner=world.manager, due_on=days(5))
    session().commit()
    assert later(0)[2] == 1
    assert set(digests()) == {"manager"}, "who hears that it is confirmed"
    assert later(1)[2] == 0


def test_never_twice_on_one_day_and_again_on_the_next(world: World, later: Later) -> None:
    ask(world)
    assert [later(day)[2] for day in (0, 0, 1, 1, 2)] == [1, 0, 1, 0, 1]


def test_two_workers_post_one_letter(world: World, app: Portal) -> None:
    ask(world)
    session().rollback()
    together, posted = threading.Barrier(3), []

    def work() -> None:
        together.wait(timeout=30)
        for _attempt in range(5):
            try:
                with transaction(app):
                    count = post_digests(NOW, TODAY)
                posted.append(count)
                return
            except Exception:  # the database asks for another try, as it may of the jobs
                continue

    threads = [threading.Thread(target=work) for _worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(posted) == [0, 0, 1]
    assert set(digests()) == {"head"}


def test_a_counter_offer_waits_for_the_asker_and_no_longer_for_the_head(world: World, later: Later) -> None:
    asked = ask(world)
    offered = terms(person=world.member, share_percent=20)
    operations.counter_commitment(asked, terms=offered, by=world.head, now=NOW)
    session().commit()
    later(0)
    assert set(digests()) == {"manager"}
    assert "Offered to you: accept, ask again or withdraw" in body(digests()["manager"])


def test_a_substitute_gets_what_they_stand_in_for(world: World, later: Later) -> None:
    asked = ask(world)
    make_absence(world.head, world.employee)
    session().commit()
    later(0)
    assert set(digests()) == {"head", "employee"}
    text = body(digests()["employee"])
    assert "Asked of others, for whom you stand in" in text
    assert f"For He Lao 何老: {asked.code}" in text


def test_the_asker_is_no_substitute_for_who_must_answer(world: World, later: Later) -> None:
    ask(world)
    make_absence(world.head, world.manager)
    session().commit()
    later(0)
    assert set(digests()) == {"head"}


def test_weeks_to_enter_and_to_look_at_are_in_it(world: World, later: Later) -> None:
    lent = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, valid_from=days(-15), valid_to=days(30)),
    )
    session().commit()
    later(0)
    text = body(digests()["manager"])
    assert "Hours to enter" in text
    assert "Store system, week of" in text
    assert "head" not in digests()
    operations.record_delivery(
        lent, week_on=days(-8), hours=Decimal(12), by=world.manager, now=NOW + dt.timedelta(hours=1)
    )
    session().commit()
    later(1)
    assert "Max Member gave 12 hours to Store system in the week of" in body(digests(1)["head"])


def test_it_speaks_the_language_of_its_reader(world: World, later: Later) -> None:
    world.head.language = "zh_Hans"
    ask(world)
    later(1)
    assert "2026年3月4日" in body(digests()["head"])


def test_superiors_read_of_all_silences_of_a_day_in_their_one_letter(world: World, later: Later) -> None:
    above = make_department("Operations")
    make_head(above, make_person("Gu Zong", email="superior@example.org"))
    world.logistics.parent = above
    for _turn in range(3):
        ask(world)
    answered = ask(world)
    later(1)
    for task_day in (5,):
        later(task_day)
    operations.refuse_commitment(answered, reason="No", by=world.head, now=NOW + dt.timedelta(days=5))
    text = body(digests(5)["superior"])
    assert text.count("He Lao 何老 has not answered since") == 4
    assert text.count("http://localhost/commitments/") == 4
    later(6)
    assert "superior" not in digests(6), "they are told once, not every day"


def test_no_letter_leaves_at_night(world: World) -> None:
    ask(world)
    zone = clock.timezone()
    midnight = dt.datetime.combine(days(1), dt.time(0, 1), zone).astimezone(dt.UTC)
    post_digests(midnight, days(1))
    session().commit()
    (letter,) = digests().values()
    assert letter.next_try_at is not None
    assert letter.next_try_at.astimezone(zone).time() == dt.time(6)


@pytest.mark.parametrize("night", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2027, 1, 1)])
def test_a_day_has_one_letter_also_when_clocks_or_years_change(world: World, night: dt.date) -> None:
    ask(world)
    start = dt.datetime.combine(night, dt.time(0), clock.timezone()).astimezone(dt.UTC)
    hours = [start + dt.timedelta(hours=hour) for hour in range(23)]
    counts = [post_digests(at, at.astimezone(clock.timezone()).date()) for at in hours]
    session().commit()
    assert counts == [1] + [0] * 22


def test_it_leaves_through_a_real_mail_server(world: World, app: Portal, later: Later) -> None:
    asked = ask(world)
    later(1)
    before = app.config["MAIL_URL"]
    with mail_server() as mailbox:
        app.config["MAIL_URL"] = mailbox.url
        try:
            send_letters(NOW + dt.timedelta(days=1))
        finally:
            app.config["MAIL_URL"] = before
        (message,) = [each for each in mailbox.messages if "waits for you" in str(each["Subject"])]
    assert message["Subject"] == "1 thing waits for you"
    assert asked.code in str(message.get_content())
    assert "\n\n\n" not in str(message.get_content()).replace("\r\n", "\n")


def test_a_long_list_is_cut_and_says_how_much_more_there_is(world: World, later: Later) -> None:
    for number in range(35):
        make_action(f"Action {number}", owner=world.head, due_on=days(-number - 1))
    session().commit()
    later(0)
    text = body(digests()["head"])
    assert text.count("due on") == 30
    assert "5 more stand on your desk" in text
    assert "Action 34" in text, "the longest overdue come first"


def test_statements_grow_with_who_is_written_to_and_not_with_what_waits(world: World) -> None:
    def cost(day: int) -> int:
        with statements() as seen:
            post_digests(NOW, days(day))
        session().commit()
        return len(seen)

    ask(world)
    few = cost(0)
    for _turn in range(20):
        ask(world)
        make_action(owner=world.head, due_on=days(-1))
    session().commit()
    assert cost(1) == few


def test_an_asker_who_left_a_confidential_project_reads_nothing_of_it(world: World, later: Later) -> None:
    asked = ask(world, world.secret)
    offered = terms(person=world.member, share_percent=20)
    operations.counter_commitment(asked, terms=offered, by=world.head, now=NOW)
    session().execute(delete(Insider).where(Insider.person_id == world.secret_manager.id))
    session().commit()
    later(0)
    assert digests() == {}


def test_what_changes_is_a_line_in_the_next_letter_and_never_a_letter_of_its_own(
    world: World, later: Later
) -> None:
    asked = [ask(world) for _turn in range(2)]
    for each in asked:
        each.answer_due_on = days(9)
    operations.confirm_commitment(asked[0], by=world.head, now=NOW)
    operations.refuse_commitment(asked[1], reason="Stock-taking", by=world.head, now=NOW)
    session().commit()
    gathered = session().scalars(select(Letter).where(Letter.state == LetterState.GATHERED)).all()
    assert [letter.template for letter in gathered] == ["commitments/confirmed", "commitments/refused"]
    assert {letter.next_try_at for letter in gathered} == {None}
    assert later(0)[2] == 1
    subject, text = subject_and_body(digests()["manager"])
    assert subject == "What has changed"
    assert "Nothing waits for you" in text
    assert text.index(f"http://localhost/commitments/{asked[0].id}") < text.index(
        f"http://localhost/commitments/{asked[1].id}"
    )
    assert {letter.state for letter in gathered} == {LetterState.TOLD}
    assert [later(day)[2] for day in (0, 1, 2)] == [0, 0, 0]


def test_an_ask_waits_for_the_daily_letter_unless_its_answer_is_due_at_once(
    world: World, later: Later
) -> None:
    posted, code = {}, ""
    for due_in in (0, 1, 2):
        made = operations.ask_department(
            world.project,
            kind="staffing",
            department=world.logistics,
            terms=terms(person=world.member),
            by=world.manager,
            now=NOW,
            answer_due_on=days(due_in),
        )
        session().flush()
        letter = session().scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
        posted[due_in], code = letter.state, made.code
    assert posted == {0: "waiting", 1: "waiting", 2: "gathered"}
    session().commit()
    later(0)
    text = body(digests()["head"])
    assert text.count(code) == 1
    assert "What has changed" not in text


def test_a_recall_is_told_at_once(world: World) -> None:
    asked = ask(world)
    operations.confirm_commitment(asked, by=world.head, now=NOW)
    operations.recall_commitment(asked, reason="The warehouse burns", by=world.head, now=NOW)
    session().commit()
    recalled = session().scalars(select(Letter).where(Letter.template == "commitments/recalled")).all()
    assert {letter.state for letter in recalled} == {LetterState.WAITING}


def test_a_letter_that_cannot_be_written_keeps_no_other_back(world: World, later: Later) -> None:
    asked = ask(world)
    operations.confirm_commitment(asked, by=world.head, now=NOW)
    broken = session().scalars(select(Letter).where(Letter.template == "commitments/confirmed")).one()
    broken.facts = {}
    operations.release_commitment(asked, reason="Done", by=world.manager, now=NOW)
    session().commit()
    assert later(0)[2] == 1
    assert broken.state == LetterState.GIVEN_UP
    assert "http://localhost" in body(digests()["head"])


def test_weeks_to_look_at_stand_in_the_letter_of_the_substitute_too(world: World, later: Later) -> None:
    lent = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=terms(person=world.member, valid_from=days(-22)),
    )
    make_delivery(lent, days(-8), "20", world.manager).entered_at = NOW
    make_absence(world.head, world.employee)
    session().commit()
    later(0)
    for name in ("head", "employee"):
        assert "Max Member gave 20 hours to" in body(digests()[name])
