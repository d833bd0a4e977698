"""Mandates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)
TEXTS = ("scope", "people_power", "decision_power", "limits", "presence")
IN_FORCE = sa.text("state = 'in_force'")


def _refers(table: str, column: str, target: str, nullable: bool = True) -> list[sa.SchemaItem]:
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
    _mandates()
    _departments()


def _mandates() -> None:
    table = "mandate"
    op.create_table(
        table,
        *_refers(table, "project_id", "project", nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        *_refers(table, "replaces_id", "mandate"),
        _text("amendment_reason"),
        sa.Column("lead_model", sa.String(length=20), nullable=False),
        sa.Column("chinese", sa.String(length=10), server_default="zh_Hans", nullable=False),
        *_refers(table, "grantee_id", "person", nullable=False),
        *_refers(table, "grantee_department_id", "department"),
        *(_text(name + ending) for name in TEXTS for ending in ("", "_zh")),
        sa.Column("money_limit", sa.Numeric(16, 2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("sponsor_percent", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        *_refers(table, "until_milestone_id", "milestone"),
        _text("backdating_reason"),
        sa.Column("state", sa.String(length=20), nullable=False),
        *_refers(table, "drafted_by_id", "person", nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        *_refers(table, "put_by_id", "person"),
        sa.Column("put_at", UTC, nullable=True),
        *_refers(table, "sponsor_id", "person"),
        *_refers(table, "signed_by_id", "person"),
        sa.Column("signed_at", UTC, nullable=True),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _text("end_reason"),
        *_refers(table, "ended_by_id", "person"),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_mandate_period")),
        sa.CheckConstraint(
            "sponsor_percent IS NULL OR sponsor_percent BETWEEN 1 AND 100", name=op.f("ck_mandate_percent")
        ),
        sa.UniqueConstraint("code", "edition", name=op.f("uq_mandate_code_edition")),
        *_identity(table),
    )
    for column in ("replaces_id", "grantee_id", "grantee_department_id", "until_milestone_id", "sponsor_id"):
        op.create_index(f"ix_mandate_{column}", table, [column])
    op.create_index("ix_mandate_project_id_in_force_on", table, ["project_id", "in_force_on"])
    op.create_index("ix_mandate_created_at_id", table, ["created_at", "id"])
    op.create_index("ix_mandate_state_valid_to", table, ["state", "valid_to"])
    op.create_index(
        "uq_mandate_in_force",
        table,
        ["project_id"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )


def _departments() -> None:
    table = "mandate_department"
    op.create_table(
        table,
        *_refers(table, "mandate_id", "mandate", nullable=False),
        *_refers(table, "department_id", "department", nullable=False),
        _text("duty"),
        _text("duty_zh"),
        sa.Column("state", sa.String(length=20), nullable=False),
        _text("reason"),
        *_refers(table, "answered_by_id", "person"),
        *_refers(table, "on_behalf_of_id", "person"),
        sa.Column("answered_at", UTC, nullable=True),
        sa.UniqueConstraint(
            "mandate_id", "department_id", name=op.f("uq_mandate_department_mandate_id_department_id")
        ),
        *_identity(table),
    )
    op.create_index("ix_mandate_department_department_id", table, ["department_id"])


def downgrade() -> None:
    op.drop_table("mandate_department")
    op.drop_table("mandate")
