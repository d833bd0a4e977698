#!/usr/bin/env python3
"""Has the register been tampered with? One file, standard library only: it runs on anybody's computer.

    python standalone.py verify DATABASE|EXPORT [--key KEY …] [--note FILE …]
    python standalone.py bundle FILE

FILE is a record or a dossier with proofs, as the portal gives it out: each of its entries must lead to the root
that it names (compare that with a checkpoint of yours), and each content must be what its entry committed to.

DATABASE is the portal's SQLite file, EXPORT what `./run register export` wrote (JSON lines). --note names
checkpoints that were kept outside (receipts, letters, minutes); --key pins the public key (the text, or a
file that holds it) instead of believing the keys that the register itself states. Exit: 0 sound, 1 tampered
(which entry, why), 2 could not run. What is checked, and what cannot be: docs/register.md
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeGuard

FORMAT = "accord-register/1"
BUNDLE = "accord-bundle/1"
GUARDED = ("register_entry", "register_payload", "register_checkpoint", "register_head")
KEPT_AT_MOST = 1000  # of what is wrong, so that memory stays small whatever happened
SHOWN_AT_MOST = 50
Row = tuple[
    Any, Any, Any, Any, Any, Any
]  # seq, entry, leaf, frontier, salt, payload; as found, whatever they are


class Finding(NamedTuple):
    """Something that cannot be if nobody touched the register. `seq`: the entry, None for the whole."""

    seq: int | None
    reason: str
    text: str

    def __str__(self) -> str:
        return f"{'register' if self.seq is None else f'entry {self.seq}'}: {self.reason}: {self.text}"


class CannotRun(Exception):
    """There is nothing to verify: no such file, not a register."""


class Source(Protocol):
    """Where the rows come from. Rows are in order of `seq` and may be many; checkpoints are few."""

    def head(self) -> tuple[Any, Any] | None: ...  # log id, number of entries
    def rows(self) -> Iterable[Row]: ...
    def checkpoints(self) -> Iterable[tuple[Any, Any]]: ...  # size, signed note
    def others(self) -> Iterable[Finding]: ...  # what only this kind of source can see


# --- Ed25519 (RFC 8032) -------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decode_point(encoded: bytes) -> Point | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(point: Point) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or NEUTRAL


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """R = S·B − h·A, computed in one pass over the bits of S and h."""
    key = decode_point(public) if len(public) == 32 else None
    s = int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - key[0], key[1], 1, P - key[3])
    steps = (None, BASE, minus, add(BASE, minus))
    point = NEUTRAL
    for bit in reversed(range(253)):
        point = add(point, point)
        if step := steps[(s >> bit & 1) | (h >> bit & 1) << 1]:
            point = add(point, step)
    return encode_point(point) == signature[:32]


# --- Signed notes and checkpoints (C2SP) --------------------------------------------------------------


class Key(NamedTuple):
    name: str
    hint: bytes
    public: bytes


def read_key(text: str) -> Key:
    """`name+hash+base64`, as C2SP writes a verifier key."""
    name, hint, encoded = text.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    expected = sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[:1] != b"\x01" or len(raw) != 33 or bytes.fromhex(hint) != expected:
        raise ValueError("not an Ed25519 verifier key")
    return Key(name, expected, raw[1:])


class Note(NamedTuple):
    where: str
    text: str
    origin: str
    size: int
    root: bytes
    signatures: list[tuple[str, bytes, bytes]]  # name, hint, signature


SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+=*)")


def read_note(where: str, note: str) -> Note:
    text, separator, signed = note.rpartition("\n\n")
    lines = text.split("\n")
    if not separator or len(lines) < 3 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise ValueError("not a signed checkpoint")
    root = base64.b64decode(lines[2], validate=True)
    signatures = []
    for line in signed.removesuffix("\n").split("\n"):
        match = SIGNATURE.fullmatch(line)
        if not match:
            raise ValueError("not a signature line")
        raw = base64.b64decode(match[2], validate=True)
        signatures.append((match[1], raw[:4], raw[4:]))
    return Note(where, text + "\n", lines[0], int(lines[1]), root, signatures)


def is_trusted(note: Note, keys: Iterable[Key]) -> bool:
    known = {(key.name, key.hint): key.public for key in keys}
    return any(
        (public := known.get((name, hint))) is not None and is_signed(public, note.text.encode(), signature)
        for name, hint, signature in note.signatures
    )


# --- The Merkle tree (RFC 6962) and canonical JSON (RFC 8785) -----------------------------------------


def grow(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The roots of the perfect subtrees after one more leaf."""
    grown = [*frontier, leaf]
    while size & 1:
        right = grown.pop()
        grown[-1] = sha256(b"\x01" + grown[-1] + right).digest()
        size >>= 1
    return grown


