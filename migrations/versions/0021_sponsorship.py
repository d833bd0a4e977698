"""The sponsor's ledger: acts entered by hand, and comments on a month.

The guards come from `portal.sponsorship.sealing`: what stands there is never changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database
from portal.sponsorship import sealing

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)


def _refers(table: str, column: str, target: str, nullable: bool = False) -> list[sa.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _identified(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    ]


def upgrade() -> None:
    table = "sponsor_act"
    op.create_table(
        table,
        *_refers(table, "project_id", "project"),
        *_refers(table, "sponsor_id", "person"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("with_whom", sa.String(length=300), server_default="", nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        _text("note"),
        *_refers(table, "entered_by_id", "person"),
        sa.Column("entered_at", UTC, nullable=False),
        *_refers(table, "corrects_id", "sponsor_act", nullable=True),
        sa.Column("confirmed_at", UTC, nullable=True),
        sa.Column("ended_at", UTC, nullable=True),
        *_refers(table, "ended_by_id", "person", nullable=True),
        _text("end_reason"),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 1 AND 1440", name=op.f("ck_sponsor_act_minutes")
        ),
        *_identified(table),
    )
    op.create_index("ix_sponsor_act_project_id_sponsor_id_on", table, ["project_id", "sponsor_id", "on"])
    for column in ("sponsor_id", "entered_by_id", "corrects_id"):
        op.create_index(f"ix_sponsor_act_{column}", table, [column])
    table = "sponsor_comment"
    op.create_table(
        table,
        *_refers(table, "project_id", "project"),
        *_refers(table, "sponsor_id", "person"),
        sa.Column("month_on", sa.Date(), nullable=False),
        _text("words"),
        sa.Column("made_at", UTC, nullable=False),
        *_identified(table),
    )
    op.create_index("ix_sponsor_comment_project_id_sponsor_id", table, ["project_id", "sponsor_id"])
    op.create_index("ix_sponsor_comment_sponsor_id", table, ["sponsor_id"])
    sealing.install(op.get_bind())


def downgrade() -> None:
    sealing.remove(op.get_bind())
    op.drop_table("sponsor_comment")
    op.drop_table("sponsor_act")
