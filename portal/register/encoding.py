"""The bytes of the register: canonical JSON (RFC 8785, no floats), instants, and what binds a payload."""

from __future__ import annotations

import datetime as dt
import enum
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

SALT_BYTES = 32
MAX_INTEGER = 2**53 - 1
RESTRICTED = "restricted"
VERSION = 1


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Mapping[str, Any]) -> bytes:
    """RFC 8785 of what `plain` lets through: no floats, and integers that every JSON reader keeps exactly.

    Python's own encoder writes just that, eight times as fast, except that it sorts names by code point and
    the RFC by UTF-16. They differ only where a character beyond U+FFFF occurs: that goes to the library.
    """
    text = _encode(value)
    return text.encode() if text.isascii() or max(text) <= "\uffff" else rfc8785.dumps(value)


def instant(moment: dt.datetime) -> str:
    """UTC with milliseconds and Z, the only form of an instant here; such texts sort like the instants."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def plain(value: Any) -> Any:
    """A detail as I-JSON without floats: dates and decimals become text, so that nothing is rounded."""
    match value:
        case None | bool():
            return value
        case enum.Enum():
            return plain(value.value)
        case int() if abs(value) <= MAX_INTEGER:
            return int(value)
        case str():
            value.encode()  # a lone surrogate is refused here and not at the commit
            return str(value)
        case Mapping():
            return {_key(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
    return _as_text(value)


def _as_text(value: Any) -> str:
    match value:
        case dt.datetime():
            return instant(value)
        case dt.date() | dt.time():
            return value.isoformat()
        case Decimal() if value.is_finite():
            return format(value, "f")
        case uuid.UUID():
            return str(value)
    raise TypeError(f"the register holds texts, integers, dates and decimals, not {value!r}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the keys of a detail are texts, not {key!r}")
    return str(plain(key))


@dataclass(frozen=True, slots=True)
class Act:
    """What an entry says, before it has its place: everything as it will stand in the JSON."""

    type: str
    actor: str | None
    auth: str
    object: str
    object_version: int
    project: str | None
    supersedes: int | None
    payload: dict[str, Any]
    is_restricted: bool = False

    def fields(self) -> dict[str, Any]:
        """The fields of the public line; those of a restricted act go into its payload."""
        fields: dict[str, Any] = {
            "actor": self.actor,
            "auth": self.auth,
            "object": self.object,
            "object_version": self.object_version,
            "project": self.project,
            "type": self.type,
        }
        return fields if self.supersedes is None else fields | {"supersedes": self.supersedes}


@dataclass(frozen=True, slots=True)
class Sealed:
    """The stored bytes of one act."""

    entry: bytes
    salt: bytes
    payload: bytes


def seal(act: Act, *, log: str, seq: int, ts: str, salt: bytes) -> Sealed:
    """The entry and its payload: `body` in the entry is SHA-256(0x02 ‖ len(salt) ‖ salt ‖ payload)."""
    if act.is_restricted:
        shown, payload = {"type": RESTRICTED}, act.payload | {"entry": act.fields()}
    else:
        shown, payload = act.fields(), act.payload
    body = canonical(payload)
    entry = {**shown, "body": commitment(salt, body), "log": log, "seq": seq, "ts": ts, "v": VERSION}
    return Sealed(canonical(entry), salt, body)


def commitment(salt: bytes, body: bytes) -> str:
    return sha256(b"\x02" + bytes([len(salt)]) + salt + body).hexdigest()