def root_of(frontier: Sequence[bytes]) -> bytes:
    if not frontier:
        return sha256(b"").digest()
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = sha256(b"\x01" + left + root).digest()
    return root


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is not a number of the register")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return found


parse = json.JSONDecoder(object_pairs_hook=_object, parse_float=_refuse, parse_constant=_refuse).decode
_quote = json.JSONEncoder(ensure_ascii=False).encode


def canonical(value: Any) -> str:
    """RFC 8785 for texts, whole numbers, true, false, null, lists and objects."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_quote(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
        raise ValueError("a number is too large")
    return _quote(value)


# --- What an entry may look like ----------------------------------------------------------------------

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HASH = r"[0-9a-f]{64}"
WORD = r"[a-z][a-z0-9_+-]*"
TYPE = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+"
INSTANT = r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
NUMBER = r"[1-9][0-9]{0,14}"

# An everyday entry, byte for byte: what this matches has the right fields and is canonical.
EVERYDAY = re.compile(
    rf'{{"actor":(?:null|"{UUID}"),"auth":"{WORD}","body":"({HASH})","log":"({UUID})","object":"{UUID}",'
    rf'"object_version":{NUMBER},"project":(?:null|"{UUID}"),"seq":({NUMBER})(?:,"supersedes":({NUMBER}))?,'
    rf'"ts":"({INSTANT})","type":"({TYPE})","v":1}}'
).fullmatch


def _text(pattern: str) -> Callable[[Any], bool]:
    matches = re.compile(pattern).fullmatch
    return lambda value: isinstance(value, str) and matches(value) is not None


is_uuid = _text(UUID)


def _number(value: Any) -> TypeGuard[int]:
    return type(value) is int and value >= 0


def _or_null(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or check(value)


Checks = Mapping[str, Callable[[Any], bool]]
ALWAYS: Checks = {
    "body": _text(HASH),
    "log": is_uuid,
    "seq": _number,
    "ts": _text(INSTANT),
    "v": lambda value: _number(value) and value == 1,
}
ACT: Checks = {
    "actor": _or_null(is_uuid),
    "auth": _text(WORD),
    "object": is_uuid,
    "object_version": _number,
    "project": _or_null(is_uuid),
    "type": _text(TYPE),
}
OPEN: Checks = {**ALWAYS, **ACT}
SUPERSEDING: Checks = {**OPEN, "supersedes": _number}
RESTRICTED: Checks = {**ALWAYS, "type": "restricted".__eq__}


def problem_of(fields: Mapping[str, Any]) -> str | None:
    """The first field that is missing, unknown or of the wrong shape."""
    wanted: Checks = SUPERSEDING if "supersedes" in fields else OPEN
    if fields.get("type") == "restricted":
        wanted = RESTRICTED
    if fields.keys() != wanted.keys():
        return f"the fields {sorted(fields.keys() ^ wanted.keys())} are missing or too many"
    for name, check in wanted.items():
        if check(fields[name]) is not True:
            return f"{name} cannot be {fields[name]!r}"
    return None


ERASED, ADOPTED = "payload.erased", "register.key_adopted"
NEEDS_CONTENT = frozenset({"restricted", ERASED, ADOPTED})


# --- The audit ----------------------------------------------------------------------------------------


class Audit:
    """Walks the entries once, in order, and remembers little: the frontier, the clock, what is still open."""

    def __init__(self, source: Source, keys: Sequence[Key], notes: Iterable[tuple[str, str]]) -> None:
        self.source = source
        self.pinned = list(keys)
        self.stated: list[Key] = []
        self.findings: list[Finding] = []
        self.count = 0
        self.seq = 0
        self.ts = ""
        # Two where the stored and the computed frontier differ: the next entry shows which one it built on.
        self.frontiers: list[list[bytes]] = [[]]
        self.missing: set[int] = set()
        self.erased = 0
        self.last_good = 0
        self.met: list[Note] = []
        self.log, self.size = self._read_head()
        self.notes = self._read_notes(notes)

    def run(self) -> Audit:
        """Look at everything once; afterwards `findings` says what is wrong, `count` how often."""
        self._meet_notes()
        for row in self.source.rows():
            if not self._glance(row):
                self._take(row)
            if self.seq in self.notes:
                self._meet_notes()
        self._finish()
        return self

    @property
    def root(self) -> str:
        return root_of(self.frontiers[0]).hex() if self.frontiers else "unknown"

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self._say(finding.reason, finding.text, finding.seq)

    def _say(self, reason: str, text: str, seq: int | None = None) -> None:
        self.count += 1
        if len(self.findings) < KEPT_AT_MOST:
            self.findings.append(Finding(seq, reason, text))

    def _read_head(self) -> tuple[str | None, int | None]:
        log, size = self.source.head() or (None, None)
        if not (is_uuid(log) and _number(size)):
            self._say("head", "the head row is missing or damaged")
            return None, None
        return log, size

    def _read_notes(self, outside: Iterable[tuple[str, str]]) -> dict[int, list[Note]]:
        notes: dict[int, list[Note]] = {}
        stored = [
            (f"the stored checkpoint of size {size}", size, text) for size, text in self.source.checkpoints()
        ]
        for where, size, text in [*stored, *((where, None, text) for where, text in outside)]:
            try:
                note = read_note(where, text)
            except (ValueError, TypeError, AttributeError) as error:
                self._say("checkpoint", f"{where} cannot be read: {error}")
                continue
            if size not in (None, note.size):
                self._say("checkpoint", f"{where} speaks of {note.size} entries")
            if self.log and note.origin.rpartition("/")[2] != self.log:
                self._say("checkpoint", f"{where} belongs to another register ({note.origin})")
            notes.setdefault(note.size, []).append(note)
        return notes

    def _glance(self, row: Row) -> bool:
        """The everyday case at once: is the entry as it should be in every respect?"""
        seq, entry, leaf, frontier, salt, payload = row
        everyday = EVERYDAY(entry.decode("latin-1")) if isinstance(entry, bytes) else None
        if everyday is None or seq != self.seq + 1 or len(self.frontiers) != 1:
            return False
        body, log, named, supersedes, ts, kind = everyday.groups()
        if log != self.log or named != str(seq) or ts < self.ts or kind in NEEDS_CONTENT:
            return False
        if (supersedes and int(supersedes) >= seq) or sha256(b"\x00" + entry).digest() != leaf:
            return False
        if not (isinstance(salt, bytes) and isinstance(payload, bytes) and len(salt) == 32):
            return False
        grown = grow(self.frontiers[0], self.seq, leaf)
        if sha256(b"\x02\x20" + salt + payload).hexdigest() != body or b"".join(grown) != frontier:
            return False
        self.seq, self.ts, self.frontiers = seq, ts, [grown]
        return True

    def _take(self, row: Row) -> None:
        """Any other entry, looked at closely: what is wrong with it, if anything is."""
        seq, entry, leaf, frontier, salt, payload = row
        if not _number(seq) or seq <= self.seq:
            self._say("order", f"after entry {self.seq} comes {seq!r}")
            return
        if seq > self.seq + 1:
            self._skip_to(seq)
        fields = self._read_entry(seq, entry)
        self._climb(seq, entry, leaf, frontier)
        content = self._read_content(seq, fields, salt, payload)
        if fields is not None:
            self._follow(seq, fields, content)
        self.seq = seq

    def _skip_to(self, seq: int) -> None:
        first, last = self.seq + 1, seq - 1
        self._say(
            "gap", f"missing from the register, up to entry {last}" if last > first else "missing", first
        )
        self.frontiers = []

    def _read_entry(self, seq: int, entry: Any) -> dict[str, Any] | None:
        try:
            fields = parse(entry.decode())
            if canonical(fields).encode() != entry:
                raise ValueError("the bytes are not canonical JSON")
            problem = problem_of(fields)
        except (ValueError, AttributeError, RecursionError) as error:
            problem, fields = str(error), {}
        if problem:
            self._say("form", problem, seq)
            return None
        if fields["seq"] != seq:
            self._say("seq", f"its own text says entry {fields['seq']}", seq)
        if self.log and fields["log"] != self.log:
            self._say("log", f"it belongs to another register, {fields['log']}", seq)
        return dict(fields)

    def _climb(self, seq: int, entry: Any, leaf: Any, frontier: Any) -> None:
        """The entry's hash, and the frontier that it and its predecessors lead to."""
        hashed = sha256(b"\x00" + entry).digest() if isinstance(entry, bytes) else None
        if hashed != leaf:
            self._say("leaf", "the entry was changed after it was hashed, or its hash was", seq)
        leaf = leaf if isinstance(leaf, bytes) and len(leaf) == 32 else hashed or bytes(32)
        grown = [grow(each, seq - 1, leaf) for each in self.frontiers]
        match = next((each for each in grown if b"".join(each) == frontier), None)
        if match is not None:
            self.frontiers = [match]
            return
        stored = isinstance(frontier, bytes) and len(frontier) == 32 * seq.bit_count()
        if grown or not stored:
            self._say("frontier", "the stored frontier does not follow from the entries", seq)
        self.frontiers = grown[:1]
        if stored:
            self.frontiers.append([frontier[at : at + 32] for at in range(0, len(frontier), 32)])

    def _read_content(
        self, seq: int, fields: dict[str, Any] | None, salt: Any, payload: Any
    ) -> dict[str, Any]:
        """The payload, checked against the commitment; parsed only where the audit needs what it says."""
        if salt is None and payload is None:
            self.missing.add(seq)
            return {}
        if fields is None:
            return {}
        if not (isinstance(salt, bytes) and isinstance(payload, bytes) and len(salt) == 32):
            self._say("commitment", "its content is damaged", seq)
            return {}
        if sha256(b"\x02\x20" + salt + payload).hexdigest() != fields["body"]:
            self._say("commitment", "its content is not what was committed to", seq)
            return {}
        return self._parsed(seq, payload) if fields["type"] in NEEDS_CONTENT else {}

    def _parsed(self, seq: int, payload: bytes) -> dict[str, Any]:
        try:
            content = parse(payload.decode())
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            self._say("commitment", "its content cannot be read", seq)
            return {}
        return content

    def _follow(self, seq: int, fields: dict[str, Any], content: dict[str, Any]) -> None:
        """Time goes forward; what is superseded came before; erasures and keys are taken note of."""
        if fields["ts"] < self.ts:
            self._say("clock", f"{fields['ts']} is before its predecessor, {self.ts}", seq)
        self.ts = fields["ts"]
        if fields["type"] == "restricted":
            hidden = content.get("entry")
            fields = hidden if isinstance(hidden, dict) else {}
        target = fields.get("supersedes")
        if "supersedes" in fields and not (_number(target) and 0 < target < seq):
            self._say("supersedes", f"it supersedes {target!r}, which is not an earlier entry", seq)
        details = content.get("details")
        if fields.get("type") == ERASED:
            self._erase(seq, target, details if isinstance(details, dict) else {})
        if fields.get("type") == ADOPTED:
            self._adopt(seq, details if isinstance(details, dict) else {})

    def _erase(self, seq: int, target: Any, details: dict[str, Any]) -> None:
        approved = details.get("approved_by")
        if not isinstance(approved, list) or len(set(map(str, approved))) < 2:
            self._say("erasure", "it was not approved by two", seq)
        if target in self.missing:
            self.missing.discard(target)
            self.erased += 1
        else:
            self._say("erasure", f"it announces an erasure of entry {target} that was not carried out", seq)

    def _adopt(self, seq: int, details: dict[str, Any]) -> None:
        try:
            self.stated.append(read_key(str(details.get("key"))))
        except ValueError as error:
            self._say("key", f"the stated key cannot be read: {error}", seq)

    def _meet_notes(self) -> None:
        """Compare the root with every checkpoint of this size."""
        for note in self.notes.pop(self.seq, ()):
            self.met.append(note)
            if self.frontiers and note.root not in map(root_of, self.frontiers):
                since = f"something was rewritten between entry {self.last_good + 1} and here"
                self._say("checkpoint", f"{note.where} has another root: {since}", self.seq or None)
            elif self.frontiers:
                self.last_good = self.seq

    def _finish(self) -> None:
        for seq in sorted(self.missing):
            self._say("payload", "its content was deleted without an announced erasure", seq)
        counted: int = self.seq if self.size is None else self.size
        if counted > self.seq:
            self._say("tail", f"the head counts {counted} entries, the last one here is {self.seq}")
        if counted < self.seq:
            self._say("head", f"the head counts only {counted} entries")
        for size, notes in sorted(self.notes.items()):
            for note in notes:
                self._say("tail", f"{note.where} covers {size} entries, the last one here is {self.seq}")
                self.met.append(note)
        keys = self.pinned or self.stated
        for note in self.met:
            if not is_trusted(note, keys):
                self._say("signature", f"{note.where} is not signed with a known key")
        self.add(self.source.others())


