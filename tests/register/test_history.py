"""A record's story, told in sentences: few statements, the reader's language, nothing restricted."""

from __future__ import annotations

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from portal.core.errors import Refused
from portal.register import events, index
from portal.register.history import HistoryEntry
from portal.register.operations import erase, record
from portal.register.queries import history_of, history_of_project, latest_seq
from tests.register.acts import BURNT, NOON, ODD, SENT, WEIGHED, burn, later, read, send
from tests.register.letters import CIO, HEAD, Letter

PROJECT = SimpleNamespace(
    uid=uuid.UUID(int=77), register_kind="project", register_label=lambda: "Store system"
)
OTHER = SimpleNamespace(uid=uuid.UUID(int=78), register_kind="project", register_label=lambda: "Elsewhere")
TERMS = {"share_percent": 40, "valid_from": dt.date(2026, 4, 1), "valid_to": None, "skills": ["SQL", "tact"]}


def sentences(story: list[HistoryEntry]) -> list[str]:
    return [each.sentence for each in story]


def test_an_act_reads_as_a_sentence_and_the_rest_as_details(session: Session, letter: Letter) -> None:
    send(letter, "the mint", terms=TERMS, project=PROJECT, supersedes=1, minutes=3)
    session.commit()
    (entry,) = history_of(letter, session=session)
    assert entry.sentence == "Li Wei 李伟 sent letter “Welcome” to the mint."
    assert entry.details == [
        ("Terms", "Share of time in percent: 40; Skills: SQL; tact; Valid from: 2026-04-01")
    ]
    assert (entry.seq, entry.at, entry.event, entry.actor_name) == (1, later(3), "letters.sent", HEAD.name)
    assert (entry.object_uid, entry.object_kind, entry.object_label) == (
        letter.uid,
        "letter",
        "letter “Welcome”",
    )
    assert (entry.auth, entry.actor_uid, entry.supersedes, entry.object_version) == ("system", HEAD.uid, 1, 1)
    assert entry.values["terms"]["valid_to"] is None


def test_the_words_are_those_of_then(session: Session, letter: Letter) -> None:
    read(letter)
    letter.title = "Renamed"
    session.commit()
    assert sentences(history_of(letter, session=session)) == ["Li Wei 李伟 read letter “Welcome”."]


def test_what_the_portal_did_itself_says_so(session: Session, letter: Letter) -> None:
    read(letter, by=None)
    session.commit()
    (entry,) = history_of(letter, session=session)
    assert (entry.sentence, entry.actor_uid) == ("The portal read letter “Welcome”.", None)


def test_an_event_of_the_past_and_a_word_too_many_break_no_page(
    session: Session, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(ODD, letter, by=HEAD, now=NOON)
    session.commit()
    assert sentences(history_of(letter, session=session)) == ["100% Li Wei 李伟, …"]
    monkeypatch.setattr(events, "_declared", {})
    assert sentences(history_of(letter, session=session)) == ["Li Wei 李伟 changed letter “Welcome”."]


def test_an_event_may_name_its_details_itself(session: Session, letter: Letter) -> None:
    record(WEIGHED, letter, by=HEAD, now=NOON, grams=20, note="")
    session.commit()
    assert history_of(letter, session=session)[0].details == [("Weight", "20")]
    assert WEIGHED.placeholders() == {"actor"}


def test_the_story_is_read_in_pages_newest_first(session: Session, letter: Letter) -> None:
    for number in range(7):
        read(letter, minutes=number)
    session.commit()
    pages = [history_of(letter, limit=3, before=before, session=session) for before in (None, 5, 2)]
    assert [[each.seq for each in page] for page in pages] == [[7, 6, 5], [4, 3, 2], [1]]


def test_a_story_costs_one_statement_however_long_it_is(
    store: Engine, session: Session, letter: Letter
) -> None:
    for number in range(60):
        send(letter, project=PROJECT, about=[PROJECT, OTHER], minutes=number)
    session.commit()
    executed: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *given: executed.append(given[2]))
    assert len(sentences(history_of(letter, session=session))) == 50
    assert len(sentences(history_of_project(PROJECT, limit=60, session=session))) == 60
    assert len([statement for statement in executed if "register" in statement]) == 2


def test_an_act_shows_in_the_story_of_what_it_is_about(session: Session, letter: Letter) -> None:
    other = Letter(title="Answer")
    session.add(other)
    send(letter, about=[other, letter, other])
    session.commit()
    assert [each.seq for each in history_of(other, session=session)] == [1]
    assert [each.seq for each in history_of(letter, session=session)] == [1]


def test_a_projects_story_is_what_happened_in_it_and_to_it(session: Session, letter: Letter) -> None:
    read(letter, project=PROJECT)
    read(letter, project=OTHER)
    record(SENT, PROJECT, by=CIO, now=NOON, session=session, receiver="x", terms=None)
    record(BURNT, PROJECT, by=CIO, now=NOON, session=session, reason="x")
    burn(letter, project=PROJECT)
    read(letter, project=PROJECT)
    session.commit()
    assert [each.seq for each in history_of_project(PROJECT, session=session)] == [6, 3, 1]
    assert [each.seq for each in history_of_project(PROJECT, before=6, limit=1, session=session)] == [3]


