"""What became of promises: weeks, objections, objectives, evaluations."""

from __future__ import annotations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the feature that names it."""


def downgrade() -> None:
    """Filled by the feature that names it."""
