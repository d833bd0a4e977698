"""Asks and offers are versions, answers are answers: what was seen is what was signed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.agreements import queries
from portal.agreements.models import Agreement, AgreementAnswer, AgreementVersion, State
from portal.commitments import operations as commitments
from portal.commitments import rules
from portal.commitments.agreed import PURPOSE
from portal.commitments.models import Commitment, Side
from portal.commitments.queries import visible_to
from portal.core.errors import Refused
from portal.core.language import force_locale
from portal.database import session
from portal.projects.models import Project
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.agreements import make_absence
from tests.factories.commitments import make_commitment, terms
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY

LONG = "Describe every process of the warehouse, hall by hall. " * 8


def asked(world: World, project: Project | None = None, **values: object) -> Commitment:
    found = commitments.ask_department(
        project or world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member, **values),
        by=world.secret_manager if project is world.secret else world.manager,
        now=NOW,
    )
    session().commit()
    return found


def newest(commitment: Commitment) -> AgreementVersion:
    found = queries.newest_version("commitment", commitment.id, PURPOSE)
    assert found is not None
    return found


def answers() -> list[tuple[str, str, Person | None]]:
    found = session().scalars(select(AgreementAnswer).order_by(AgreementAnswer.id))
    return [(each.answer, each.by.name, each.on_behalf_of) for each in found]


def test_an_ask_is_put_to_the_head_by_name_with_every_word(world: World) -> None:
    version = newest(asked(world, statement=LONG))
    assert LONG.strip() in version.text
    assert version.text.startswith("Mia Manager (STORE) asks Logistics")
    party = version.parties[0]
    assert (party.person, party.capacity, party.answer_due_on) == (
        world.head,
        "head",
        NOW.date().replace(day=10),
    )
    assert version.terms["share_percent"] == 50


def test_every_move_of_an_ask_is_a_version_or_an_answer(world: World) -> None:
    commitment = asked(world)
    offer = terms(person=world.member, share_percent=30)
    commitments.counter_commitment(commitment, terms=offer, by=world.head, now=NOW, note="Fridays are full")
    counter = newest(commitment)
    assert (counter.number, counter.parties[0].person, counter.made_by) == (2, world.manager, world.head)
    again = terms(person=world.member, share_percent=40)
    commitments.ask_again(commitment, terms=again, by=world.manager, now=NOW)
    assert (newest(commitment).number, newest(commitment).parties[0].person) == (3, world.head)
    commitments.confirm_commitment(commitment, by=world.head, now=NOW)
    agreement = newest(commitment).agreement
    assert (agreement.state, agreement.agreed_number) == (State.AGREED, 3)
    assert [said[0] for said in answers()] == ["counter", "accept"]


def test_a_refusal_and_a_withdrawal_close_the_agreement(world: World) -> None:
    refused, withdrawn = asked(world), asked(world)
    commitments.refuse_commitment(refused, reason="No", by=world.head, now=NOW)
    commitments.withdraw_commitment(withdrawn, reason="Too late", by=world.manager, now=NOW)
    states = [newest(each).agreement.state for each in (refused, withdrawn)]
    assert states == [State.DECLINED, State.WITHDRAWN]


def test_an_amendment_is_put_to_the_other_side_while_the_promise_stands(world: World) -> None:
    commitment = asked(world)
    commitments.confirm_commitment(commitment, by=world.head, now=NOW)
    less = terms(person=world.member, share_percent=20)
    commitments.propose_amendment(commitment, terms=less, side=Side.DEPARTMENT, by=world.head, now=NOW)
    version = newest(commitment)
    assert (version.parties[0].person, version.agreement.agreed_number) == (world.manager, 1)
    commitments.accept_amendment(commitment, by=world.manager, now=NOW)
    assert (version.agreement.state, version.agreement.agreed_number) == (State.AGREED, 2)


@pytest.mark.parametrize("end", ["release", "recall", "fulfil", "miss"])
def test_nobody_owes_an_answer_about_a_promise_that_ended(world: World, end: str) -> None:
    commitment = asked(world)
    commitments.confirm_commitment(commitment, by=world.head, now=NOW)
    less = terms(person=world.member, share_percent=20)
    commitments.propose_amendment(commitment, terms=less, side=Side.DEPARTMENT, by=world.head, now=NOW)
    how = {
        "release": lambda: commitments.release_commitment(
            commitment, reason="Done", by=world.manager, now=NOW
        ),
        "recall": lambda: commitments.recall_commitment(
            commitment, reason="Needed here", by=world.head, now=NOW
        ),
        "fulfil": lambda: commitments.fulfil_commitment(commitment, by=world.manager, now=NOW),
        "miss": lambda: commitments.miss_commitment(
            commitment, reason="Never came", by=world.manager, now=NOW
        ),
    }
    how[end]()
    session().flush()
    agreement = newest(commitment).agreement
    assert (agreement.state, agreement.agreed_number) == (State.WITHDRAWN, 1)
    assert queries.open_parties(people=[world.manager.id]) == []


def test_a_head_who_reads_chinese_signs_the_chinese_words(world: World, browser: Browser) -> None:
    commitment = asked(world)
    world.head.language = "zh_Hans"
    session().commit()
    page = browser.as_(world.head).get(f"/commitments/{commitment.id}/confirmation")
    browser.submit(page, {})
    given = session().scalars(select(AgreementAnswer)).one()
    assert (given.language_seen, given.identified_by) == ("zh_Hans", "login")
    assert given.text_seen in page.text
    assert given.text_seen != newest(commitment).text
    assert given.digest == newest(commitment).digest


def test_an_answer_to_a_text_that_changed_meanwhile_is_refused(world: World, browser: Browser) -> None:
    commitment = asked(world)
    page = browser.as_(world.head).get(f"/commitments/{commitment.id}/confirmation")
    offer = terms(person=world.member, share_percent=30)
    commitments.counter_commitment(commitment, terms=offer, by=world.head, now=NOW)
    again = terms(person=world.member, share_percent=90)
    commitments.ask_again(commitment, terms=again, by=world.manager, now=NOW)
    session().commit()
    mark = page.soup.find("input", {"name": "seen"})["value"]  # type: ignore[index]  # it is there
    answer = browser.post(f"/commitments/{commitment.id}/confirmation", {"seen": str(mark)})
    assert answer.status == 409
    assert answer.has("50%")
    assert answer.has("90%")
    assert session().get_one(Commitment, commitment.id).state == "requested"


def test_a_substitute_of_the_head_answers_and_both_names_stand_on_the_page(
    world: World, browser: Browser
) -> None:
    commitment = asked(world)
    make_absence(world.head, world.employee)
    session().commit()
    page = browser.as_(world.employee).get(f"/commitments/{commitment.id}/answer")
    assert page.status == 200
    page = browser.submit(browser.get(f"/commitments/{commitment.id}/confirmation"), {})
    assert page.has("Emil Employee confirmed STORE-C1 for He Lao 何老, who was away.")
    assert page.has("Emil Employee accepted for He Lao 何老, who was away.")
    assert page.has("for He Lao 何老, who was away")
    assert answers() == [("accept", "Emil Employee", session().get(Person, world.head.id))]


def test_a_substitute_sees_what_the_head_sees_and_no_longer(world: World) -> None:
    commitment = asked(world, project=world.secret)
    seen = select(Commitment).join(Project).where(visible_to(actor_of(world.employee, TODAY)))
    assert not rules.read(actor_of(world.employee, TODAY), commitment)
    assert session().scalars(seen).all() == []
    make_absence(world.head, world.employee)
    substitute = actor_of(world.employee, TODAY)
    assert rules.read(substitute, commitment)
    assert session().scalars(select(Commitment).join(Project).where(visible_to(substitute))).all() == [
        commitment
    ]
    after = actor_of(world.employee, NOW.date().replace(day=28))
    assert not rules.may_answer(after, commitment)


def test_a_manager_who_stands_in_for_the_head_does_not_answer_their_own_ask(world: World) -> None:
    commitment = asked(world)
    make_absence(world.head, world.manager)
    assert not rules.may_answer(actor_of(world.manager, TODAY), commitment)
    with pytest.raises(Refused, match="asked for themselves"):
        commitments.confirm_commitment(commitment, by=world.manager, now=NOW)


def test_the_text_of_the_asker_is_the_asked_one_in_their_language(world: World) -> None:
    with force_locale("zh_Hans"):
        version = newest(asked(world))
    assert version.language == "zh_Hans"


def test_what_was_asked_before_agreements_were_kept_is_put_as_it_is_known(world: World) -> None:
    commitment = make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=terms(person=world.member)
    )
    commitments.confirm_commitment(commitment, by=world.head, now=NOW)
    version = newest(commitment)
    assert (version.made_by, version.made_at) == (world.manager, NOW)
    given = session().scalars(select(AgreementAnswer)).one()
    assert (given.text_seen, given.digest) == ("", version.digest)


def test_an_import_of_an_open_ask_waits_for_its_head(world: World) -> None:
    for state in ("requested", "confirmed"):
        commitments.take_over_commitment(
            world.project,
            code=f"OLD-{state}",
            kind="staffing",
            state=state,
            terms=terms(person=world.member),
            now=NOW,
            by=world.office,
            department=world.logistics,
            head=world.head,
            requester=world.manager,
        )
    session().commit()
    assert [party.person for party in queries.open_parties()] == [world.head]
    assert len(session().scalars(select(Agreement)).all()) == 1


def test_the_register_holds_the_digest_of_what_was_asked_and_answered(world: World) -> None:
    commitment = asked(world)
    commitments.confirm_commitment(commitment, by=world.head, now=NOW)
    session().commit()
    told = [entry.values for entry in history_of(commitment)]
    assert {each["digest"] for each in told} == {newest(commitment).digest}
