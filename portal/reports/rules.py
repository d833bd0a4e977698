"""Who may read across the portfolio: everybody signed in, each seeing only the projects that are theirs to
see.
"""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.core.access import rule


@rule("reports:read")
def read(actor: Actor, subject: Any) -> bool:
    return actor.is_authenticated
