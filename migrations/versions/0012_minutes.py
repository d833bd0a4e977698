"""Minutes by slice: confirmations, corrections, notes, errata.

The guards come from `portal.minutes.sealing`: what somebody answered is never changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database
from portal.minutes import sealing

revision = "0012"
down_revision = "0011"
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


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.add_column("meeting", sa.Column("circulated_at", UTC, nullable=True))
    op.create_table(
        "circulation",
        *_refers("circulation", "meeting_id", "meeting", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("text"),
        _text("reason"),
        sa.Column("text_version", sa.Integer(), nullable=False),
        *_refers("circulation", "made_by_id", "person"),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("notes_until_on", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        *_refers("circulation", "closed_by_id", "person"),
        sa.Column("closed_at", UTC, nullable=True),
        sa.Column("unanswered", portal.database.Json, server_default="[]", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_circulation_meeting_id_number")),
        *_identified("circulation"),
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_circulation_open", "circulation", ["due_on"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "minutes_answer",
        *_refers("minutes_answer", "circulation_id", "circulation", nullable=False),
        *_refers("minutes_answer", "person_id", "person", nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        _text("words"),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        _text("seen_text"),
        _text("proposed"),
        sa.Column("answered_at", UTC, nullable=False),
        sa.Column("outcome", sa.String(length=20), server_default="", nullable=False),
        _text("outcome_reason"),
        *_refers("minutes_answer", "settled_by_id", "person"),
        sa.Column("settled_at", UTC, nullable=True),
        *_identified("minutes_answer"),
    )
    op.create_index("ix_minutes_answer_circulation_id", "minutes_answer", ["circulation_id"])
    op.create_index("ix_minutes_answer_person_id", "minutes_answer", ["person_id"])
    sealing.install(op.get_bind())


def downgrade() -> None:
    op.drop_table("minutes_answer")
    sealing.remove(op.get_bind())
    op.drop_table("circulation")
    op.drop_column("meeting", "circulated_at")
