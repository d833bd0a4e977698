"""Roles accepted and handed over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)
ITEMS = ("project_id", "receiver_id", "state")


def _refers(table: str, column: str, target: str, nullable: bool = True) -> list[sa.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def _identity(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    ]


def upgrade() -> None:
    _handovers("handover")
    _items("handover_item")


def _handovers(table: str) -> None:
    op.create_table(
        table,
        *_refers(table, "leaver_id", "person", nullable=False),
        *_refers(table, "project_id", "project"),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        *_refers(table, "started_by_id", "person", nullable=False),
        sa.Column("started_at", UTC, nullable=False),
        *_identity(table),
    )
    for column in ("leaver_id", "project_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _items(table: str) -> None:
    op.create_table(
        table,
        *_refers(table, "handover_id", "handover", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=1200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        *_refers(table, "project_id", "project"),
        *_refers(table, "receiver_id", "person"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        *_identity(table),
        sa.UniqueConstraint("handover_id", "number", name=op.f(f"uq_{table}_handover_id_number")),
    )
    for column in ITEMS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    for table, columns in (("handover_item", ITEMS), ("handover", ("leaver_id", "project_id"))):
        for column in columns:
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        op.drop_table(table)
