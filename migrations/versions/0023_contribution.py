"""Contribution agreed first.

The guards come from `portal.contribution.sealing`: what was put and what was confirmed only grows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database
from portal.contribution import sealing

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)
TABLES = ("contribution_confirmation", "contribution_round", "contribution_share", "contribution_sharing")


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
    _sharings()
    _shares()
    _rounds()
    _confirmations()
    sealing.install(op.get_bind())


def _sharings() -> None:
    table = "contribution_sharing"
    op.create_table(
        table,
        *_refers(table, "project_id", "project", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("reason"),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_refers(table, "proposed_by_id", "person", nullable=False),
        sa.Column("proposed_at", UTC, nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _text("end_reason"),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_contribution_sharing_project_id_number")),
        *_identity(table),
    )
    op.create_index("ix_contribution_sharing_project_id_agreed_on", table, ["project_id", "agreed_on"])
    op.create_index("ix_contribution_sharing_state", table, ["state"])
    for state in ("agreed", "proposed"):
        condition = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_contribution_sharing_{state}",
            table,
            ["project_id"],
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def _shares() -> None:
    table = "contribution_share"
    op.create_table(
        table,
        *_refers(table, "sharing_id", "contribution_sharing", nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        *_refers(table, "department_id", "department", nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "percent IS NULL OR percent BETWEEN 1 AND 100", name=op.f("ck_contribution_share_percent")
        ),
        sa.CheckConstraint(
            "(percent IS NULL) <> (part IS NULL)", name=op.f("ck_contribution_share_one_measure")
        ),
        sa.UniqueConstraint(
            "sharing_id",
            "kind",
            "department_id",
            name=op.f("uq_contribution_share_sharing_id_kind_department_id"),
        ),
        *_identity(table),
    )
    op.create_index("ix_contribution_share_department_id", table, ["department_id"])


def _rounds() -> None:
    table = "contribution_round"
    op.create_table(
        table,
        *_refers(table, "project_id", "project", nullable=False),
        *_refers(table, "milestone_id", "milestone", nullable=False),
        *_refers(table, "sharing_id", "contribution_sharing", nullable=False),
        *_refers(table, "asked_by_id", "person"),
        sa.Column("asked_at", UTC, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("milestone_id", name=op.f("uq_contribution_round_milestone_id")),
        *_identity(table),
    )
    op.create_index("ix_contribution_round_project_id", table, ["project_id"])
    op.create_index("ix_contribution_round_sharing_id", table, ["sharing_id"])


def _confirmations() -> None:
    table = "contribution_confirmation"
    op.create_table(
        table,
        *_refers(table, "round_id", "contribution_round", nullable=False),
        *_refers(table, "sharing_id", "contribution_sharing", nullable=False),
        *_refers(table, "department_id", "department", nullable=False),
        sa.Column("is_as_agreed", sa.Boolean(), nullable=False),
        _text("words"),
        sa.Column("digest", sa.String(length=64), nullable=False),
        *_refers(table, "by_id", "person", nullable=False),
        *_refers(table, "on_behalf_of_id", "person"),
        sa.Column("confirmed_at", UTC, nullable=False),
        *_identity(table),
    )
    op.create_index("ix_contribution_confirmation_round_id_id", table, ["round_id", "id"])
    for column in ("sharing_id", "department_id"):
        op.create_index(f"ix_contribution_confirmation_{column}", table, [column])


def downgrade() -> None:
    sealing.remove(op.get_bind())
    for table in TABLES:
        op.drop_table(table)
