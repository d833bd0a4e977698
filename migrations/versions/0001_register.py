"""The register: entries, payloads, checkpoints, the head row, the guards, and the index for timelines.

The guards come from `portal.register.triggers` and are not copied here: there must be one text of what the
register refuses, and later revisions never alter these tables (a batch migration would drop the guards silently).

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.register import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("seq", Position, autoincrement=False, nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("idem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("idem", name=op.f("uq_register_entry_idem")),
    )
    op.create_table(
        "register_payload",
        sa.Column("seq", Position, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_register_payload")),
    )
    op.create_table(
        "register_checkpoint",
        sa.Column("size", Position, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_register_checkpoint")),
    )
    op.create_table(
        "register_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("log", sa.String(36), nullable=False),
        sa.Column("size", Position, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_head")),
    )
    op.create_table(
        "register_subject",
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("seq", Position, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("project", sa.Uuid(), nullable=True),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "seq", name=op.f("pk_register_subject")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_register_subject_project_seq"), "register_subject", ["project", "seq"])
    triggers.install(op.get_bind())


def downgrade() -> None:
    """Takes the register away with everything in it: for tests and for a database that is given up."""
    for table in ("register_subject", *reversed(triggers.TABLES)):
        op.drop_table(table)
    triggers.remove(op.get_bind())