# --- Sources ------------------------------------------------------------------------------------------


class SqliteSource:
    """A database file, opened for reading only and read in one snapshot."""

    ROWS = (
        "SELECT e.seq, e.entry, e.leaf, e.frontier, p.salt, p.body FROM register_entry e"
        " LEFT JOIN register_payload p ON p.seq = e.seq ORDER BY e.seq"
    )

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        # What should be bytes but is text must not pass as bytes, nor must it end the run.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")

    def head(self) -> tuple[Any, Any] | None:
        found: tuple[Any, Any] | None = self.connection.execute(
            "SELECT log, size FROM register_head"
        ).fetchone()
        return found

    def rows(self) -> Iterable[Row]:
        return self.connection.execute(self.ROWS)

    def checkpoints(self) -> Iterable[tuple[Any, Any]]:
        return self.connection.execute("SELECT size, note FROM register_checkpoint ORDER BY size")

    def others(self) -> Iterator[Finding]:
        for (seq,) in self.connection.execute(
            "SELECT seq FROM register_payload WHERE seq NOT IN (SELECT seq FROM register_entry)"
        ):
            yield Finding(seq, "payload", "there is content without its entry")
        triggers = {
            name for (name,) in self.connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        }
        wanted = {f"{table}_{verb}" for table in GUARDED for verb in ("insert", "update", "delete")}
        if absent := sorted(wanted - triggers):
            yield Finding(None, "guards", f"the database's guards are gone: {', '.join(absent)}")


