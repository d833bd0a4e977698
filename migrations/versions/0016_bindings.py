"""Who is bound by a decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UTC = portal.database.UtcDateTime(timezone=True)


def _refers(table: str, column: str, target: str, nullable: bool = True) -> list[sa.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _word(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)


def _identified(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


SAID = ("evidence", "evidence_address")


def upgrade() -> None:
    for table in ("action_item", "decision"):
        for name in SAID:
            op.add_column(table, _word(name, 500))
    op.add_column("action_item", _word("acceptance", 20))
    op.add_column("action_item", sa.Column("accepted_on", sa.Date(), nullable=True))
    op.add_column("action_item", _text("decline_reason"))
    op.create_index("ix_steering_group_name_id", "steering_group", ["name", "id"])
    _carries()
    _bindings()
    _looks()
    _reliances()
    _dependants()


def _carries() -> None:
    table = "action_carry"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *_refers(table, "action_id", "action_item", nullable=False),
        *_refers(table, "meeting_id", "meeting", nullable=False),
        *_refers(table, "carried_by_id", "person"),
        sa.Column("carried_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _unique(table, "action_id", "meeting_id"),
    )
    op.create_index(f"ix_{table}_meeting_id", table, ["meeting_id"])


def _bindings() -> None:
    table = "decision_binding"
    op.create_table(
        table,
        *_refers(table, "decision_id", "decision", nullable=False),
        *_refers(table, "department_id", "department"),
        *_refers(table, "person_id", "person"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        _text("reason"),
        *_refers(table, "answered_by_id", "person"),
        sa.Column("answered_on", sa.Date(), nullable=True),
        *_refers(table, "named_by_id", "person"),
        sa.Column("named_at", UTC, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_identified(table),
        _unique(table, "decision_id", "department_id"),
        _unique(table, "decision_id", "person_id"),
    )
    op.create_index(f"ix_{table}_department_id", table, ["department_id"])
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    op.create_index(f"ix_{table}_state_due_on", table, ["state", "due_on"])


def _looks() -> None:
    table = "decision_look"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *_refers(table, "decision_id", "decision", nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        *_refers(table, "meeting_id", "meeting"),
        _text("note"),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        *_refers(table, "by_id", "person"),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("looked_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_decision_id_kind", table, ["decision_id", "kind"])


def _reliances() -> None:
    table = "decision_reliance"
    op.create_table(
        table,
        *_refers(table, "decision_id", "decision", nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        _text("note"),
        *_refers(table, "added_by_id", "person"),
        sa.Column("added_at", UTC, nullable=False),
        *_identified(table),
        _unique(table, "decision_id", "subject_kind", "subject_id"),
    )
    op.create_index(f"ix_{table}_subject_kind_subject_id", table, ["subject_kind", "subject_id"])


def _dependants() -> None:
    table = "decision_dependant"
    op.create_table(
        table,
        *_refers(table, "decision_id", "decision", nullable=False),
        *_refers(table, "successor_id", "decision", nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=1000), nullable=False),
        _word("fate", 20),
        _text("note"),
        *_refers(table, "settled_by_id", "person"),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("found_at", UTC, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_identified(table),
        _unique(table, "decision_id", "subject_kind", "subject_id"),
    )
    op.create_index(f"ix_{table}_successor_id", table, ["successor_id"])
    op.create_index(f"ix_{table}_fate_decision_id", table, ["fate", "decision_id"])


def downgrade() -> None:
    for table in (
        "decision_dependant",
        "decision_reliance",
        "decision_look",
        "decision_binding",
        "action_carry",
    ):
        op.drop_table(table)
    op.drop_index("ix_steering_group_name_id", table_name="steering_group")
    for name in ("decline_reason", "accepted_on", "acceptance", *SAID):
        op.drop_column("action_item", name)
    for name in SAID:
        op.drop_column("decision", name)
