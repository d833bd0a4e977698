"""What people read in their e-mail, in their language."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from portal.commitments import operations
from portal.commitments.models import Commitment, Kind, Side, State
from portal.core.language import LANGUAGES
from portal.database import session
from portal.outbox.facts import unpack
from portal.outbox.models import Letter
from tests.factories.accounts import World
from tests.factories.commitments import in_parts, make_commitment, make_counter, terms
from tests.support.times import NOW, days


def ask(world: World) -> Commitment:
    return operations.ask_department(
        world.project,
        kind=Kind.STAFFING,
        department=world.logistics,
        terms=terms(person=world.member),
        note="The pilot needs it",
        by=world.manager,
        now=NOW,
    )


def read(letter: Letter) -> str:
    """As it is when it is sent: outside any request."""
    template = current_app.jinja_env.get_template(f"email/{letter.template}.txt")
    return template.render(link="http://localhost/x", **unpack(letter.facts))


def write_every_letter(world: World) -> None:
    offered = terms(person=world.head)
    both: dict[str, Any] = {"by": world.head, "now": NOW}
    asker: dict[str, Any] = {"by": world.manager, "now": NOW}
    operations.confirm_commitment(ask(world), **both)
    operations.refuse_commitment(ask(world), reason="Stock-taking", **both)
    operations.withdraw_commitment(ask(world), reason="", **asker)
    for end in ("accept", "again"):
        commitment = ask(world)
        operations.counter_commitment(commitment, terms=offered, note="He knows it", **both)
        if end == "accept":
            operations.accept_counter(commitment, **asker)
        else:
            operations.ask_again(commitment, terms=terms(share_percent=10), **asker)
    endings: list[tuple[Any, dict[str, str]]] = [
        (operations.release_commitment, {"reason": "Done"}),
        (operations.fulfil_commitment, {"note": "Thanks"}),
        (operations.miss_commitment, {"reason": "Nobody came"}),
    ]
    for operation, words in endings:
        promised = make_commitment(
            world.project, requester=world.manager, head=world.head, state=State.CONFIRMED
        )
        operation(promised, **words, **asker)
    late = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        wanted=terms(valid_from=days(-9), valid_to=days(-1)),
    )
    operations.lapse_commitment(late, now=NOW)


def amend_a_promise(world: World) -> None:
    """Other terms proposed, accepted, declined and taken back; at last the department recalls."""
    made = operations.ask_department(
        world.project,
        kind=Kind.STAFFING,
        department=world.logistics,
        terms=terms(person=world.member),
        by=world.manager,
        now=NOW,
    )
    both: dict[str, Any] = {"by": world.head, "now": NOW}
    asker: dict[str, Any] = {"by": world.manager, "now": NOW}
    operations.confirm_commitment(made, **both)
    project: dict[str, Any] = {"side": Side.PROJECT, "note": "The pilot starts earlier", **asker}
    operations.propose_amendment(made, terms=in_parts(20, 90, person=world.member), **project)
    operations.decline_amendment(made, reason="Stock-taking", **both)
    operations.propose_amendment(made, terms=terms(person=world.member, share_percent=60), **project)
    operations.withdraw_amendment(made, reason="No longer needed", **asker)
    department: dict[str, Any] = {"side": Side.DEPARTMENT, "note": "Max moves", **both}
    operations.hand_over_commitment(made, person=world.head, **department)
    operations.accept_amendment(made, **asker)
    operations.recall_commitment(made, reason="The warehouse burns", **both)


def test_every_letter_can_be_read_in_every_language(world: World) -> None:
    write_every_letter(world)
    amend_a_promise(world)
    letters = list(session().scalars(select(Letter)))
    assert {letter.template.removeprefix("commitments/") for letter in letters} == {
        *("requested", "requested_again", "confirmed", "countered", "refused", "accepted"),
        *("withdrawn", "released", "fulfilled", "missed", "lapsed"),
        *("amendment_proposed", "amendment_accepted", "amendment_declined", "amendment_withdrawn"),
        *("handed_over", "recalled"),
    }
    for letter in letters:
        for language in LANGUAGES:
            with force_locale(language):
                text = read(letter)
            first, blank, *body = text.splitlines()
            assert first.startswith("Subject: ")
            assert blank == ""
            assert "STORE" in "\n".join(body)
            assert "http://localhost/x" in body[-1]
            assert "None" not in text
            assert "&" not in text


def test_the_ask_says_in_one_sentence_who_wants_whom_for_what_and_how_much(world: World) -> None:
    ask(world)
    letter = session().scalars(select(Letter)).one()
    assert letter.link.endswith("/answer")
    text = read(letter)
    assert (
        "Mia Manager (STORE) asks Logistics 物流部 for Max Member, 50% of the week"
        " from 3 Mar 2026 to 2 May 2026, for: Map the warehouse processes"
    ) in text


def test_nobody_gets_a_letter_about_what_they_did_themselves(world: World) -> None:
    commitment = make_commitment(world.project, requester=world.manager, head=world.head)
    make_counter(commitment, world.head, terms(person=world.member))
    operations.accept_counter(commitment, by=world.manager, now=NOW)
    assert [letter.person_id for letter in session().scalars(select(Letter))] == [world.head.id]
