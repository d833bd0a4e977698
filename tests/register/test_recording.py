"""Acts become entries with the commit of their transaction, exactly once and in order."""

from __future__ import annotations

import datetime as dt
import json
import threading
import uuid
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from portal.register.encoding import plain
from portal.register.events import Event
from portal.register.operations import AlreadyRecorded, record
from portal.register.queries import current_size, history_of
from tests.register.acts import NOON, SENT, burn, later, read, send
from tests.register.letters import CIO, HEAD, Letter, stored


def entries(session: Session) -> list[dict[str, Any]]:
    return [json.loads(row.entry) for row in stored(session, "register_entry")]


def payloads(session: Session) -> list[dict[str, Any]]:
    return [json.loads(row.body) for row in stored(session, "register_payload")]


def test_an_act_is_one_entry_in_the_transaction_that_does_it(session: Session, letter: Letter) -> None:
    letter.title = "Farewell"
    pending = send(letter, project=SimpleNamespace(uid=uuid.UUID(int=9)))
    assert vars(pending)["seq"] is None
    session.commit()
    assert pending.seq == 1
    (entry,) = entries(session)
    log = stored(session, "register_head")[0].log
    body = entry.pop("body")
    assert len(bytes.fromhex(body)) == 32
    assert entry == {
        "actor": str(HEAD.uid),
        "auth": "system",
        "log": log,
        "object": str(letter.uid),
        "object_version": 2,
        "project": str(uuid.UUID(int=9)),
        "seq": 1,
        "ts": "2026-03-03T12:00:00.000Z",
        "type": "letters.sent",
        "v": 1,
    }
    assert payloads(session)[0]["details"] == {"receiver": "the mint", "terms": {"share_percent": 40}}
    assert payloads(session)[0]["object"] == {"kind": "letter", "label": "letter “Farewell”"}


def test_a_rollback_leaves_nothing_and_forgets_what_waited(session: Session, letter: Letter) -> None:
    read(letter)
    session.rollback()
    session.commit()
    read(letter)
    session.close()
    session.add(Letter(title="Another"))
    session.commit()
    assert current_size(session=session) == 0


def test_a_savepoint_that_is_rolled_back_takes_only_its_own_acts_along(
    session: Session, letter: Letter
) -> None:
    read(letter, by=HEAD)
    with session.begin_nested():
        send(letter, "kept")
        inner = session.begin_nested()
        send(letter, "lost")
        inner.rollback()
    refused = session.begin_nested()
    send(letter, "lost too")
    refused.rollback()
    session.commit()
    assert [each["details"].get("receiver") for each in payloads(session)] == [None, "kept"]


def test_an_act_that_fails_at_the_commit_undoes_its_effect_too(session: Session, letter: Letter) -> None:
    letter.title = "Changed"
    record(SENT, letter, by=HEAD, now=NOON, receiver="x", terms=1, about=[SimpleNamespace(uid="no id")])
    with pytest.raises(ValueError, match="hexadecimal"):
        session.commit()
    session.rollback()
    assert letter.title == "Welcome"
    assert current_size(session=session) == 0


def test_a_new_record_is_named_by_the_id_it_gets_when_it_is_stored(session: Session) -> None:
    letter = Letter(title="New")
    session.add(letter)
    read(letter)
    session.commit()
    assert entries(session)[0]["object"] == str(letter.uid)
    assert history_of(letter, session=session)[0].object_version == 1


def test_how_somebody_was_identified_comes_from_the_session_or_the_caller(
    session: Session, letter: Letter
) -> None:
    session.info["act"] = SimpleNamespace(auth="passkey", key=None)
    read(letter)
    read(letter, auth="on_behalf")
    read(letter, by=None)
    session.commit()
    assert [(each["auth"], each["actor"] is None) for each in entries(session)] == [
        ("passkey", False),
        ("on_behalf", False),
        ("system", True),
    ]
    with pytest.raises(ValueError, match="no way to identify"):
        read(letter, auth="I promise")


def test_a_submission_is_recorded_once(session: Session, letter: Letter) -> None:
    session.info["act"] = SimpleNamespace(auth="login", key="form-7")
    for _repetition in range(2):
        read(letter)
        read(letter)
    session.commit()
    assert [row.idem for row in stored(session, "register_entry")] == [
        f"form-7:{number}" for number in range(4)
    ]
    letter.title = "Twice"
    read(letter)
    with pytest.raises(AlreadyRecorded) as caught:
        session.commit()
    assert caught.value.seq == 1
    session.rollback()
    assert letter.title == "Welcome"
    assert current_size(session=session) == 4


