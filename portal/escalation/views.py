"""What is hung onto pages of packages below: there is no page of silence itself."""

from __future__ import annotations

from portal.commitments.panels import add_commitment_panel
from portal.core.web import PageBlueprint
from portal.escalation import panels, told

bp = PageBlueprint("escalation", __name__)
__all__ = ["bp", "told"]

add_commitment_panel(10, "escalation/_silence.html", panels.silence_of_commitment)
