"""The register's signature: an Ed25519 key in the data folder, and signed notes as C2SP writes them.

The key never enters the database, so whoever edits the rows cannot sign the result. Format of notes,
checkpoints and verifier keys: https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEY_FILE = "register-key"
ED25519 = b"\x01"


@dataclass(frozen=True)
class SigningKey:
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def hint(self, name: str) -> bytes:
        """The four bytes by which a note says which key signed it."""
        return sha256(name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def verifier(self, name: str) -> str:
        """The public key as text: what somebody keeps who wants to verify later."""
        return f"{name}+{self.hint(name).hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


def origin(log: str) -> str:
    """How a checkpoint names this register."""
    return f"accord/{log}"


def sign_checkpoint(key: SigningKey, log: str, size: int, root: bytes, moment: str) -> str:
    """The signed note over the first `size` entries. `moment` stands in it as an extension line."""
    name = origin(log)
    text = f"{name}\n{size}\n{base64.b64encode(root).decode()}\n{moment}\n"
    signature = base64.b64encode(key.hint(name) + key.private.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def load_key(folder: Path) -> SigningKey:
    """The key of this installation; made, readable by its owner only, where there is none yet."""
    path = folder / KEY_FILE
    if not path.exists():
        _create(path)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    return SigningKey(key)


def _create(path: Path) -> None:
    """Written whole or not at all, and never over another one: two workers may start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        os.fsync(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
