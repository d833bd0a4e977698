"""The standalone verifier, run as a stranger would run it: every tampering is found, named and located."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.database import prepare_engine
from portal.register import standalone
from portal.register.checkpoints import checkpoint
from portal.register.export import export
from portal.register.operations import erase
from portal.register.queries import log_id
from portal.register.signing import load_key, origin
from tests.register.acts import burn, later, read, send
from tests.register.conftest import CIO, HEAD, Letter
from tests.register.tampering import ANY, TRICKS, Expected, tamper

SCRIPT = Path(standalone.__file__)


@dataclass
class Sound:
    """A register with everything in it, a note that was kept outside, and its public key."""

    path: Path
    note: Path
    key: str


@contextmanager
def opened(path: Path) -> Iterator[Session]:
    engine = create_engine(f"sqlite:///{path}")
    prepare_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Sound:
    folder = tmp_path_factory.mktemp("sound")
    path = Path(shutil.copy(sqlite_template, folder / "accord.db"))
    key, note = load_key(folder), None
    with opened(path) as session:
        letter = Letter(title="Welcome")
        session.add(letter)
        session.commit()
        for number in range(12):
            read(letter, minutes=10 * number)
            send(letter, minutes=10 * number, supersedes=4 if number > 3 else None)
            burn(letter, minutes=10 * number)
            session.commit()
            if number in (3, 8):
                target = 3 * number - 1
                erase(
                    target,
                    reason="asked for",
                    approved_by=[HEAD, CIO],
                    by=CIO,
                    now=later(500),
                    session=session,
                )
            if number in (4, 9):
                note = checkpoint(later(10 * number), key, session=session)
            session.commit()
        verifier = key.verifier(origin(log_id(session=session)))
    (folder / "note").write_text(note or "")
    return Sound(path, folder / "note", verifier)


@pytest.fixture
def copy(sound: Sound, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound.path, tmp_path / "copy.db"))


def run(*arguments: object) -> tuple[int, str]:
    """Isolated from the portal and from everything that is installed."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), "verify", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def findings(output: str) -> list[tuple[int | None, str]]:
    found = re.findall(r"^  (?:entry (-?\d+)|register): (\w+): ", output, re.MULTILINE)
    return [(int(seq) if seq else None, reason) for seq, reason in found]


def exported(path: Path, target: Path) -> Path:
    with standalone.opened(path) as source, target.open("w", encoding="utf-8") as file:
        export(source, file)
    return target


def test_a_sound_register_is_found_sound(sound: Sound) -> None:
    code, output = run(sound.path, "--key", sound.key, "--note", sound.note)
    assert (code, output.split(", root")[0]) == (0, "sound: 39 entries, 2 erased, 3 checkpoints")
    assert run(sound.path)[0] == 0


def assert_found(expected: Expected, code: int, output: str) -> None:
    assert code == 1, output
    found = findings(output)
    if expected.seq == ANY:
        assert expected.reason in [reason for _seq, reason in found], output
    else:
        assert (expected.seq, expected.reason) in found, output


@pytest.mark.parametrize("name", TRICKS)
def test_tampering_is_found_named_and_located(sound: Sound, copy: Path, name: str) -> None:
    expected = tamper(copy, name, seed=1)
    assert_found(expected, *run(copy, "--note", sound.note))


@pytest.mark.parametrize("name", TRICKS)
def test_tampering_is_found_wherever_it_happens(
    sound: Sound, copy: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = tamper(copy, name, seed=2)
    code = standalone.main(["verify", str(copy), "--note", str(sound.note)])
    assert_found(expected, code, capsys.readouterr().out)


class Slow(standalone.Audit):
    """Looks at every entry closely, as the verifier does only where the first glance is not enough."""

    def _glance(self, row: standalone.Row) -> bool:
        return False


@pytest.mark.parametrize("name", ["nothing", *TRICKS])
def test_the_first_glance_lets_nothing_pass_that_a_close_look_finds(copy: Path, name: str) -> None:
    if name != "nothing":
        tamper(copy, name, seed=5)
    with standalone.opened(copy) as source:
        quick = standalone.Audit(source, [], []).run()
        slow = Slow(source, [], []).run()
    assert quick.findings == slow.findings
    assert (quick.seq, quick.root, quick.erased) == (slow.seq, slow.root, slow.erased)


# An export has no triggers, no types of columns, and no contents without an entry.
NOT_IN_AN_EXPORT = {
    "drop_the_guards",
    "cut_the_tail_but_forget_a_content",
    "store_a_content_as_text",
    "store_an_entry_as_text",
}


@pytest.mark.parametrize("name", [each for each in TRICKS if each not in NOT_IN_AN_EXPORT])
def test_tampering_is_found_in_an_export_too(
    sound: Sound, copy: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = tamper(copy, name, seed=4)
    export = exported(copy, tmp_path / "export.jsonl")
    code = standalone.main(["verify", str(export), "--note", str(sound.note)])
    assert_found(expected, code, capsys.readouterr().out)
