"""Letters that wait to be sent; the search index.

The full-text table and its triggers come from `portal.search.fulltext`. A later revision that changes
`search_entry` drops and makes it anew (it is derived: `./run search rebuild`); a batch would lose the triggers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.database
from portal.search import fulltext

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("template", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_letter_uid")),
    )
    op.create_index(op.f("ix_letter_next_try_at_id"), "letter", ["next_try_at", "id"])
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"])
    op.create_index(op.f("ix_letter_state_id"), "letter", ["state", "id"])
    op.create_table(
        "search_entry",
        sa.Column("id", Position, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_search_entry_kind_record_id")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for column in ("words", "title_words"):
            tokens = sa.text(f"array_to_tsvector(string_to_array({column}, ' '))")
            op.create_index(f"ix_search_entry_{column}", "search_entry", [tokens], postgresql_using="gin")
    fulltext.install(op.get_bind())


def downgrade() -> None:
    fulltext.remove(op.get_bind())
    op.drop_table("search_entry")
    op.drop_table("letter")