def test_restricted_acts_show_only_where_they_are_asked_for(session: Session, letter: Letter) -> None:
    read(letter)
    burn(letter, "spite", about=[CIO])
    session.commit()
    assert [each.seq for each in history_of(letter, session=session)] == [1]
    story = history_of(letter, include_restricted=True, session=session)
    assert sentences(story)[0] == "Li Wei 李伟 burnt letter “Welcome”: spite"
    assert story[0].is_restricted
    assert history_of(CIO, include_restricted=True, session=session) == []


def test_the_newest_entry_of_an_event_is_what_the_next_one_supersedes(
    session: Session, letter: Letter
) -> None:
    send(letter)
    send(letter)
    read(letter)
    session.commit()
    assert latest_seq(letter, "letters.sent", session=session) == 2
    assert latest_seq(letter, "letters.burnt", session=session) is None


def test_erased_content_leaves_its_place_in_the_story(session: Session, letter: Letter) -> None:
    send(letter, "a secret receiver", project=PROJECT, about=[OTHER])
    burn(letter, "a secret reason")
    session.commit()
    for seq in (1, 2):
        erase(seq, reason="asked for", approved_by=[HEAD, CIO], by=CIO, now=NOON, session=session)
    session.commit()
    story = history_of(letter, include_restricted=True, session=session)
    assert sentences(story) == [
        "Ann O’Hara erased the content of entry 1: asked for",
        "The content of this entry was erased.",
    ]
    assert story[0].details == [("Approved by", f"{HEAD.name} ({HEAD.uid}); {CIO.name} ({CIO.uid})")]
    assert (story[1].actor_name, story[1].details, story[1].object_label) == ("", [], "")
    assert sentences(history_of_project(PROJECT, session=session)) == [
        "The content of this entry was erased."
    ]
    assert history_of(OTHER, session=session) == []
    assert list(index.compare(session.connection())) == []


def test_an_erasure_needs_two_people_and_something_to_erase(session: Session, letter: Letter) -> None:
    read(letter)
    read(letter)
    session.commit()
    erase(2, reason="first", approved_by=[HEAD, CIO], by=CIO, now=NOON, session=session)
    session.commit()
    for seq, approved_by, sentence in (
        (1, [HEAD], "approved by two"),
        (1, [HEAD, HEAD], "approved by two"),
        (9, [HEAD, CIO], "no content"),
        (2, [HEAD, CIO], "no content"),
        (3, [HEAD, CIO], "stays"),
    ):
        with pytest.raises(Refused, match=sentence):
            erase(seq, reason="again", approved_by=approved_by, by=CIO, now=NOON, session=session)


def test_an_erasure_that_is_rolled_back_erased_nothing(session: Session, letter: Letter) -> None:
    send(letter)
    session.commit()
    erase(1, reason="asked for", approved_by=[HEAD, CIO], by=CIO, now=NOON, session=session)
    session.rollback()
    (entry,) = history_of(letter, session=session)
    assert not entry.is_erased


class Sentence:
    """Like a lazy translation: a text only when it is read."""

    text = "%(actor)s read %(object)s."

    def __str__(self) -> str:
        return self.text


TOLD = events.Event("letters.told", Sentence())


def test_the_story_is_told_in_the_readers_language(
    session: Session, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What matters here is that nothing is translated before it is read."""
    record(TOLD, letter, by=HEAD, now=NOON)
    session.commit()
    (entry,) = history_of(letter, session=session)
    assert entry.sentence == "Li Wei 李伟 read letter “Welcome”."
    monkeypatch.setattr(Sentence, "text", "%(actor)s 阅读了%(object)s。")
    assert entry.sentence == "Li Wei 李伟 阅读了letter “Welcome”。"
    app = Flask(__name__)
    Babel(app)
    with app.app_context(), force_locale("en"):
        assert str(events.ERASED.sentence).startswith("%(actor)s erased")


def test_the_index_is_compared_with_the_entries_and_can_be_rebuilt(session: Session, letter: Letter) -> None:
    for number in range(5):
        send(letter, project=PROJECT, about=[OTHER], minutes=number)
    burn(letter)
    session.commit()
    connection = session.connection()
    assert list(index.compare(connection)) == []
    for harm in (
        "DELETE FROM register_subject WHERE seq = 2",
        "UPDATE register_subject SET kind = 'other' WHERE seq = 3",
        "UPDATE register_subject SET is_restricted = (1 = 0) WHERE seq = 6",
        "INSERT INTO register_subject SELECT subject, 40, kind, project, is_restricted FROM register_subject"
        " WHERE seq = 6",
    ):
        connection.exec_driver_sql(harm)
    assert [(each.seq, each.reason) for each in index.compare(connection)] == [
        (seq, "index") for seq in (2, 3, 6, 40)
    ]
    assert index.rebuild(connection) == 11
    assert list(index.compare(connection)) == []
