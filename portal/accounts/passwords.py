"""Passwords: argon2id, and what a password must be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.accounts.weak_words import WEAK_WORDS

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 200
#: What must be left of a password once names, words everybody tries, years and runs are taken out.
SUBSTANCE = 6
VARIETY = 5
YEAR = re.compile(r"(?:19|20)\d\d")
REPEATED = re.compile(r"(.)\1{2,}")
RUNS = ("0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")
LOOKS_LIKE = str.maketrans("01345@$!", "oleasasi")
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Is this the password? Takes the same time whether or not there is an account."""
    try:
        _hasher.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@lru_cache(maxsize=1)
def _nobody() -> str:
    """Checked when nobody of that address exists: the answer takes as long as for somebody who does."""
    return hash_password("nobody has this password")


def is_outdated(stored: str) -> bool:
    """Was it hashed with weaker parameters than today's?"""
    return _hasher.check_needs_rehash(stored)


def objection(password: str, *, name: str, email: str | None) -> str | None:
    """Why this password is not acceptable, in a sentence; None if it is. No kind of character is demanded."""
    if len(password) < MINIMUM_LENGTH:
        return _("Use at least %(count)d characters. A sentence is easy to remember.", count=MINIMUM_LENGTH)
    if len(password) > MAXIMUM_LENGTH:
        return _("Use at most %(count)d characters.", count=MAXIMUM_LENGTH)
    own = set(_own_words(name, email))
    if _is_hollow(password, WEAK_WORDS):
        return _("This is one of the passwords that are tried first. Choose something longer or less usual.")
    if _is_hollow(password, WEAK_WORDS | own):
        return _("Your name and e-mail address are the first things that are tried. Choose something else.")
    return None


def objection_for(person: Person, password: str) -> str | None:
    """The same for a person's own password."""
    return objection(password, name=person.name, email=person.email)


def _is_hollow(password: str, words: Iterable[str]) -> bool:
    """Is too little left without these words? Also with the usual substitutions undone (`p4$$w0rd`)."""
    text = YEAR.sub("", unicodedata.normalize("NFKC", password).casefold())
    return min(_substance(text, words), _substance(text.translate(LOOKS_LIKE), words)) < SUBSTANCE


def _substance(text: str, words: Iterable[str]) -> int:
    """How many characters are left without these words, runs and repetitions."""
    if len(set(text)) < VARIETY:
        return 0
    for run in _runs(text):
        text = text.replace(run, "")
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return len("".join(REPEATED.sub("", text).split()))


def _runs(text: str) -> Iterator[str]:
    """Stretches of at least four along the alphabet or the digits, the longest first."""
    for length in range(len(RUNS[2]), 3, -1):
        for run in RUNS:
            for start in range(len(run) - length + 1):
                if (part := run[start : start + length]) in text:
                    yield part


def _own_words(name: str, email: str | None) -> Iterator[str]:
    """The address, whole and in parts, and the parts of the name; of Chinese two characters are a name."""
    address = (email or "").casefold()
    local, _at, domain = address.partition("@")
    names = re.split(r"[\W_]+", f"{name.casefold()} {local}")
    for part in (address, local, domain, *domain.split(".")[:-1], *names):
        if len(part) >= 3 or (len(part) == 2 and part > "⺀"):
            yield part
