"""Quorum, rules and limits of groups; for whom members speak; how a decision was counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _columns() -> dict[str, list[sa.Column[object]]]:
    """New columns by table; new objects each time, because a column belongs to one table."""
    return {
        "steering_group": [
            sa.Column("quorum_kind", sa.String(length=20), server_default="number", nullable=False),
            sa.Column("quorum_needs", Json, server_default="[]", nullable=False),
            sa.Column("money_limit", sa.Numeric(precision=16, scale=2), nullable=True),
            sa.Column("scope", sa.Text(), server_default="", nullable=False),
            sa.Column("cadence", sa.String(length=200), server_default="", nullable=False),
            sa.Column("chair_reason", sa.Text(), server_default="", nullable=False),
        ],
        "membership": [
            sa.Column("side", sa.String(length=20), server_default="", nullable=False),
            sa.Column("is_top_executive", sa.Boolean(), server_default=sa.false(), nullable=False),
        ],
        "decision": [
            sa.Column("quorum_missing", Json, server_default="[]", nullable=False),
            sa.Column("amount", sa.Numeric(precision=16, scale=2), nullable=True),
            sa.Column("rule", sa.String(length=20), server_default="", nullable=False),
            sa.Column("is_carried", sa.Boolean(), nullable=True),
            sa.Column("tally", Json, server_default="{}", nullable=False),
        ],
    }


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    for table, columns in reversed(_columns().items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)