def test_the_registers_clock_never_runs_backwards_but_the_act_keeps_its_instant(
    session: Session, letter: Letter
) -> None:
    for minutes in (5, 1, 6):
        read(letter, minutes=minutes)
        session.commit()
    assert [each["ts"][14:16] for each in entries(session)] == ["05", "05", "06"]
    assert [each.at for each in history_of(letter, session=session)] == [later(6), later(1), later(5)]


def test_two_writers_follow_each_other_without_gap_or_fork(store: Engine, letter: Letter) -> None:
    uid = letter.uid

    def write(errors: list[BaseException]) -> None:
        try:
            with Session(store) as session:
                mine = session.query(Letter).filter_by(uid=uid).one()
                session.commit()
                for _number in range(20):
                    read(mine)
                    send(mine)
                    session.commit()
        except BaseException as error:
            errors.append(error)

    letter_session = Session.object_session(letter)
    assert letter_session is not None
    letter_session.close()
    errors: list[BaseException] = []
    threads = [threading.Thread(target=write, args=(errors,)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert errors == []
    with Session(store) as session:
        seqs = [each["seq"] for each in entries(session)]
    assert seqs == list(range(1, 121))


def test_many_acts_in_one_transaction_cost_few_statements(
    store: Engine, session: Session, letter: Letter
) -> None:
    executed: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *given: executed.append(given[2]))
    for number in range(600):
        send(letter, f"receiver {number}")
    session.commit()
    assert current_size(session=session) == 600
    inserts = [each for each in executed if "register" in each and each.startswith("INSERT")]
    assert len(inserts) == (3 if store.dialect.name == "sqlite" else 0)  # COPY is heard by nobody


def test_an_event_says_exactly_what_it_declared(letter: Letter) -> None:
    with pytest.raises(TypeError, match=r"needs.*terms"):
        record(SENT, letter, by=HEAD, now=NOON, receiver="x")
    with pytest.raises(TypeError, match=r"does not declare.*colour"):
        record(SENT, letter, by=HEAD, now=NOON, receiver="x", terms=1, colour="red")
    with pytest.raises(ValueError, match="declared twice"):
        Event("letters.sent", "again")
    with pytest.raises(ValueError, match="itself uses the name"):
        Event("letters.signed", "%(by)s", details=("by",))
    with pytest.raises(ValueError, match=r"feature\.verb"):
        Event("restricted", "no")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        (True, True),
        (7, 7),
        ("词语\n", "词语\n"),
        (Decimal("1234.50"), "1234.50"),
        (Decimal("1E+3"), "1000"),
        (dt.date(2026, 3, 3), "2026-03-03"),
        (
            dt.datetime(2026, 3, 3, 20, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))),
            "2026-03-03T12:00:00.000Z",
        ),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ({"a": [dt.date(2026, 1, 1), (1, None)]}, {"a": ["2026-01-01", [1, None]]}),
    ],
)
def test_details_are_texts_and_whole_numbers(given: object, kept: object) -> None:
    assert plain(given) == kept


@pytest.mark.parametrize(
    "given", [1.5, float("nan"), Decimal("NaN"), 2**53, {1: "x"}, b"bytes", object(), dt.timedelta(1)]
)
def test_what_cannot_be_kept_exactly_is_refused(given: object) -> None:
    with pytest.raises(TypeError, match=r"the register holds|the keys of a detail"):
        plain([given])


def test_what_cannot_be_kept_is_refused_when_it_is_said_and_not_at_the_commit(letter: Letter) -> None:
    with pytest.raises(TypeError, match="the register holds"):
        send(letter, terms={"share": 0.4})
    with pytest.raises(ValueError, match="surrogates"):
        send(letter, terms="\ud800")
    with pytest.raises(ValueError, match="time zone"):
        read(letter, now=NOON.replace(tzinfo=None))


def test_a_restricted_entry_shows_only_that_it_exists(session: Session, letter: Letter) -> None:
    first = read(letter)
    session.commit()
    burn(letter, supersedes=first.seq, project=CIO, about=[CIO])
    session.commit()
    shown = entries(session)[1]
    assert shown.keys() == {"body", "log", "seq", "ts", "type", "v"}
    assert shown["type"] == "restricted"
    hidden = payloads(session)[1]["entry"]
    assert (hidden["type"], hidden["supersedes"], hidden["actor"]) == ("letters.burnt", 1, str(HEAD.uid))
    rows = session.execute(text("SELECT seq, project FROM register_subject WHERE seq = 2")).all()
    assert rows == [(2, None)]
