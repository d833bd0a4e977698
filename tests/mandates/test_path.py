"""A mandate from its template to its end: who signs, who acknowledges, what never happens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.actors import actor_of
from portal.agreements.models import AgreementAnswer
from portal.agreements.queries import newest_version, owed_by
from portal.agreements.rules import may_answer
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.mandates import letter, operations, queries, rules, tasks
from portal.mandates.models import Mandate, MandateState, TouchState
from portal.outbox.models import Letter
from portal.projects.models import AppointmentRole, LeadModel
from portal.register.queries import history_of
from tests.factories.accounts import World, appoint
from tests.factories.agreements import make_absence
from tests.factories.mandates import (
    answer,
    make_draft,
    make_in_force,
    make_put,
    make_signed,
    sign,
    touched,
)
from tests.factories.projects import make_milestone
from tests.support.times import NOW, TODAY, days


def letters(template: str) -> set[str]:
    found = session().scalars(select(Letter).where(Letter.template == f"mandates/{template}"))
    return {each.name for each in found}


def told(mandate: Mandate) -> list[Any]:
    """What the register says, the newest first."""
    session().commit()
    return list(history_of(mandate))


def in_force(world: World, on: dt.date = TODAY) -> str | None:
    return queries.mandates_in_force([world.project.id], on)[world.project.id].code


def test_from_the_template_to_a_numbered_letter(world: World) -> None:
    mandate = make_draft(world)
    assert [each.department.name for each in mandate.touched] == [world.sales.name, world.logistics.name]
    assert mandate.scope.startswith("Processes, data and systems")
    assert mandate.scope_zh.startswith("项目所改变的流程")
    make_put(world, mandate)
    assert letters("to_sign") == {world.sponsor.name}
    sign(mandate, world.sponsor)
    assert mandate.state == MandateState.SIGNED
    assert in_force(world) is None, "signed is not in force: the departments have not answered"
    answer(mandate, world.sales, world.other_head)
    answer(mandate, world.logistics, world.head)
    assert (mandate.state, mandate.code, mandate.in_force_on) == ("in_force", "M-2026-001", TODAY)
    assert in_force(world) == "M-2026-001"
    assert letters("issued") >= {world.manager.name, world.sponsor.name, world.head.name}
    said = [each.sentence for each in told(mandate)]
    assert said[0].startswith("The mandate M-2026-001 Store system is issued")
    assert any("acknowledged the mandate" in each and world.logistics.name in each for each in said)


def test_what_was_seen_is_what_was_signed(world: World) -> None:
    mandate = make_signed(world)
    version = newest_version("mandate", mandate.id, queries.SIGNATURE)
    assert version is not None
    assert version.text == letter.full_text(mandate)
    assert "CN¥50,000 for one decision" in version.text
    assert "授权书" in version.text
    given = session().scalars(select(AgreementAnswer)).one()
    assert given.digest == version.digest
    with pytest.raises(Refused, match="cannot happen now"):
        operations.change_duty(mandate.touched[0], duty="x", duty_zh="", by=world.office, now=NOW)


def test_every_lead_model_has_its_template_in_three_languages(world: World) -> None:
    for model in LeadModel:
        for chinese in letter.CHINESE:
            texts = {
                **letter.starting_texts(model, chinese),
                **letter.starting_duty(model, chinese, leads=True),
            }
            assert all(text.strip() for text in texts.values()), (model, chinese)
    words = letter.fixed_words()
    assert set(words["en"]) == set(words["zh_Hans"]) == set(words["zh_Hant"])


def test_nobody_signs_for_themselves(world: World) -> None:
    own = make_draft(world, grantee=world.sponsor)
    with pytest.raises(Refused, match="Nobody gives themselves authority"):
        operations.put_mandate(own, due_on=days(7), by=world.office, now=NOW, today=TODAY)
    own.grantee = world.manager
    with pytest.raises(Refused, match="You would ask yourself"):
        operations.put_mandate(own, due_on=days(7), by=world.sponsor, now=NOW, today=TODAY)
    make_put(world, own)
    make_absence(world.sponsor, world.manager)
    session().commit()
    assert not rules.sign(actor_of(world.manager, TODAY), own), "the substitute would get the authority"
    with pytest.raises(Refused, match="Nobody gives themselves authority"):
        sign(own, world.manager)
    with pytest.raises(Refused):
        sign(own, world.head)


def test_substitutes_sign_and_acknowledge_with_both_names(world: World) -> None:
    mandate = make_put(world)
    make_absence(world.sponsor, world.cio)
    make_absence(world.head, world.member)
    sign(mandate, world.cio)
    answer(mandate, world.sales, world.other_head)
    answer(mandate, world.logistics, world.member)
    assert mandate.is_in_force
    each = touched(mandate, world.logistics)
    assert (each.answered_by, each.on_behalf_of) == (world.member, world.head)
    said = " ".join(entry.sentence for entry in told(mandate))
    assert f"{world.cio.name} signed the mandate" in said
    assert f"for {world.sponsor.name}, who was away" in said


def test_a_department_that_declines_says_why_and_is_not_bound(world: World) -> None:
    mandate = make_signed(world)
    with pytest.raises(Invalid, match="Say why"):
        answer(mandate, world.logistics, world.head, "decline")
    answer(mandate, world.logistics, world.head, "decline", "We have no people until July.")
    assert letters("refused") == {world.manager.name, world.office.name, world.sponsor.name}
    answer(mandate, world.sales, world.other_head)
    assert mandate.is_in_force
    assert [each.department.name for each in mandate.declined] == [world.logistics.name]
    issued = next(each for each in told(mandate) if each.event == "mandates.issued")
    assert world.logistics.name in str(issued.details)


def test_where_every_department_declines_nothing_comes_into_force(world: World) -> None:
    mandate = make_signed(world)
    answer(mandate, world.logistics, world.head, "decline", "No.")
    answer(mandate, world.sales, world.other_head, "decline", "Neither.")
    assert mandate.state == MandateState.DECLINED
    assert (mandate.code, in_force(world)) == (None, None)
    assert make_draft(world).is_draft, "another one can be drafted"


def test_the_sponsor_declines_with_a_reason(world: World) -> None:
    mandate = make_put(world)
    sign(mandate, world.sponsor, answer="decline", reason="Too much money.")
    assert (mandate.state, mandate.end_reason) == ("declined", "Too much money.")
    assert letters("declined") == {world.manager.name, world.office.name}


def test_a_letter_is_not_countered(world: World) -> None:
    mandate = make_put(world)
    with pytest.raises(Refused, match="as it stands"):
        sign(mandate, world.sponsor, answer="counter", reason="Half of it.")


def test_a_head_who_wrote_or_signed_it_is_not_asked(world: World) -> None:
    mandate = make_draft(world, by=world.head)
    make_signed(world, mandate)
    assert touched(mandate, world.logistics).state == TouchState.OWN
    assert len(mandate.waiting) == 1
    answer(mandate, world.sales, world.other_head)
    assert mandate.is_in_force


def test_back_dating_is_said_and_changes_no_day_that_has_passed(world: World) -> None:
    mandate = make_draft(world)
    values = _values(mandate, valid_from=days(-30))
    with pytest.raises(Invalid, match="before it is signed"):
        operations.edit_mandate(mandate, **values, by=world.office, now=NOW, today=TODAY)
    values["backdating_reason"] = "The work began with the workshop."
    operations.edit_mandate(mandate, **values, by=world.office, now=NOW, today=TODAY)
    make_in_force(world, mandate)
    text = letter.full_text(mandate)
    assert "This day lies before the signature. Why: The work began with the workshop." in text
    assert "该日早于签署日" in text
    assert mandate.in_force_on == TODAY
    assert in_force(world, days(-10)) is None, "as it was answered on that day"


def test_a_draft_that_waited_is_not_put_back_dated(world: World) -> None:
    mandate = make_draft(world)
    later = TODAY + dt.timedelta(days=3)
    with pytest.raises(Refused, match="before it is signed"):
        operations.put_mandate(mandate, due_on=days(9), by=world.office, now=NOW, today=later)


def _values(mandate: Mandate, **changes: Any) -> dict[str, Any]:
    names = ("grantee", "grantee_department", "until_milestone", "valid_from", "valid_to", "money_limit")
    same = {name: getattr(mandate, name) for name in (*names, "currency", "sponsor_percent")}
    return {**same, **changes}


def test_two_mandates_of_one_project_at_the_same_time_are_refused(world: World) -> None:
    mandate = make_draft(world)
    with pytest.raises(Refused, match="being prepared already"):
        make_draft(world)
    make_in_force(world, mandate)
    with pytest.raises(Refused, match="M-2026-001 in force"):
        make_draft(world)
    session().commit()
    twin = {name: getattr(mandate, name) for name in ("project_id", "lead_model", "grantee_id", "valid_from")}
    session().add(
        Mandate(**twin, state="in_force", code="M-9", drafted_by_id=world.office.id, created_at=NOW)
    )
    with pytest.raises(IntegrityError):
        session().flush()
    session().rollback()


def test_another_edition_asks_again_while_the_older_one_holds(world: World) -> None:
    first = make_in_force(world)
    later = operations.amend_mandate(first, reason="More money.", by=world.manager, now=NOW, today=TODAY)
    assert (later.edition, later.state, len(later.touched)) == (2, "draft", 2)
    later.money_limit = 2 * (first.money_limit or 0)
    make_signed(world, later)
    assert first.is_in_force, "until the departments have answered again"
    answer(later, world.sales, world.other_head)
    answer(later, world.logistics, world.head)
    assert (first.state, first.ended_on) == (MandateState.SUPERSEDED, TODAY)
    assert (later.code, later.number) == (first.code, "M-2026-001/2")
    assert "Why: More money." in letter.full_text(later)
    assert queries.mandates_in_force([world.project.id], TODAY)[world.project.id].edition == 2


def test_an_extension_is_put_to_the_sponsor_at_once(world: World) -> None:
    first = make_in_force(world)
    asked = {"due_on": days(7), "reason": "The roll-out takes longer.", "now": NOW, "today": TODAY}
    with pytest.raises(Invalid, match="later day"):
        operations.extend_mandate(first, valid_to=days(99), **asked, by=world.manager)
    later = operations.extend_mandate(first, valid_to=days(200), **asked, by=world.manager)
    assert (later.state, later.valid_to) == ("at_signature", days(200))


def test_only_the_sponsor_revokes_and_everybody_hears_why(world: World) -> None:
    mandate = make_in_force(world)
    may = {role: rules.revoke(actor_of(who, TODAY), mandate) for role, who in world.people().items()}
    assert {role for role, is_allowed in may.items() if is_allowed} == {"sponsor"}
    operations.revoke_mandate(mandate, reason="New strategy.", by=world.sponsor, now=NOW, today=TODAY)
    assert (mandate.state, mandate.ended_on, in_force(world)) == ("revoked", TODAY, None)
    assert letters("revoked") >= {world.manager.name, world.head.name, world.other_head.name}


def test_it_lapses_when_its_term_or_its_milestone_is_over(world: World) -> None:
    mandate = make_in_force(world, valid_to=days(20))
    assert tasks.lapse_mandates(NOW) == 0
    after = NOW + dt.timedelta(days=21)
    assert queries.mandates_in_force([world.project.id], days(21))[world.project.id].is_missed
    assert (tasks.lapse_mandates(after), tasks.lapse_mandates(after)) == (1, 0)
    assert (mandate.state, mandate.ended_on) == ("lapsed", days(21))
    assert in_force(world, days(20)) == "M-2026-001", "the same answer later"
    milestone = make_milestone(world.project, baseline_on=days(40))
    second = make_draft(world, valid_to=None, until_milestone=milestone)
    make_in_force(world, second)
    assert second.code == "M-2026-002"
    milestone.actual_on = days(41)
    assert tasks.lapse_mandates(NOW + dt.timedelta(days=41)) == 0
    assert tasks.lapse_mandates(NOW + dt.timedelta(days=42)) == 1


def test_an_incomplete_letter_is_not_put(world: World) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"scope": "", "scope_zh": ""}, "scope is empty"),
        ({"valid_to": None}, "how long the mandate lasts"),
    ]
    mandate = make_draft(world)
    for changes, words in cases:
        before = {name: getattr(mandate, name) for name in changes}
        for name, value in changes.items():
            setattr(mandate, name, value)
        with pytest.raises(Refused, match=words):
            operations.put_mandate(mandate, due_on=days(7), by=world.office, now=NOW, today=TODAY)
        for name, value in before.items():
            setattr(mandate, name, value)
    for each in list(mandate.touched):
        operations.remove_department(each, by=world.office, now=NOW)
    with pytest.raises(Refused, match="Name the departments"):
        operations.put_mandate(mandate, due_on=days(7), by=world.office, now=NOW, today=TODAY)


def test_withdrawing_ends_what_was_asked(world: World) -> None:
    mandate = make_signed(world)
    assert [each.department_id for each in owed_by(actor_of(world.head, TODAY))] == [world.logistics.id]
    operations.withdraw_mandate(mandate, reason="Wrong sum.", by=world.office, now=NOW, today=TODAY)
    assert (mandate.state, owed_by(actor_of(world.head, TODAY))) == ("withdrawn", [])
    with pytest.raises(Refused):
        answer(mandate, world.logistics, world.head)


def test_a_sponsor_who_was_replaced_signs_no_more(world: World) -> None:
    mandate = make_put(world)
    held = next(each for each in world.project.appointments if each.role == AppointmentRole.SPONSOR)
    held.valid_to = days(-1)
    appoint(world.project, world.cio, AppointmentRole.SPONSOR)
    session().flush()
    session().expire(world.project)
    with pytest.raises(Refused, match="does not sponsor this project any more"):
        sign(mandate, world.sponsor)


def test_heads_asked_about_a_confidential_project_can_read_it(world: World) -> None:
    mandate = make_put(world, make_draft(world, world.secret))
    assert not rules.read(actor_of(world.head, TODAY), mandate)
    sign(mandate, world.sponsor)
    session().expire_all()
    actor = actor_of(world.head, TODAY)
    assert rules.read(actor, mandate)
    party = queries.acknowledgement_party(touched(mandate, world.logistics))
    assert party is not None
    assert may_answer(actor, party)