class ExportSource:
    """JSON lines: a head, then checkpoints and entries. Hashes are base64, entries and contents text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        head = next(self._lines(), {})
        if head.get("format") != FORMAT:
            raise CannotRun(f"{path} is neither a register database nor an export")
        self.header = head

    def _lines(self) -> Iterator[dict[str, Any]]:
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    found = json.loads(line)
                except (ValueError, RecursionError):
                    found = {}
                yield found if isinstance(found, dict) else {}

    def head(self) -> tuple[Any, Any] | None:
        return self.header.get("log"), self.header.get("size")

    def rows(self) -> Iterator[Row]:
        lines = self._lines()
        next(lines, None)
        for line in lines:
            if "checkpoint" not in line:
                texts, hashes = (
                    map(line.get, ("entry", "payload")),
                    map(line.get, ("leaf", "frontier", "salt")),
                )
                (entry, payload), (leaf, frontier, salt) = map(raw, texts), map(b64, hashes)
                yield line.get("seq"), entry, leaf, frontier, salt, payload

    def checkpoints(self) -> Iterator[tuple[Any, Any]]:
        return ((line["checkpoint"], line.get("note")) for line in self._lines() if "checkpoint" in line)

    def others(self) -> Iterable[Finding]:
        return ()


def raw(text: Any) -> Any:
    """The bytes of a text; odd bytes travel as lone surrogates. Anything else stays and is found out."""
    try:
        return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    except UnicodeEncodeError:
        return text


def b64(text: Any) -> Any:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else text
    except ValueError:
        return text


# --- A bundle: some entries with their proofs ------------------------------------------------------------


def climbed(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a proof leads to from the leaf at this place (RFC 6962, 2.1.1). ValueError: no such proof."""
    if not 0 <= place < size:
        raise ValueError("it is not among the entries")
    low, high, sides = 0, size, []
    while high - low > 1:
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        sides.append(place < middle)
        low, high = (low, middle) if place < middle else (middle, high)
    if len(path) != len(sides):
        raise ValueError("its proof has the wrong length")
    for is_left, other in zip(reversed(sides), path, strict=True):
        leaf = sha256(b"\x01" + (leaf + other if is_left else other + leaf)).digest()
    return leaf


