"""Agreements: a text that named parties must answer.

The guards come from `portal.agreements.sealing`: what was put and what was answered only grows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.database
from portal.agreements import sealing

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=300), server_default="", nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("agreed_number", sa.Integer(), nullable=True),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_agreement_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("subject_kind", "subject_id", "purpose", name="uq_agreement_subject"),
        sa.UniqueConstraint("uid", name=op.f("uq_agreement_uid")),
    )
    op.create_index("ix_agreement_project_id_state", "agreement", ["project_id", "state"], unique=False)
    op.create_index("ix_agreement_state_id", "agreement", ["state", "id"], unique=False)
    op.create_table(
        "agreement_version",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_version_agreement_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_agreement_version_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_version_agreement_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_agreement_version_uid")),
    )
    op.create_table(
        "agreement_party",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("capacity_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_agreement_party_department_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agreement_party_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_agreement_party_project_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_party_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_party")),
        sa.UniqueConstraint("uid", name=op.f("uq_agreement_party_uid")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_agreement_party_version_id_number")),
    )
    op.create_index(
        "ix_agreement_party_answer_due_on_id", "agreement_party", ["answer_due_on", "id"], unique=False
    )
    op.create_index("ix_agreement_party_department_id", "agreement_party", ["department_id"], unique=False)
    op.create_index("ix_agreement_party_person_id", "agreement_party", ["person_id"], unique=False)
    op.create_index("ix_agreement_party_project_id", "agreement_party", ["project_id"], unique=False)
    op.create_table(
        "agreement_answer",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("text_seen", sa.Text(), server_default="", nullable=False),
        sa.Column("language_seen", sa.String(length=10), server_default="", nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("identified_by", sa.String(length=40), nullable=False),
        sa.Column("answered_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_agreement_answer_by_id")),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_id"], ["person.id"], name=op.f("fk_agreement_answer_on_behalf_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["agreement_party.id"], name=op.f("fk_agreement_answer_party_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_answer")),
        sa.UniqueConstraint("party_id", name=op.f("uq_agreement_answer_party_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_agreement_answer_uid")),
    )
    op.create_index(op.f("ix_agreement_answer_by_id"), "agreement_answer", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_agreement_answer_on_behalf_of_id"), "agreement_answer", ["on_behalf_of_id"], unique=False
    )
    sealing.install(op.get_bind())


def downgrade() -> None:
    for table in ("agreement_answer", "agreement_party", "agreement_version", "agreement"):
        op.drop_table(table)
    sealing.remove(op.get_bind())
