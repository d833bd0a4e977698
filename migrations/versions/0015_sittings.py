"""What a running meeting keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.database

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INDEXED = (
    ("movement", "meeting_id"),
    ("movement", "person_id"),
    ("turn", "meeting_id"),
    ("recusal", "meeting_id"),
    ("recusal", "person_id"),
    ("tabled", "decision_id"),
    ("discussion_note", "meeting_id"),
    ("discussion_note", "item_id"),
    ("vote", "meeting_id"),
    ("vote", "item_id"),
    ("vote", "decision_id"),
    ("wording", "meeting_id"),
)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, portal.database.UtcDateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _refers(
    table: str, column: str, target: str, nullable: bool = False, gone: str | None = None
) -> list[sa.SchemaItem]:
    name = op.f(f"fk_{table}_{column}")
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone),
    ]


def _id(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _identified(table: str) -> list[sa.SchemaItem]:
    uid = sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid"))
    return [*_id(table), sa.Column("uid", sa.Uuid(), nullable=False), uid]


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def upgrade() -> None:
    op.create_table(
        "movement",
        *_id("movement"),
        *_refers("movement", "meeting_id", "meeting"),
        *_refers("movement", "person_id", "person"),
        sa.Column("is_arrival", sa.Boolean(), nullable=False),
        _instant("at"),
        *_refers("movement", "noted_by_id", "person", nullable=True),
    )
    op.create_table(
        "turn",
        *_id("turn"),
        *_refers("turn", "meeting_id", "meeting"),
        *_refers("turn", "item_id", "agenda_item", gone="CASCADE"),
        _instant("started_at"),
        _instant("ended_at", nullable=True),
        sa.Column("seconds_before", sa.Integer(), server_default="0", nullable=False),
        _once("turn", "item_id"),
    )
    op.create_table(
        "recusal",
        *_id("recusal"),
        *_refers("recusal", "meeting_id", "meeting"),
        *_refers("recusal", "item_id", "agenda_item", gone="CASCADE"),
        *_refers("recusal", "person_id", "person"),
        _text("reason"),
        _instant("at"),
        *_refers("recusal", "noted_by_id", "person", nullable=True),
        _once("recusal", "item_id", "person_id"),
    )
    op.create_table(
        "tabled",
        *_id("tabled"),
        *_refers("tabled", "item_id", "agenda_item", gone="CASCADE"),
        *_refers("tabled", "decision_id", "decision"),
        _once("tabled", "item_id", "decision_id"),
    )
    _words_and_votes()
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _words_and_votes() -> None:
    op.create_table(
        "discussion_note",
        *_identified("discussion_note"),
        *_refers("discussion_note", "meeting_id", "meeting"),
        *_refers("discussion_note", "item_id", "agenda_item", nullable=True, gone="SET NULL"),
        _text("text"),
        *_refers("discussion_note", "by_id", "person", nullable=True),
        _instant("written_at"),
        _instant("edited_at", nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    )
    op.create_table(
        "vote",
        *_identified("vote"),
        *_refers("vote", "meeting_id", "meeting"),
        *_refers("vote", "item_id", "agenda_item", nullable=True, gone="SET NULL"),
        *_refers("vote", "decision_id", "decision", nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        _text("question"),
        sa.Column("lines", Json, server_default="[]", nullable=False),
        *_refers("vote", "taken_by_id", "person", nullable=True),
        _instant("taken_at"),
        *_refers("vote", "struck_by_id", "person", nullable=True),
        _instant("struck_at", nullable=True),
        _text("strike_reason"),
    )
    op.create_table(
        "wording",
        *_id("wording"),
        *_refers("wording", "decision_id", "decision"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        _text("context"),
        _text("options"),
        _instant("replaced_at"),
        *_refers("wording", "meeting_id", "meeting", nullable=True),
        *_refers("wording", "replaced_by_id", "person", nullable=True),
        _text("reason"),
        _once("wording", "decision_id", "number"),
    )


def downgrade() -> None:
    for table in ("wording", "vote", "discussion_note", "tabled", "recusal", "turn", "movement"):
        op.drop_table(table)
