"""Readiness and gates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)


def _refers(table: str, column: str, target: str, nullable: bool = False) -> list[sa.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _identity(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    ]


def upgrade() -> None:
    _answers()
    _proceedings()
    _terms()
    _entries()
    _overrides()


def _answers() -> None:
    table = "readiness_answer"
    op.create_table(
        table,
        *_refers(table, "project_id", "project"),
        sa.Column("precondition", sa.String(length=40), nullable=False),
        sa.Column("voice", sa.String(length=20), nullable=False),
        *_refers(table, "department_id", "department", nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=False),
        _text("evidence"),
        *_refers(table, "answered_by_id", "person"),
        sa.Column("answered_at", UTC, nullable=False),
        sa.CheckConstraint(
            "(voice = 'department') = (department_id IS NOT NULL)", name=op.f("ck_readiness_answer_voice")
        ),
        *_identity(table),
    )
    op.create_index("ix_readiness_answer_project_id_id", table, ["project_id", "id"])
    op.create_index("ix_readiness_answer_department_id", table, ["department_id"])
    op.create_index("ix_readiness_answer_answered_by_id", table, ["answered_by_id"])


def _proceedings() -> None:
    table = "proceeding"
    op.create_table(
        table,
        *_refers(table, "project_id", "project"),
        *_refers(table, "decision_id", "decision"),
        sa.Column("gaps", portal.database.Json, nullable=False),
        _text("reason"),
        *_refers(table, "recorded_by_id", "person"),
        sa.Column("recorded_at", UTC, nullable=False),
        *_identity(table),
    )
    op.create_index("ix_proceeding_project_id_id", table, ["project_id", "id"])
    op.create_index("ix_proceeding_decision_id", table, ["decision_id"])


def _terms() -> None:
    table = "proceeding_term"
    op.create_table(
        table,
        *_refers(table, "proceeding_id", "proceeding"),
        _text("text"),
        *_refers(table, "owner_id", "person"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        _text("evidence"),
        *_refers(table, "met_by_id", "person", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_identity(table),
    )
    op.create_index("ix_proceeding_term_proceeding_id", table, ["proceeding_id"])
    op.create_index("ix_proceeding_term_owner_id", table, ["owner_id"])
    op.create_index("ix_proceeding_term_due_on", table, ["due_on", "met_on"])


def _entries() -> None:
    table = "gate_entry"
    op.create_table(
        table,
        *_refers(table, "project_id", "project"),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        _text("evidence"),
        *_refers(table, "entered_by_id", "person"),
        sa.Column("entered_at", UTC, nullable=False),
        *_identity(table),
    )
    op.create_index("ix_gate_entry_project_id_id", table, ["project_id", "id"])


def _overrides() -> None:
    table = "gate_override"
    op.create_table(
        table,
        *_refers(table, "project_id", "project"),
        sa.Column("phase", sa.String(length=20), nullable=False),
        *_refers(table, "decision_id", "decision"),
        sa.Column("open_items", portal.database.Json, nullable=False),
        _text("reason"),
        *_refers(table, "recorded_by_id", "person"),
        sa.Column("recorded_at", UTC, nullable=False),
        *_identity(table),
    )
    op.create_index("ix_gate_override_project_id_id", table, ["project_id", "id"])
    op.create_index("ix_gate_override_decision_id", table, ["decision_id"])


def downgrade() -> None:
    for table in ("gate_override", "gate_entry", "proceeding_term", "proceeding", "readiness_answer"):
        op.drop_table(table)
