"""Imports and saved mappings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("files", Json, nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("report", Json, nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("files_deleted_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_import_run_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_run_uid")),
    )
    op.create_index(op.f("ix_import_run_created_at_id"), "import_run", ["created_at", "id"])
    op.create_index(op.f("ix_import_run_created_by_id"), "import_run", ["created_by_id"])
    op.create_table(
        "import_mapping",
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_import_mapping_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("name", name=op.f("uq_import_mapping_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_mapping_uid")),
    )
    op.create_index(op.f("ix_import_mapping_created_by_id"), "import_mapping", ["created_by_id"])


def downgrade() -> None:
    op.drop_table("import_mapping")
    op.drop_table("import_run")
