"""Written resolutions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)
TABLE = "written_resolution"


def _refers(column: str, target: str, nullable: bool = True) -> list[sa.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{TABLE}_{column}")),
    ]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        TABLE,
        *_refers("decision_id", "decision", nullable=False),
        _text("outcome"),
        _text("grounds"),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=20), server_default="", nullable=False),
        _text("reason"),
        *_refers("asked_by_id", "person", nullable=False),
        sa.Column("asked_at", UTC, nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        *_refers("objected_by_id", "person"),
        sa.Column("ended_at", UTC, nullable=True),
        *_refers("meeting_id", "meeting"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{TABLE}_uid")),
    )
    op.create_index(f"ix_{TABLE}_closes_on_id", TABLE, ["closes_on", "id"])
    op.create_index(f"ix_{TABLE}_state_closes_on", TABLE, ["state", "closes_on"])
    op.create_index(f"ix_{TABLE}_decision_id", TABLE, ["decision_id"])
    op.create_index(f"ix_{TABLE}_meeting_id", TABLE, ["meeting_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
