"""Minutes by slice: confirmations, corrections, notes, errata."""

from __future__ import annotations

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the feature that names it."""


def downgrade() -> None:
    """Filled by the feature that names it."""
