"""Invitations to meetings and frozen packs.

The guards come from `portal.packs.sealing`: a frozen pack is never changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database
from portal.packs import sealing

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
    _packs()
    _questions()
    op.add_column(
        "decision", sa.Column("hides_positions", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def _packs() -> None:
    op.create_table(
        "pack",
        *_refers("pack", "meeting_id", "meeting", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", portal.database.Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", UTC, nullable=False),
        *_refers("pack", "frozen_by_id", "person"),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_pack_meeting_id_number")),
        *_identified("pack"),
    )
    sealing.install(op.get_bind())
    op.create_table(
        "pack_erratum",
        *_refers("pack_erratum", "pack_id", "pack", nullable=False),
        _text("text"),
        *_refers("pack_erratum", "added_by_id", "person"),
        sa.Column("added_at", UTC, nullable=False),
        *_identified("pack_erratum"),
    )
    op.create_index("ix_pack_erratum_pack_id", "pack_erratum", ["pack_id"])


def _questions() -> None:
    table = "agenda_question"
    op.create_table(
        table,
        *_refers(table, "meeting_id", "meeting", nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_question_agenda_item_id"),
            ondelete="SET NULL",
        ),
        sa.Column("item_title", sa.String(length=300), nullable=False),
        _text("text"),
        *_refers(table, "asked_by_id", "person"),
        sa.Column("asked_at", UTC, nullable=False),
        _text("answer"),
        *_refers(table, "answered_by_id", "person"),
        sa.Column("answered_at", UTC, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        *_identified(table),
    )
    for column in ("meeting_id", "agenda_item_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


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
    op.drop_column("decision", "hides_positions")
    op.drop_table("agenda_question")
    op.drop_table("pack_erratum")
    op.drop_table("pack")
    sealing.remove(op.get_bind())
    op.drop_table("invitation")
    for column in (
        *("called_by_id", "cancelled_by_id"),
        *("calendar_sequence", "cancelled_at", "cancel_reason"),
    ):
        op.execute(f"ALTER TABLE meeting DROP COLUMN {column}")
