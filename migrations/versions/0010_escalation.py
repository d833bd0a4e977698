"""The steering group's times, and who was reminded."""

from __future__ import annotations

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the feature that names it."""


def downgrade() -> None:
    """Filled by the feature that names it."""
