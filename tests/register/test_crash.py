"""Whoever pulls the plug: what was acknowledged is there, what is there is whole."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.database import prepare_engine
from portal.register import standalone
from tests.register.acts import read, send
from tests.register.letters import Letter, stored

CYCLES, WRITERS = 12, 2
FORK = multiprocessing.get_context("fork")


def write_for_ever(path: Path, answers: Connection[Any, Any]) -> None:
    """Title and entries change together; every commit is acknowledged."""
    engine = create_engine(f"sqlite:///{path}")
    prepare_engine(engine)
    with Session(engine) as session:
        while True:
            letter = Letter(title="draft")
            session.add(letter)
            first = send(letter)
            letter.title = "sent"
            read(letter)
            session.commit()
            answers.send((first.seq, str(letter.uid)))


def rest(hearing: Connection[Any, Any]) -> Iterator[Any]:
    """What still lies in the pipe of a writer that is no more."""
    with hearing, suppress(EOFError):
        while hearing.poll():
            yield hearing.recv()


def acknowledged(path: Path, chance: random.Random) -> list[tuple[int, str]]:
    """What the writers were told before kill -9 met them somewhere in the middle."""
    wanted = chance.randint(1, 12)
    pairs = [FORK.Pipe(duplex=False) for _ in range(WRITERS)]
    writers = [FORK.Process(target=write_for_ever, args=(path, answers)) for _heard, answers in pairs]
    for writer in writers:
        writer.start()
    heard: list[tuple[int, str]] = []
    hearing = [pair[0] for pair in pairs]
    while len(heard) < wanted:
        ready = wait(hearing)
        heard += [each.recv() for each in hearing if each in ready]
    for writer in writers:
        writer.kill()
        writer.join()
    for each, answers in pairs:
        answers.close()
        heard += rest(each)
    return heard


def test_kill_9_loses_nothing_that_was_acknowledged_and_leaves_nothing_half(
    sqlite_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(4711)
    told: list[tuple[int, str]] = []
    for _cycle in range(CYCLES):
        told += acknowledged(sqlite_path, chance)
        assert standalone.main(["verify", str(sqlite_path)]) == 0, capsys.readouterr().out
    engine = create_engine(f"sqlite:///{sqlite_path}")
    prepare_engine(engine)
    with Session(engine) as session:
        letters = {str(letter.uid) for letter in session.query(Letter).filter_by(title="sent")}
        entries = [json.loads(row.entry) for row in stored(session, "register_entry")]
    engine.dispose()
    assert len(told) >= CYCLES
    assert all(entries[seq - 1]["object"] == uid for seq, uid in told)
    assert {entry["object"] for entry in entries} == letters, "an act without its entry, or the reverse"
    assert len(entries) == 2 * len(letters)
