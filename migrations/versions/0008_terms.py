"""Terms in parts, what hangs on an ask, recall."""

from __future__ import annotations

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the feature that names it."""


def downgrade() -> None:
    """Filled by the feature that names it."""
