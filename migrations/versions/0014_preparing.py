"""Invitations to meetings and frozen packs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0014"
down_revision = "0013"
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
    _calendar_of_meetings()
    _invitations()


def _calendar_of_meetings() -> None:
    """The references in one statement that both databases know: SQLite adds none to a table that is there."""
    for column in ("called_by_id", "cancelled_by_id"):
        op.execute(
            f"ALTER TABLE meeting ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_meeting_{column} REFERENCES person (id)"
        )
    op.add_column("meeting", sa.Column("calendar_sequence", sa.Integer(), server_default="0", nullable=False))
    op.add_column("meeting", sa.Column("cancelled_at", UTC, nullable=True))
    op.add_column("meeting", _text("cancel_reason"))


def _invitations() -> None:
    op.create_table(
        "invitation",
        *_refers("invitation", "meeting_id", "meeting", nullable=False),
        *_refers("invitation", "person_id", "person", nullable=False),
        *_refers("invitation", "stands_in_for_id", "person"),
        sa.Column("invited_at", UTC, nullable=False),
        sa.Column("withdrawn_at", UTC, nullable=True),
        sa.Column("reply", sa.String(length=20), server_default="", nullable=False),
        _text("reason"),
        *_refers("invitation", "substitute_id", "person"),
        sa.Column("replied_at", UTC, nullable=True),
        *_refers("invitation", "replied_by_id", "person"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_invitation_meeting_id_person_id")),
        *_identified("invitation"),
    )
    op.create_index("ix_invitation_person_id_reply", "invitation", ["person_id", "reply"])


def downgrade() -> None:
    op.drop_table("invitation")
    for column in (
        *("called_by_id", "cancelled_by_id"),
        *("calendar_sequence", "cancelled_at", "cancel_reason"),
    ):
        op.execute(f"ALTER TABLE meeting DROP COLUMN {column}")
