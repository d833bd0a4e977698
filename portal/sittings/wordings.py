"""Every wording of a proposal, in order: the first, what amended it, and how it reads today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.accounts.models import Person
from portal.sittings.queries import wordings_of
from portal.steering.models import Decision, Meeting


@dataclass(frozen=True)
class Version:
    """A wording; `by`, `at`, `meeting` and `reason` say how it came to be, of the first one nothing."""

    number: int
    title: str
    context: str
    options: str
    by: Person | None = None
    at: dt.datetime | None = None
    meeting: Meeting | None = None
    reason: str = ""

    @property
    def text(self) -> str:
        """The whole wording, for comparing."""
        return "\n".join(part for part in (self.title, self.context, self.options) if part)


def versions_of(decision: Decision) -> list[Version]:
    """One, if nothing was amended."""
    found: list[Version] = []
    before = None
    for kept in [*wordings_of(decision), None]:
        source = kept or decision
        texts = (source.title, source.context, source.options)
        if found and (found[-1].title, found[-1].context, found[-1].options) == texts:
            continue
        how = (before.replaced_by, before.replaced_at, before.meeting, before.reason) if before else ()
        found.append(Version(len(found) + 1, *texts, *how))
        before = kept
    return found
