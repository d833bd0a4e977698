"""Every act of tampering is found, named and located, in a database and in an export."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.register import standalone
from tests.register.stranger import Sound, assert_found, exported, run
from tests.register.tampering import TRICKS, tamper


def test_a_sound_register_is_found_sound(sound: Sound) -> None:
    code, output = run(sound.path, "--key", sound.key, "--note", sound.note)
    assert (code, output.split(", root")[0]) == (0, "sound: 39 entries, 2 erased, 3 checkpoints")
    assert run(sound.path)[0] == 0


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
