"""Who may use the search box. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from tests.architecture.access.kinds import SIGNED_IN, Expected

ACCESS: dict[str, Expected] = {
    "finding.index": SIGNED_IN,
    "api_finding.index": SIGNED_IN,
}
