"""A text, its versions, and who may answer them how."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.accounts.models import DepartmentHead
from portal.agreements import operations, queries, rules
from portal.agreements.models import AgreementAnswer, CapacityKind, State
from portal.agreements.operations import Asked
from portal.agreements.seen import Seen, digest_of
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from tests.factories.accounts import World, make_head
from tests.factories.agreements import TEXT, as_head, first, make_absence, put, what_was_seen
from tests.support.times import NOW, TODAY, days

LATER = NOW + dt.timedelta(hours=3)


def test_what_was_seen_is_what_is_stored(world: World) -> None:
    version = put(world)
    seen = Seen("zh_Hans", "看到的字句", version.digest, "login")
    given = operations.answer(first(version), answer="accept", by=world.head, seen=seen, now=LATER)
    assert (given.text_seen, given.language_seen, given.identified_by) == ("看到的字句", "zh_Hans", "login")
    assert (given.digest, given.terms, given.standing) == (version.digest, {"role": "manager"}, "self")
    assert version.agreement.state == State.AGREED
    assert version.agreement.agreed_number == 1


def test_the_digest_covers_text_language_and_terms() -> None:
    whole = digest_of("a", "en", {"share": 50})
    others = {
        digest_of("b", "en", {"share": 50}),
        digest_of("a", "zh_Hans", {"share": 50}),
        digest_of("a", "en", {"share": 40}),
    }
    assert whole not in others
    assert len(others) == 3
    assert digest_of("a", "en", {"x": 1, "y": 2}) == digest_of("a", "en", {"y": 2, "x": 1})


def test_a_capacity_is_resolved_on_the_day_and_stays(world: World) -> None:
    party = first(put(world))
    session().execute(DepartmentHead.__table__.delete())
    make_head(world.logistics, world.member, since=TODAY)
    session().commit()
    assert (party.person, party.capacity, party.capacity_on) == (world.head, CapacityKind.HEAD, TODAY)
    assert party.capacity_label == "head of Logistics 物流部 on 3 Mar 2026"
    given = operations.answer(party, answer="accept", by=world.member, now=LATER)
    assert (given.standing, given.on_behalf_of) == ("successor", None)
    with pytest.raises(Refused):
        operations.answer(first(put(world)), answer="accept", by=world.head, now=LATER)


def test_nobody_answers_what_they_put(world: World) -> None:
    party = first(put(world, Asked(world.manager)))
    with pytest.raises(Refused, match="asked for themselves"):
        operations.answer(party, answer="accept", by=world.manager, now=LATER)
    assert not rules.may_answer(actor_of(world.manager, TODAY), party)


def test_a_substitute_of_who_put_the_text_does_not_answer_it_for_them(world: World) -> None:
    party = first(put(world, Asked(world.manager)))
    make_absence(world.manager, world.member)
    with pytest.raises(Refused, match="asked for themselves"):
        operations.answer(party, answer="accept", by=world.member, now=LATER)
    assert not rules.may_answer(actor_of(world.member, TODAY), party)


def test_who_put_the_text_does_not_answer_it_as_a_substitute(world: World) -> None:
    party = first(put(world))
    make_absence(world.head, world.manager)
    with pytest.raises(Refused, match="asked for themselves"):
        operations.answer(party, answer="accept", by=world.manager, now=LATER)
    assert not rules.may_answer(actor_of(world.manager, TODAY), party)


def test_a_substitute_answers_and_both_names_are_recorded(world: World) -> None:
    party = first(put(world))
    make_absence(world.head, world.member)
    assert rules.may_answer(actor_of(world.member, TODAY), party)
    given = operations.answer(
        party, answer="decline", reason="Nobody is free", by=world.member, now=LATER, project=world.project
    )
    assert (given.by, given.on_behalf_of, given.standing) == (world.member, world.head, "substitute")
    assert given.sentence == "Max Member declined for He Lao 何老, who was away."
    session().commit()
    told = history_of(party.agreement)[0]
    assert told.sentence == "Max Member declined STORE Store system on behalf of He Lao 何老."


@pytest.mark.parametrize(("first_day", "last_day"), [(-9, -1), (1, 5)])
def test_a_substitute_answers_only_on_the_days_of_the_absence(
    world: World, first_day: int, last_day: int
) -> None:
    party = first(put(world))
    make_absence(world.head, world.member, days(first_day), days(last_day))
    assert not rules.may_answer(actor_of(world.member, TODAY), party)
    with pytest.raises(Refused, match="only they, or the substitute"):
        operations.answer(party, answer="accept", by=world.member, now=LATER)


def test_somebody_else_does_not_answer(world: World) -> None:
    party = first(put(world))
    with pytest.raises(Refused, match="put to He Lao"):
        operations.answer(party, answer="accept", by=world.sponsor, now=LATER)
    assert session().scalars(select(AgreementAnswer)).all() == []


def test_a_vacancy_waits_and_the_next_head_answers(world: World) -> None:
    session().execute(DepartmentHead.__table__.delete())
    session().commit()
    party = first(put(world, Asked(None, CapacityKind.HEAD, department=world.logistics)))
    with pytest.raises(Refused, match="Nobody can answer this"):
        operations.answer(party, answer="accept", by=world.head, now=LATER)
    make_head(world.logistics, world.head, since=TODAY)
    session().commit()
    assert queries.owed_by(actor_of(world.head, TODAY)) == [party]
    assert operations.answer(party, answer="accept", by=world.head, now=LATER).standing == "successor"


def test_a_no_says_why(world: World) -> None:
    party = first(put(world))
    with pytest.raises(Invalid):
        operations.answer(party, answer="decline", reason="  ", by=world.head, now=LATER)
    operations.answer(party, answer="decline", reason="Too many", by=world.head, now=LATER)
    assert party.agreement.state == State.DECLINED


def test_one_party_answers_once(world: World) -> None:
    party = first(put(world, as_head(world), Asked(world.sponsor)))
    operations.answer(party, answer="accept", by=world.head, now=LATER)
    with pytest.raises(Refused, match="He Lao 何老 has answered this"):
        operations.answer(party, answer="accept", by=world.head, now=LATER)


def test_it_is_agreed_when_everybody_has_accepted(world: World) -> None:
    version = put(world, as_head(world), Asked(world.sponsor))
    operations.answer(version.parties[0], answer="accept", by=world.head, now=LATER)
    assert version.agreement.state == State.OPEN
    operations.answer(version.parties[1], answer="accept", by=world.sponsor, now=LATER)
    assert version.agreement.state == State.AGREED


def test_a_changed_text_asks_again_and_the_old_answers_stay(world: World) -> None:
    old = put(world)
    operations.answer(first(old), answer="counter", reason="Half the time", by=world.head, now=LATER)
    new = put(world, text="Half the time, until June.")
    assert (new.number, new.agreement.state) == (2, State.OPEN)
    assert new.digest != old.digest
    assert [party.version.number for party in queries.open_parties()] == [2]
    versions = queries.versions_of(new.agreement)
    assert [(each.number, each.text) for each in versions] == [(1, TEXT), (2, "Half the time, until June.")]
    assert versions[0].parties[0].answer is not None


def test_an_answer_to_an_older_text_is_refused_with_both_texts(world: World) -> None:
    old = put(world)
    new = put(world, text="Half the time, until June.")
    for party in (first(old), first(new)):
        with pytest.raises(Refused) as refused:
            operations.answer(party, answer="accept", by=world.head, seen=what_was_seen(old), now=LATER)
        assert TEXT in refused.value.sentence
        assert "Half the time, until June." in refused.value.sentence
    assert session().scalars(select(AgreementAnswer)).all() == []


def test_an_answer_to_an_unknown_text_is_refused(world: World) -> None:
    version = put(world)
    with pytest.raises(Refused, match="not known here"):
        operations.answer(
            first(version), answer="accept", by=world.head, seen=Seen("en", "x", "0" * 64, "login"), now=LATER
        )


def test_an_open_amendment_leaves_the_agreed_version_in_force(world: World) -> None:
    version = put(world)
    operations.answer(first(version), answer="accept", by=world.head, now=LATER)
    changed = put(world, text="Until June.")
    assert (changed.agreement.state, changed.agreement.agreed_number) == (State.OPEN, 1)
    operations.answer(first(changed), answer="decline", reason="No", by=world.head, now=LATER)
    assert (changed.agreement.state, changed.agreement.agreed_number) == (State.DECLINED, 1)


def test_what_was_withdrawn_cannot_be_answered(world: World) -> None:
    version = put(world)
    operations.withdraw(version.agreement, reason="Not needed", by=world.manager, now=LATER)
    with pytest.raises(Refused, match="withdrawn"):
        operations.answer(first(version), answer="accept", by=world.head, now=LATER)
    with pytest.raises(Refused, match="withdrawn"):
        operations.withdraw(version.agreement, reason="", by=world.manager, now=LATER)
    assert queries.open_parties() == []


def test_who_owes_an_answer_since_when_and_until_when(world: World) -> None:
    late = put(world, due_on=days(-2), purpose="late")
    soon = put(world, due_on=days(2), purpose="soon")
    found = queries.open_parties()
    assert [party.version for party in found] == [late, soon]
    assert [(party.since, party.answer_due_on) for party in found] == [(NOW, days(-2)), (NOW, days(2))]
    assert [party.is_overdue(TODAY) for party in found] == [True, False]
    assert queries.open_parties(due_before=TODAY) == [first(late)]
    assert queries.open_parties(people={world.head.id}, purpose="soon") == [first(soon)]
    assert queries.open_parties(people={world.sponsor.id}) == []


def test_the_asked_and_who_asked_get_a_letter(world: World) -> None:
    version = put(world)
    operations.answer(first(version), answer="decline", reason="No", by=world.head, now=LATER)
    session().commit()
    letters = {(letter.template, letter.person_id) for letter in session().scalars(select(Letter))}
    assert letters == {("agreements/put", world.head.id), ("agreements/answered", world.manager.id)}
