"""Quorum, rules and limits of groups; for whom members speak; how a decision was counted; what waits for agendas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.database

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SUBJECTS = "ix_agenda_item_subject_kind_subject_id"

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
        "agenda_item": [
            sa.Column("subject_kind", sa.String(length=30), server_default="", nullable=False),
            sa.Column("subject_id", sa.Integer(), nullable=True),
            sa.Column("is_unfinished", sa.Boolean(), server_default=sa.false(), nullable=False),
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
    op.create_index(SUBJECTS, "agenda_item", ["subject_kind", "subject_id"])
    op.create_table(
        "agenda_drop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("dropped_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_drop_meeting_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_agenda_drop_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_drop")),
        sa.UniqueConstraint(
            "meeting_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_agenda_drop_meeting_id_subject_kind_subject_id"),
        ),
    )

    op.create_table(
        "interest",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        sa.Column("declared_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_interest_period")),
        sa.ForeignKeyConstraint(["group_id"], ["steering_group.id"], name=op.f("fk_interest_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_person_id")),
        sa.ForeignKeyConstraint(["declared_by_id"], ["person.id"], name=op.f("fk_interest_declared_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint("uid", name=op.f("uq_interest_uid")),
    )
    op.create_index("ix_interest_group_id", "interest", ["group_id"])
    op.create_index("ix_interest_person_id", "interest", ["person_id"])


def downgrade() -> None:
    op.drop_table("interest")
    op.drop_table("agenda_drop")
    op.drop_index(SUBJECTS, "agenda_item")
    for table, columns in reversed(_columns().items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)
