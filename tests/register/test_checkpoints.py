"""Checkpoints: what is signed was read back, recomputed, and continues what was signed before."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.register import standalone, tree
from portal.register.checkpoints import checkpoint, signed_at
from portal.register.queries import (
    consistency_proof,
    current_size,
    inclusion_proof,
    latest_checkpoint,
    log_id,
    root,
)
from portal.register.signing import KEY_FILE, SigningKey, load_key, origin
from portal.register.writing import RegisterBroken
from tests.register.acts import NOON, fill, later, read
from tests.register.letters import Letter, stored
from tests.register.test_bytes import consistent


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return load_key(tmp_path / "data")


def test_a_checkpoint_is_a_signed_note_over_everything(
    session: Session, letter: Letter, key: SigningKey
) -> None:
    fill(session, letter, 5)
    text_of_note = checkpoint(NOON, key, session=session)
    session.commit()
    assert text_of_note is not None
    name = origin(log_id(session=session))
    note = standalone.read_note("test", text_of_note)
    assert (note.origin, note.size, note.root) == (name, 6, root(6, session=session))
    assert standalone.is_trusted(note, [standalone.read_key(key.verifier(name))])
    assert latest_checkpoint(session=session) == (6, text_of_note)
    assert signed_at(text_of_note) == NOON


def test_a_register_without_entries_or_without_news_is_not_signed_again(
    session: Session, letter: Letter, key: SigningKey
) -> None:
    assert checkpoint(NOON, key, session=session) is None
    session.commit()
    fill(session, letter, 1)
    first = checkpoint(NOON, key, session=session)
    session.commit()
    assert checkpoint(later(5), key, session=session) == first
    assert current_size(session=session) == 2


def test_acts_of_the_same_transaction_are_in_the_checkpoint(
    session: Session, letter: Letter, key: SigningKey
) -> None:
    pending = read(letter)
    note = checkpoint(NOON, key, session=session)
    session.commit()
    assert (pending.seq, note and standalone.read_note("", note).size) == (1, 2)


def test_a_new_key_is_announced_and_old_notes_stay_valid(
    session: Session, letter: Letter, key: SigningKey, tmp_path: Path
) -> None:
    fill(session, letter, 2)
    notes = [checkpoint(NOON, key, session=session)]
    session.commit()
    fill(session, letter, 2)
    notes.append(checkpoint(NOON, load_key(tmp_path / "rotated"), session=session))
    session.commit()
    assert [row.size for row in stored(session, "register_checkpoint")] == [3, 6]
    announced = [row.idem for row in stored(session, "register_entry") if row.idem.startswith("key/")]
    assert len(set(announced)) == 2
    fill(session, letter, 1)
    assert checkpoint(NOON, key, session=session) is not None
    session.commit()
    assert current_size(session=session) == 7, "a key is announced once"


HARM = {
    "an entry since the last checkpoint": "UPDATE register_entry SET entry = leaf WHERE seq = 5",
    "a leaf since the last checkpoint": "UPDATE register_entry SET leaf = entry WHERE seq = 5",
    "a frontier since the last checkpoint": "UPDATE register_entry SET frontier = leaf WHERE seq = 5",
    "the frontier at the last checkpoint": "UPDATE register_entry SET frontier = leaf WHERE seq = 3",
    "an entry is gone": "DELETE FROM register_entry WHERE seq = 5",
    "the last entry is gone": "DELETE FROM register_entry WHERE seq = 6",
    "the count": "UPDATE register_head SET size = 5",
    "the last checkpoint's size": "UPDATE register_checkpoint SET size = 2",
    "the last checkpoint's time": "UPDATE register_checkpoint SET note = replace(note, '12:00', '11:00')",
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_nothing_is_signed_that_does_not_continue_the_last_checkpoint(
    session: Session, letter: Letter, key: SigningKey, harm: str
) -> None:
    fill(session, letter, 2)
    checkpoint(NOON, key, session=session)
    session.commit()
    fill(session, letter, 3)
    for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(text(f"DROP TRIGGER {name}"))
    session.execute(text(harm))
    with pytest.raises(RegisterBroken):
        checkpoint(later(9), key, session=session)
    assert len(stored(session, "register_checkpoint")) == 1


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = load_key(tmp_path / "data")
    path = tmp_path / "data" / KEY_FILE
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert load_key(tmp_path / "data").public == first.public
    assert [each.name for each in path.parent.iterdir()] == [KEY_FILE]
    path.write_bytes(b"nonsense")
    with pytest.raises(ValueError, match=r".+"):
        load_key(tmp_path / "data")


def test_proofs_from_the_stored_frontiers_convince_for_every_size(session: Session, letter: Letter) -> None:
    for number in range(21):
        read(letter, minutes=number)
    session.commit()
    leaves = [row.leaf for row in stored(session, "register_entry")]
    roots = [root(size, session=session) for size in range(22)]
    for size in range(1, 22):
        for seq in range(1, size + 1):
            proof = inclusion_proof(seq, size, session=session)
            assert tree.inclusion_root(seq - 1, size, leaves[seq - 1], proof) == roots[size]
            between = consistency_proof(seq, size, session=session)
            assert consistent(seq, size, roots[seq], roots[size], between)
    assert inclusion_proof(3, session=session) == inclusion_proof(3, 21, session=session)
    assert (root(0, session=session), consistency_proof(0, 9, session=session)) == (tree.EMPTY, [])


def test_there_is_no_proof_of_what_is_not_there(session: Session, letter: Letter) -> None:
    fill(session, letter, 3)
    for seq, size in ((0, 3), (4, 3), (4, None), (1, 9)):
        with pytest.raises(LookupError):
            inclusion_proof(seq, size, session=session)
    with pytest.raises(LookupError):
        consistency_proof(3, 2, session=session)
    with pytest.raises(LookupError):
        root(4, session=session)


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=80), flip=st.integers(0, 511))
@settings(max_examples=15, deadline=None)
def test_the_verifiers_own_ed25519_agrees_with_a_library(seed: bytes, message: bytes, flip: int) -> None:
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(seed))
    signature = key.private.sign(message)
    assert standalone.is_signed(key.public, message, signature)
    assert not standalone.is_signed(key.public, message + b"!", signature)
    broken = bytearray(signature)
    broken[flip // 8] ^= 1 << flip % 8
    assert not standalone.is_signed(key.public, message, bytes(broken))


# RFC 8032, 7.1: tests 1 to 3
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_ed25519_is_that_of_rfc_8032(public: str, message: str, signature: str) -> None:
    key, said, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert standalone.is_signed(key, said, signed)
    larger = int.from_bytes(signed[32:], "little") + standalone.ORDER
    assert not standalone.is_signed(key, said, signed[:32] + larger.to_bytes(32, "little")), "malleable"
    assert not standalone.is_signed(key[:31], said, signed)
    assert not standalone.is_signed(b"\xff" * 32, said, signed)
