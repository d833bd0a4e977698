"""The steering group's times, what was done about a silence, and the letters of each day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)
DAYS = {
    "remind_after_days": 1,
    "substitute_after_days": 3,
    "superior_after_days": 5,
    "agenda_after_days": 10,
}


def _identified(table: str) -> list[sa.SchemaItem]:
    """What every table has: its number, its register id, and their keys."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    ]


def _refers(
    table: str, column: str, target: str, nullable: bool, gone: str | None = None
) -> list[sa.SchemaItem]:
    name = op.f(f"fk_{table}_{column}")
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone),
    ]


def upgrade() -> None:
    for name, days in DAYS.items():
        op.add_column(
            "steering_group", sa.Column(name, sa.Integer(), server_default=str(days), nullable=False)
        )
    op.create_table(
        "silence_step",
        *_refers("silence_step", "party_id", "agreement_party", False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_at", UTC, nullable=False),
        *_refers("silence_step", "meeting_id", "meeting", True),
        *_refers("silence_step", "agenda_item_id", "agenda_item", True, gone="SET NULL"),
        sa.UniqueConstraint("party_id", "step", name=op.f("uq_silence_step_party_id_step")),
        *_identified("silence_step"),
    )
    op.create_index("ix_silence_step_agenda_item_id", "silence_step", ["agenda_item_id"])
    op.create_index("ix_silence_step_meeting_id", "silence_step", ["meeting_id"])
    op.create_table(
        "silence_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        *_refers("silence_notice", "step_id", "silence_step", False),
        *_refers("silence_notice", "person_id", "person", False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_notice")),
        sa.UniqueConstraint("step_id", "person_id", name=op.f("uq_silence_notice_step_id_person_id")),
    )
    op.create_index("ix_silence_notice_digest_on_id", "silence_notice", ["digest_on", "id"])
    op.create_index("ix_silence_notice_person_id", "silence_notice", ["person_id"])
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("posted_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("on", name=op.f("uq_digest_on")),
    )


def downgrade() -> None:
    for table in ("digest", "silence_notice", "silence_step"):
        op.drop_table(table)
    for name in reversed(DAYS):
        op.drop_column("steering_group", name)
