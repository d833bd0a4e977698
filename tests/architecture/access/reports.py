"""Who may use the routes of reports: everybody signed in; what they see differs."""

from __future__ import annotations

from tests.architecture.access.kinds import SIGNED_IN, Expected

ACCESS: dict[str, Expected] = {
    "reports.board": SIGNED_IN,
    "reports.board_export": SIGNED_IN,
    "api_reports.board": SIGNED_IN,
}
