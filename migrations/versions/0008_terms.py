"""Terms in parts, what hangs on an ask, amendments, recall."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TERMS = ("commitment", "offer")


def upgrade() -> None:
    for table in TERMS:
        parts = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
        op.add_column(table, sa.Column("parts", parts, server_default="[]", nullable=False))
        op.add_column(table, sa.Column("done_means", sa.Text(), server_default="", nullable=False))
    op.add_column("offer", _flag("is_amendment"))
    op.add_column("commitment", _flag("is_recalled"))
    op.add_column("commitment", sa.Column("amending", sa.String(length=20), nullable=True))
    op.create_table(
        "amendment",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_amendment_commitment_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_amendment_offer_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_amendment_proposed_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_amendment_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_amendment_offer_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_amendment_uid")),
    )
    op.create_index(op.f("ix_amendment_commitment_id"), "amendment", ["commitment_id"], unique=False)
    op.create_index(
        "ix_amendment_proposed_by_id_state", "amendment", ["proposed_by_id", "state"], unique=False
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_amendment_open",
        "amendment",
        ["commitment_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "commitment_milestone",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_milestone_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_commitment_milestone_milestone_id")
        ),
        sa.PrimaryKeyConstraint("commitment_id", "milestone_id", name=op.f("pk_commitment_milestone")),
    )
    op.create_index(
        op.f("ix_commitment_milestone_milestone_id"), "commitment_milestone", ["milestone_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("commitment_milestone")
    op.drop_table("amendment")
    op.drop_column("commitment", "amending")
    op.drop_column("commitment", "is_recalled")
    op.drop_column("offer", "is_amendment")
    for table in reversed(TERMS):
        op.drop_column(table, "done_means")
        op.drop_column(table, "parts")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
