"""Is the portal ready? Each check says one word; what exactly is wrong stands in the log, not in the
answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

import structlog
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import select

from portal.database import session
from portal.outbox import queries as outbox

OK = "ok"
#: Letters that are due for longer mean that no jobs run, or that the mail server takes nothing.
LONGEST_LAG = dt.timedelta(hours=1)

log = structlog.get_logger("portal.operation")


def readiness(now: dt.datetime) -> dict[str, str]:
    """Check → "ok" or what is wrong, in a word. After a check that fails the later ones are not made."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "migrations": _migrations,
        "letters": lambda: _letters(now),
    }
    found: dict[str, str] = {}
    for name, check in checks.items():
        try:
            found[name] = check()
        except Exception:
            log.exception("a check of readiness failed", check=name)
            session().rollback()
            found[name] = "unreachable" if name == "database" else "unknown"
        if found[name] != OK:
            break
    return found


def _database() -> str:
    session().execute(select(1))
    return OK


def _migrations() -> str:
    heads = MigrationContext.configure(session().connection()).get_current_heads()
    return OK if set(heads) == _wanted(current_app.extensions["migrate"].directory) else "pending"


@lru_cache(maxsize=4)
def _wanted(directory: str) -> frozenset[str]:
    """The revision of this program; it cannot change while the process lives."""
    return frozenset(ScriptDirectory(directory).get_heads())


def _letters(now: dt.datetime) -> str:
    lag = outbox.lag(now)
    if lag <= LONGEST_LAG:
        return OK
    log.warning("letters do not leave", lag_seconds=int(lag.total_seconds()))
    return "late"
