"""Agreements: a text that named parties must answer."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the feature that names it."""


def downgrade() -> None:
    """Filled by the feature that names it."""
