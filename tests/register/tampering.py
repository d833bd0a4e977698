"""What somebody with the database in their hands may try, and what must be said about it.

A trick gets the file's connection and a source of chance, does its harm, and names the reason that the
verifier must give and the entry it must point at (None: the register as a whole, ANY: somewhere).
"""

from __future__ import annotations

import base64
import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.register import tree
from portal.register.encoding import canonical, commitment
from portal.register.signing import SigningKey, sign_checkpoint

ANY = -1
STRANGER = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


class Expected(NamedTuple):
    reason: str
    seq: int | None


class Database:
    """The register's file with its guards taken off for the occasion."""

    def __init__(self, connection: sqlite3.Connection, chance: random.Random | None = None) -> None:
        self.connection = connection
        self.chance = chance or random.Random(0)
        self.size = self.value("SELECT max(seq) FROM register_entry")
        self.signed = self.value("SELECT max(size) FROM register_checkpoint")

    def do(self, statement: str, *values: Any) -> None:
        self.connection.execute(statement, values)

    def value(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement, values).fetchone()[0]

    def some(self, *types: str) -> int:
        """An entry that a checkpoint covers, of one of these types (default: an everyday one)."""
        wanted = types or ("letters.read", "letters.sent")
        whole = "SELECT seq FROM register_payload WHERE seq + 1 IN (SELECT seq FROM register_payload)"
        rows = self.connection.execute(
            f"{whole} AND seq BETWEEN 4 AND ?",
            (self.signed - 2,),
        )
        return int(self.chance.choice([seq for (seq,) in rows if self.fields(seq)["type"] in wanted]))

    def entry(self, seq: int) -> bytes:
        return bytes(self.value("SELECT entry FROM register_entry WHERE seq = ?", seq))

    def fields(self, seq: int) -> dict[str, Any]:
        return dict(json.loads(self.entry(seq)))

    def write(self, seq: int, entry: bytes, *, leaf: bool = True, frontiers: bool = True) -> None:
        """Store other bytes, with as much of the hashes put right as the forger thinks of."""
        self.do("UPDATE register_entry SET entry = ? WHERE seq = ?", entry, seq)
        if leaf:
            self.do("UPDATE register_entry SET leaf = ? WHERE seq = ?", tree.leaf_hash(entry), seq)
        if frontiers:
            self.rehash()

    def edit(self, seq: int, hashes: str = "all", **changes: Any) -> None:
        fields = {**self.fields(seq), **changes}
        self.write(seq, canonical(fields), leaf=hashes != "none", frontiers=hashes == "all")

    def rewrite_content(self, seq: int, change: Callable[[dict[str, Any]], None]) -> None:
        """Another content, with the commitment and all hashes made to fit."""
        salt, body = self.connection.execute(
            "SELECT salt, body FROM register_payload WHERE seq = ?", (seq,)
        ).fetchone()
        content = json.loads(body)
        change(content)
        self.do("UPDATE register_payload SET body = ? WHERE seq = ?", canonical(content), seq)
        self.edit(seq, body=commitment(salt, canonical(content)))

    def rehash(self) -> None:
        frontier: list[bytes] = []
        rows = self.connection.execute("SELECT seq, entry FROM register_entry ORDER BY seq").fetchall()
        for size, (seq, entry) in enumerate(rows):
            tree.append(frontier, size, tree.leaf_hash(entry))
            values = (tree.leaf_hash(entry), b"".join(frontier), seq)
            self.connection.execute("UPDATE register_entry SET leaf = ?, frontier = ? WHERE seq = ?", values)

    def cut(self, first: int) -> None:
        self.do("DELETE FROM register_entry WHERE seq >= ?", first)
        self.do("DELETE FROM register_payload WHERE seq >= ?", first)

    def append(self, seq: int, **changes: Any) -> None:
        """A forged entry with a content and hashes that fit."""
        salt, body = bytes(32), canonical({"forged": True})
        fields = {**self.fields(self.some()), "seq": seq, "body": commitment(salt, body), **changes}
        fields.setdefault("ts", self.fields(self.size)["ts"])
        entry = canonical(fields)
        self.do(
            "INSERT INTO register_entry VALUES (?, ?, ?, x'', ?)",
            seq,
            entry,
            tree.leaf_hash(entry),
            f"forged{seq}",
        )
        self.do("INSERT INTO register_payload VALUES (?, ?, ?)", seq, salt, body)
        self.rehash()

    def renumber(self, after: int, by: int) -> None:
        """Shift the rows behind a place, and what they say of their own number."""
        rows = self.connection.execute(
            "SELECT seq FROM register_entry WHERE seq > ? ORDER BY seq", (after,)
        ).fetchall()
        for (seq,) in rows if by < 0 else reversed(rows):
            for table in ("register_entry", "register_payload"):
                self.do(f"UPDATE {table} SET seq = ? WHERE seq = ?", seq + by, seq)
            self.write(seq + by, canonical({**self.fields(seq + by), "seq": seq + by}), frontiers=False)

    def note(self, size: int) -> str:
        return str(self.value("SELECT note FROM register_checkpoint WHERE size = ?", size))

    def root(self, size: int) -> bytes:
        return tree.fold(tree.split(self.value("SELECT frontier FROM register_entry WHERE seq = ?", size)))

    def log(self) -> str:
        return str(self.value("SELECT log FROM register_head"))