def proof_problem(proof: Mapping[str, Any], size: int, root: str) -> str | None:
    """What is wrong with one entry of a bundle."""
    entry, payload, salt = raw(proof.get("entry")), raw(proof.get("payload")), b64(proof.get("salt"))
    path = [b64(each) for each in proof.get("path") or ()]
    if not isinstance(entry, bytes) or not all(isinstance(each, bytes) and len(each) == 32 for each in path):
        return "it cannot be read"
    try:
        fields = parse(entry.decode())
        found = climbed(sha256(b"\x00" + entry).digest(), fields["seq"] - 1, size, path).hex()
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        return str(error)
    if fields["seq"] != proof.get("seq"):
        return f"its own text says entry {fields['seq']}"
    if found != root:
        return "it does not lead to the root"
    if payload is None and salt is None:
        return None  # erased by law: the entry still proves that, when and by whom
    if not (isinstance(payload, bytes) and isinstance(salt, bytes)):
        return "its content is damaged"
    is_true = sha256(b"\x02\x20" + salt + payload).hexdigest() == fields.get("body")
    return None if is_true else "its content is not what was committed to"


def verify_bundle(path: str) -> int:
    try:
        bundle = json.loads(Path(path).read_text("utf-8", "surrogatepass"))
    except (OSError, ValueError, RecursionError) as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    if not isinstance(bundle, dict) or bundle.get("format") != BUNDLE:
        print(f"could not run: {path} is no bundle", file=sys.stderr)
        return 2
    size, root, proofs = bundle.get("size"), str(bundle.get("root")), bundle.get("proofs") or []
    if not _number(size):
        print(f"could not run: {path} does not say how many entries there are", file=sys.stderr)
        return 2
    wrong = [(proof, proof_problem(proof, size, root)) for proof in proofs]
    found = [f"  entry {proof.get('seq')}: {problem}" for proof, problem in wrong if problem]
    if found:
        print("\n".join([f"TAMPERED: {len(found)} of {len(proofs)} entries", *found[:SHOWN_AT_MOST]]))
        return 1
    print(f"sound: {len(proofs)} entries of {size}, root {root}")
    return 0


