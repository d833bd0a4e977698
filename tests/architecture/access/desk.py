"""Who may use the desk: everybody has one."""

from __future__ import annotations

from tests.architecture.access.kinds import SIGNED_IN, Expected

ACCESS: dict[str, Expected] = {
    "desk.index": SIGNED_IN,
    "desk.answers": SIGNED_IN,
    "api_desk.show": SIGNED_IN,
}
