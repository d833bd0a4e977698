"""What became of promises: weeks, objections, objectives, evaluations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)


def _identified(table: str) -> list[sa.SchemaItem]:
    """What every table has: its number, its register id, and their keys."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    ]


def _refers(table: str, column: str, target: str, nullable: bool = True) -> list[sa.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def upgrade() -> None:
    op.add_column("delivery", sa.Column("entered_at", UTC, nullable=True))
    op.create_index("ix_delivery_entered_at", "delivery", ["entered_at"])
    op.create_index("ix_delivery_week_on", "delivery", ["week_on"])
    op.create_table(
        "week_review",
        *_refers("week_review", "delivery_id", "delivery", nullable=False),
        sa.Column("entered_hours", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        *_refers("week_review", "by_id", "person"),
        sa.Column("looked_at", UTC, nullable=False),
        sa.Column("settlement", sa.String(length=20), server_default="", nullable=False),
        sa.Column("settlement_note", sa.Text(), server_default="", nullable=False),
        *_refers("week_review", "settled_by_id", "person"),
        sa.Column("settled_at", UTC, nullable=True),
        sa.CheckConstraint("hours IS NULL OR hours BETWEEN 0 AND 168", name=op.f("ck_week_review_hours")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_week_review_delivery_id")),
        *_identified("week_review"),
    )
    op.create_index("ix_week_review_settlement", "week_review", ["settlement"])
    op.create_table(
        "stated_reason",
        *_refers("stated_reason", "commitment_id", "commitment", nullable=False),
        sa.Column("week_on", sa.Date(), nullable=True),
        sa.Column("stated_by", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        *_refers("stated_reason", "by_id", "person"),
        sa.Column("stated_at", UTC, nullable=False),
        sa.UniqueConstraint(
            "commitment_id",
            "week_on",
            "stated_by",
            name=op.f("uq_stated_reason_commitment_id_week_on_stated_by"),
        ),
        *_identified("stated_reason"),
    )
    op.create_table(
        "objectives",
        *_refers("objectives", "commitment_id", "commitment", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_refers("objectives", "proposed_by_id", "person"),
        sa.Column("proposed_at", UTC, nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        *_refers("objectives", "answered_by_id", "person"),
        sa.Column("answered_at", UTC, nullable=True),
        sa.Column("answer_reason", sa.Text(), server_default="", nullable=False),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_objectives_commitment_id_number")),
        *_identified("objectives"),
    )
    op.create_table(
        "objective",
        *_refers("objective", "objectives_id", "objectives", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.String(length=20), server_default="", nullable=False),
        sa.Column("outcome_note", sa.Text(), server_default="", nullable=False),
        sa.UniqueConstraint("objectives_id", "number", name=op.f("uq_objective_objectives_id_number")),
        *_identified("objective"),
    )
    op.create_table(
        "evaluation",
        *_refers("evaluation", "commitment_id", "commitment", nullable=False),
        *_refers("evaluation", "person_id", "person", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        *_refers("evaluation", "written_by_id", "person"),
        sa.Column("written_at", UTC, nullable=False),
        *_refers("evaluation", "head_id", "person"),
        sa.Column("head_confirmed_at", UTC, nullable=True),
        *_refers("evaluation", "manager_id", "person"),
        sa.Column("manager_confirmed_at", UTC, nullable=True),
        sa.Column("read_at", UTC, nullable=True),
        sa.Column("own_words", sa.Text(), server_default="", nullable=False),
        sa.Column("own_words_at", UTC, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_evaluation_commitment_id")),
        *_identified("evaluation"),
    )
    op.create_index(op.f("ix_evaluation_person_id"), "evaluation", ["person_id"])
    op.create_index("ix_evaluation_read_at_written_at", "evaluation", ["read_at", "written_at"])


def downgrade() -> None:
    for table in ("evaluation", "objective", "objectives", "stated_reason", "week_review"):
        op.drop_table(table)
    op.drop_index("ix_delivery_week_on", "delivery")
    op.drop_index("ix_delivery_entered_at", "delivery")
    op.drop_column("delivery", "entered_at")
