"""What somebody saw when they answered: the very words, their language, and the version they belong to.

A page that asks for an answer carries a *mark* in a hidden field: the digest of the version, the language of the
words on the screen, and a fingerprint of these words. Coming back with the answer it proves what was shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.agreements.models import AgreementVersion
from portal.core.errors import Refused
from portal.core.language import current_locale, force_locale
from portal.core.transactions import act_context
from portal.register.encoding import canonical, plain

DIGEST = re.compile(r"[0-9a-f]{64}")
MARK = re.compile(r"(?P<digest>[0-9a-f]{64})\.(?P<language>en|zh_Hans|zh_Hant)\.(?P<words>[0-9a-f]{16})")


@dataclass(frozen=True)
class Seen:
    """The words on the screen, their language, the version's digest, and how the person was identified."""

    language: str
    text: str
    digest: str
    identified_by: str


def digest_of(text: str, language: str, terms: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form (RFC 8785) of language, terms and text."""
    said = {"language": language, "terms": plain(terms), "text": text}
    return hashlib.sha256(canonical(said)).hexdigest()


def identified() -> str:
    """How whoever acts now was identified; `system` where nobody is signed in (an import, a task)."""
    return act_context().auth


def mark_of(version: AgreementVersion, text: str) -> str:
    """For the hidden field of a page that shows `text`, which is `version` in the language of this moment."""
    return f"{version.digest}.{current_locale()}.{_fingerprint(text)}"


def seen_by_mark(mark: str | None, version: AgreementVersion, words: Callable[[], str]) -> Seen | None:
    """What a page had shown. `words` tells `version` in the language in force.

    A bare digest (API clients) names the version only. None where nothing was handed over.
    """
    if not mark:
        return None
    if found := MARK.fullmatch(mark):
        with force_locale(found["language"]):
            text = words()
        if found["digest"] == version.digest and found["words"] != _fingerprint(text):
            raise Refused(
                _("The words have changed since you saw them. Now it says: “%(text)s” Look again.", text=text)
            )
        return Seen(found["language"], text, found["digest"], identified())
    if DIGEST.fullmatch(mark):
        return Seen(current_locale(), words(), mark, identified())
    raise Refused(_("This does not say which text you saw. Open the page again and answer there."))


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
