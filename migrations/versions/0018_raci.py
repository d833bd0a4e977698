"""RACI."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)


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
    op.create_table(
        "raci_item",
        *_refers("raci_item", "project_id", "project", nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        *_identity("raci_item"),
        sa.UniqueConstraint("project_id", "item", name=op.f("uq_raci_item_project_id_item")),
    )
    table = "raci_proposal"
    op.create_table(
        table,
        *_refers(table, "project_id", "project", nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        *_refers(table, "made_by_id", "person", nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("closed_at", UTC, nullable=True),
        *_identity(table),
    )
    op.create_index("ix_raci_proposal_project_id_state", table, ["project_id", "state"])
    _lines()


def _lines() -> None:
    table = "raci_proposal_line"
    op.create_table(
        table,
        *_refers(table, "proposal_id", "raci_proposal", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=1), nullable=False),
        *_refers(table, "person_id", "person"),
        *_refers(table, "department_id", "department"),
        *_refers(table, "entry_id", "raci_entry"),
        *_identity(table),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_raci_proposal_line_proposal_id_number")),
    )
    op.create_index(op.f("ix_raci_proposal_line_entry_id"), table, ["entry_id"])


def downgrade() -> None:
    op.drop_table("raci_proposal_line")
    op.drop_table("raci_proposal")
    op.drop_table("raci_item")