# --- The command --------------------------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """A database file or an export, by its first bytes."""
    with path.open("rb") as file:
        is_database = file.read(16) == b"SQLite format 3\0"
    if not is_database:
        yield ExportSource(path)
        return
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'register_entry'").fetchone():
            raise CannotRun(f"{path} holds no register")
        yield SqliteSource(connection)


def given_key(text: str) -> Key:
    """A verifier key, or the file that holds it."""
    try:
        return read_key(text if "+" in text and not Path(text).is_file() else Path(text).read_text("utf-8"))
    except ValueError as error:
        raise CannotRun(f"{text}: {error}") from error


def given_notes(paths: Iterable[str]) -> list[tuple[str, str]]:
    return [(path, Path(path).read_text("utf-8", "replace")) for path in paths]


def report(audit: Audit) -> int:
    """Say what was found; the exit code."""
    if not audit.count:
        checked = f"{audit.seq} entries, {audit.erased} erased, {len(audit.met)} checkpoints"
        print(f"sound: {checked}, root {audit.root}")
        return 0
    print(f"TAMPERED: {audit.count} findings in {audit.seq} entries")
    for finding in audit.findings[:SHOWN_AT_MOST]:
        print(f"  {finding}")
    return 1


def verify(path: str, keys: Sequence[str], notes: Sequence[str]) -> int:
    try:
        with opened(Path(path)) as source:
            return report(Audit(source, list(map(given_key, keys)), given_notes(notes)).run())
    except (CannotRun, OSError, sqlite3.OperationalError) as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    except sqlite3.DatabaseError as error:
        print(f"TAMPERED: the database file is damaged: {error}")
        return 1


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("verify", help="check a database file or an export")
    command.add_argument("path", metavar="DATABASE|EXPORT")
    command.add_argument(
        "--key", action="append", default=[], help="trust only this public key (text or file)"
    )
    command.add_argument(
        "--note", nargs="+", action="extend", default=[], help="a checkpoint that was kept outside"
    )
    single = commands.add_parser("bundle", help="check a record or dossier with proofs")
    single.add_argument("path", metavar="FILE")
    given = parser.parse_args(arguments)
    if given.command == "bundle":
        return verify_bundle(given.path)
    return verify(given.path, given.key, given.note)


if __name__ == "__main__":
    sys.exit(main())
