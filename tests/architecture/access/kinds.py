"""The vocabulary of the access tables.

A feature's module `tests/architecture/access/<feature>.py` has

- `ACCESS`: endpoint → who gets past the rule (names of `World.people()`), everybody else must get 403, or
404 where
  `hidden` (the subject is confidential), or be sent to sign in / 401 when not signed in.
- `prepare(world) -> dict[str, dict[str, object]]` (optional): endpoint → URL arguments that name a subject
of the *open*
  project (a callable makes a fresh subject for each request, where the request removes it); and `prepare_secret(world)`: the same for the *confidential* project, where everybody but those in
  `Expected.secret` must get 404.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = frozenset(
    [
        "administrator",
        "office",
        "cio",
        "auditor",
        "sponsor",
        "manager",
        "head",
        "other_head",
        "member",
        "employee",
        "secret_manager",
    ]
)
#: Who sees confidential projects without being an insider.
READERS = frozenset({"administrator", "office", "cio", "auditor"})
KEEPERS = frozenset({"administrator", "office", "cio"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Expected:
    """Who gets past the rule for a subject of the open project, and of the confidential one (None: no such
    case).

    `seen_by`: who may see the confidential subject, so that a refusal may admit that it exists (403, not
    404).
    """

    allowed: frozenset[str]
    anonymous: bool = False
    secret: frozenset[str] | None = None
    seen_by: frozenset[str] = READERS | {"secret_manager"}


EVERYBODY = Expected(ROLES, anonymous=True)
SIGNED_IN = Expected(ROLES)


def only(*roles: str, secret: frozenset[str] | None = None) -> Expected:
    """Just these roles."""
    return Expected(frozenset(roles), secret=secret)
