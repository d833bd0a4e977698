"""Who may use the routes of accounts. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from tests.architecture.access.kinds import EVERYBODY, SIGNED_IN, Expected

ACCESS: dict[str, Expected] = {
    "accounts.sign_in": EVERYBODY,
    "accounts.sign_out": SIGNED_IN,
}