Trick = Callable[[Database], Expected]
TRICKS: dict[str, Trick] = {}


def trick(function: Trick) -> Trick:
    TRICKS[function.__name__] = function
    return function


def tamper(path: Path, name: str, seed: int) -> Expected:
    """Carry out a trick on the file; the guards are taken off before and put back after."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for guard, _sql in guards:
            connection.execute(f"DROP TRIGGER {guard}")
        expected = TRICKS[name](Database(connection, random.Random(f"{name} {seed}")))
        for _guard, sql in guards if name != "drop_the_guards" else ():
            connection.execute(sql)
        connection.execute("COMMIT")
    return expected


@trick
def name_another_actor(db: Database) -> Expected:
    seq = db.some()
    db.edit(seq, "none", actor="00000000-0000-0000-0000-00000000000f")
    return Expected("leaf", seq)


@trick
def flip_one_byte(db: Database) -> Expected:
    seq = db.some()
    entry = bytearray(db.entry(seq))
    place = entry.index(b'"object":"') + 10
    entry[place] = ord("0") if entry[place] != ord("0") else ord("1")
    db.write(seq, bytes(entry), leaf=False, frontiers=False)
    return Expected("leaf", seq)


@trick
def name_another_actor_and_hash_it(db: Database) -> Expected:
    seq = db.some()
    db.edit(seq, "leaf", actor=None)
    return Expected("frontier", seq)


@trick
def rewrite_and_hash_everything(db: Database) -> Expected:
    db.edit(db.some(), actor=None)
    return Expected("checkpoint", ANY)


@trick
def rewrite_a_content_and_hash_everything(db: Database) -> Expected:
    db.rewrite_content(db.some("letters.sent"), lambda content: content["details"].update(receiver="nobody"))
    return Expected("checkpoint", ANY)


@trick
def change_a_content(db: Database) -> Expected:
    seq = db.some("letters.sent")
    db.do("UPDATE register_payload SET body = replace(CAST(body AS TEXT), '40', '20') WHERE seq = ?", seq)
    db.do("UPDATE register_payload SET body = CAST(body AS BLOB) WHERE seq = ?", seq)
    return Expected("commitment", seq)


@trick
def store_a_content_as_text(db: Database) -> Expected:
    seq = db.some()
    db.do("UPDATE register_payload SET body = CAST(body AS TEXT) WHERE seq = ?", seq)
    return Expected("commitment", seq)


@trick
def change_a_salt(db: Database) -> Expected:
    seq = db.some()
    db.do("UPDATE register_payload SET salt = ? WHERE seq = ?", bytes(32), seq)
    return Expected("commitment", seq)


@trick
def exchange_two_contents(db: Database) -> Expected:
    seq = db.some()
    for old, new in ((seq, 0), (seq + 1, seq), (0, seq + 1)):
        db.do("UPDATE register_payload SET seq = ? WHERE seq = ?", new, old)
    return Expected("commitment", seq)


@trick
def delete_a_content(db: Database) -> Expected:
    seq = db.some()
    db.do("DELETE FROM register_payload WHERE seq = ?", seq)
    return Expected("payload", seq)


@trick
def delete_a_restricted_content(db: Database) -> Expected:
    seq = db.some("restricted")
    db.do("DELETE FROM register_payload WHERE seq = ?", seq)
    return Expected("payload", seq)


@trick
def delete_an_entry(db: Database) -> Expected:
    seq = db.some()
    db.do("DELETE FROM register_entry WHERE seq = ?", seq)
    return Expected("gap", seq)


@trick
def delete_the_first_entry(db: Database) -> Expected:
    db.do("DELETE FROM register_entry WHERE seq = 1")
    db.do("DELETE FROM register_payload WHERE seq = 1")
    return Expected("gap", 1)


@trick
def delete_an_entry_and_close_the_rows(db: Database) -> Expected:
    seq = db.some()
    db.do("DELETE FROM register_entry WHERE seq = ?", seq)
    db.do("DELETE FROM register_payload WHERE seq = ?", seq)
    for table in ("register_entry", "register_payload"):
        db.do(f"UPDATE {table} SET seq = -seq WHERE seq > ?", seq)
        db.do(f"UPDATE {table} SET seq = -seq - 1 WHERE seq < 0")
    return Expected("seq", seq)


@trick
def delete_an_entry_and_hash_everything(db: Database) -> Expected:
    seq = db.some()
    db.do("DELETE FROM register_entry WHERE seq = ?", seq)
    db.do("DELETE FROM register_payload WHERE seq = ?", seq)
    db.renumber(seq, -1)
    db.rehash()
    db.do("UPDATE register_head SET size = ?", db.size - 1)
    return Expected("checkpoint", ANY)


@trick
def insert_an_entry_and_hash_everything(db: Database) -> Expected:
    seq = db.some()
    ts = db.fields(seq)["ts"]
    db.renumber(seq, 1)
    db.append(seq + 1, ts=ts)
    db.do("UPDATE register_head SET size = ?", db.size + 1)
    return Expected("checkpoint", ANY)


@trick
def cut_the_tail(db: Database) -> Expected:
    db.cut(db.chance.randint(db.signed + 1, db.size))
    return Expected("tail", None)


@trick
def cut_the_tail_and_count_again(db: Database) -> Expected:
    first = db.chance.randint(db.signed - 5, db.signed)
    db.cut(first)
    db.do("UPDATE register_head SET size = ?", first - 1)
    return Expected("tail", None)


@trick
def cut_the_tail_but_forget_a_content(db: Database) -> Expected:
    db.do("DELETE FROM register_entry WHERE seq = ?", db.size)
    db.do("UPDATE register_head SET size = ?", db.size - 1)
    return Expected("payload", db.size)


@trick
def cut_the_tail_with_its_checkpoint(db: Database) -> Expected:
    """Only a note that was kept outside knows."""
    first = db.chance.randint(db.signed - 5, db.signed)
    db.cut(first)
    db.do("UPDATE register_head SET size = ?", first - 1)
    db.do("DELETE FROM register_checkpoint WHERE size >= ?", first)
    return Expected("tail", None)


@trick
def add_an_entry_behind_the_portal(db: Database) -> Expected:
    db.append(db.size + 1, ts="2030-01-01T00:00:00.000Z")
    return Expected("head", None)


@trick
def exchange_two_entries(db: Database) -> Expected:
    seq = db.some()
    one, other = db.entry(seq), db.entry(seq + 1)
    db.write(seq, other)
    db.write(seq + 1, one)
    return Expected("seq", seq)


@trick
def change_a_leaf(db: Database) -> Expected:
    seq = db.some()
    db.do("UPDATE register_entry SET leaf = ? WHERE seq = ?", bytes(32), seq)
    return Expected("leaf", seq)


@trick
def change_a_frontier(db: Database) -> Expected:
    seq = db.some()
    db.do("UPDATE register_entry SET frontier = zeroblob(length(frontier)) WHERE seq = ?", seq)
    return Expected("frontier", seq)


@trick
def shorten_a_frontier(db: Database) -> Expected:
    seq = db.some()
    db.do("UPDATE register_entry SET frontier = x'00' WHERE seq = ?", seq)
    return Expected("frontier", seq)


@trick
def store_an_entry_as_text(db: Database) -> Expected:
    seq = db.some()
    db.do("UPDATE register_entry SET entry = CAST(entry AS TEXT) WHERE seq = ?", seq)
    return Expected("form", seq)


@trick
def put_a_space_into_an_entry(db: Database) -> Expected:
    seq = db.some()
    db.write(seq, db.entry(seq).replace(b",", b", ", 1))
    return Expected("form", seq)


@trick
def say_something_twice(db: Database) -> Expected:
    seq = db.some()
    db.write(seq, db.entry(seq).replace(b"{", b'{"actor":null,', 1))
    return Expected("form", seq)


@trick
def write_a_number_with_a_point(db: Database) -> Expected:
    seq = db.some()
    db.write(seq, db.entry(seq).replace(b'"v":1}', b'"v":1.0}'))
    return Expected("form", seq)


@trick
def write_no_json_at_all(db: Database) -> Expected:
    seq = db.some()
    db.write(seq, db.chance.choice([b"", b"\xff\xfe", b"null", b"[" * 20_000, b'"entry"']))
    return Expected("form", seq)


@trick
def add_a_field(db: Database) -> Expected:
    seq = db.some()
    db.edit(seq, approved=True)
    return Expected("form", seq)


@trick
def leave_a_field_out(db: Database) -> Expected:
    seq = db.some()
    fields = db.fields(seq)
    del fields[db.chance.choice(["actor", "auth", "body", "object", "project", "ts"])]
    db.write(seq, canonical(fields))
    return Expected("form", seq)


@trick
def write_a_field_of_another_shape(db: Database) -> Expected:
    seq = db.some()
    choices: list[dict[str, Any]] = [
        {"actor": "Li Wei"},
        {"v": True},
        {"object_version": -1},
        {"ts": "yesterday"},
        {"auth": ""},
    ]
    db.edit(seq, **db.chance.choice(choices))
    return Expected("form", seq)


@trick
def unveil_a_restricted_entry(db: Database) -> Expected:
    seq = db.some("restricted")
    db.edit(seq, actor=None)
    return Expected("form", seq)


@trick
def turn_the_clock_back(db: Database) -> Expected:
    seq = db.some()
    db.edit(seq, ts="2020-01-01T00:00:00.000Z")
    return Expected("clock", seq)


@trick
def supersede_the_future(db: Database) -> Expected:
    seq = db.some()
    db.edit(seq, supersedes=seq + db.chance.randint(0, 3))
    return Expected("supersedes", seq)


@trick
def supersede_the_future_under_the_veil(db: Database) -> Expected:
    seq = db.some("restricted")
    db.rewrite_content(seq, lambda content: content["entry"].update(supersedes=seq + 1))
    return Expected("supersedes", seq)


@trick
def take_an_entry_from_another_register(db: Database) -> Expected:
    seq = db.some()
    db.edit(seq, log="99999999-9999-4999-8999-999999999999")
    return Expected("log", seq)


@trick
def rename_the_register(db: Database) -> Expected:
    db.do("UPDATE register_head SET log = '99999999-9999-4999-8999-999999999999'")
    return Expected("log", 1)


@trick
def remove_the_head(db: Database) -> Expected:
    db.do("DELETE FROM register_head")
    return Expected("head", None)


@trick
def let_the_head_count_too_many(db: Database) -> Expected:
    db.do("UPDATE register_head SET size = size + 1")
    return Expected("tail", None)


@trick
def write_another_root_into_a_checkpoint(db: Database) -> Expected:
    note = db.note(db.signed)
    forged = note.replace(note.split("\n")[2], base64.b64encode(sha256(b"other").digest()).decode())
    db.do("UPDATE register_checkpoint SET note = ? WHERE size = ?", forged, db.signed)
    return Expected("signature", None)


@trick
def rewrite_and_sign_with_a_key_of_ones_own(db: Database) -> Expected:
    db.edit(db.some(), actor=None)
    for (size,) in db.connection.execute("SELECT size FROM register_checkpoint").fetchall():
        note = sign_checkpoint(STRANGER, db.log(), size, db.root(size), "2026-03-03T12:00:00.000Z")
        db.do("UPDATE register_checkpoint SET note = ? WHERE size = ?", note, size)
    return Expected("signature", None)


@trick
def break_a_signature(db: Database) -> Expected:
    note = db.note(db.signed)
    name, signature = note.splitlines()[-1].removeprefix("— ").split(" ")
    raw = bytearray(base64.b64decode(signature))
    raw[db.chance.randrange(4, 68)] ^= 1
    forged = note.replace(f"{name} {signature}", f"{name} {base64.b64encode(raw).decode()}")
    db.do("UPDATE register_checkpoint SET note = ? WHERE size = ?", forged, db.signed)
    return Expected("signature", None)


@trick
def make_a_checkpoint_unreadable(db: Database) -> Expected:
    forged = db.chance.choice(["", "nothing", b"\xff\x00", "a\n1\n\n\n"])
    db.do("UPDATE register_checkpoint SET note = ? WHERE size = ?", forged, db.signed)
    return Expected("checkpoint", None)


@trick
def file_a_checkpoint_under_another_size(db: Database) -> Expected:
    db.do("UPDATE register_checkpoint SET size = size - 1 WHERE size = ?", db.signed)
    return Expected("checkpoint", None)


@trick
def put_an_erased_content_back(db: Database) -> Expected:
    erasure = db.some("payload.erased")
    target = db.fields(erasure)["supersedes"]
    db.do("INSERT INTO register_payload VALUES (?, ?, ?)", target, bytes(32), b"{}")
    return Expected("erasure", erasure)


@trick
def erase_without_a_second_approval(db: Database) -> Expected:
    erasure = db.some("payload.erased")
    db.rewrite_content(erasure, lambda content: content["details"].update(approved_by=["one", "one"]))
    return Expected("erasure", erasure)


@trick
def claim_that_another_entry_was_erased(db: Database) -> Expected:
    erasure = db.some("payload.erased")
    target = db.fields(erasure)["supersedes"]
    db.edit(erasure, supersedes=target - 1)
    return Expected("payload", target)


@trick
def erase_the_erasure(db: Database) -> Expected:
    erasure = db.some("payload.erased")
    db.do("DELETE FROM register_payload WHERE seq = ?", erasure)
    return Expected("payload", erasure)


@trick
def replace_the_stated_key(db: Database) -> Expected:
    seq = db.some("register.key_adopted")
    db.rewrite_content(seq, lambda content: content["details"].update(key="accord+00000000+AQ=="))
    return Expected("key", seq)


@trick
def drop_the_guards(db: Database) -> Expected:
    return Expected("guards", None)
