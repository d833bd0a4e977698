"""Stakeholders and stance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.database

revision = "0022"
down_revision = "0021"
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
    return sa.Column(name, sa.String(length=length), nullable=False)


def _day(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, UTC, nullable=False)


def _numbered(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _identified(table: str) -> list[sa.SchemaItem]:
    return [
        *_numbered(table),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    _stakeholders()
    _engagement()
    _observations()
    _persons()


def _stakeholders() -> None:
    table = "stakeholder"
    op.create_table(
        table,
        *_identified(table),
        *_refers(table, "project_id", "project", nullable=False),
        *_refers(table, "department_id", "department", nullable=False),
        *_refers(table, "added_by_id", "person"),
        _instant("added_at"),
        _unique(table, "project_id", "department_id"),
    )
    _index(table, "department_id")
    table = "stakeholder_assessment"
    op.create_table(
        table,
        *_numbered(table),
        *_refers(table, "stakeholder_id", "stakeholder", nullable=False),
        _word("influence", 10),
        _word("interest", 10),
        _text("reason"),
        _day("assessed_on"),
        *_refers(table, "assessed_by_id", "person"),
        _instant("assessed_at"),
    )
    _index(table, "stakeholder_id")
    table = "stakeholder_contact"
    op.create_table(
        table,
        *_numbered(table),
        *_refers(table, "stakeholder_id", "stakeholder", nullable=False),
        *_refers(table, "person_id", "person", nullable=False),
        sa.Column("topic", sa.String(length=300), server_default="", nullable=False),
        *_refers(table, "named_by_id", "person"),
        _instant("named_at"),
        _unique(table, "stakeholder_id", "person_id"),
    )
    _index(table, "person_id")


def _engagement() -> None:
    table = "engagement_step"
    op.create_table(
        table,
        *_identified(table),
        *_refers(table, "stakeholder_id", "stakeholder", nullable=False),
        _text("what"),
        *_refers(table, "responsible_id", "person", nullable=False),
        _day("due_on"),
        _text("outcome"),
        _day("closed_on", nullable=True),
        *_refers(table, "created_by_id", "person"),
        _instant("created_at"),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    _index(table, "stakeholder_id", "responsible_id")
    table = "stakeholder_talk"
    op.create_table(
        table,
        *_numbered(table),
        *_refers(table, "stakeholder_id", "stakeholder", nullable=False),
        _day("talked_on"),
        _word("with_whom", 300),
        _text("note"),
        *_refers(table, "noted_by_id", "person"),
        _instant("noted_at"),
    )
    _index(table, "stakeholder_id")


def _observations() -> None:
    table = "stance_observation"
    op.create_table(
        table,
        *_identified(table),
        *_refers(table, "stakeholder_id", "stakeholder", nullable=False),
        _word("stance", 20),
        _text("grounds"),
        _text("tried"),
        _day("observed_on"),
        *_refers(table, "observed_by_id", "person", nullable=False),
        _instant("observed_at"),
    )
    _index(table, "stakeholder_id")
    table = "stance_reply"
    op.create_table(
        table,
        *_numbered(table),
        *_refers(table, "observation_id", "stance_observation", nullable=False),
        _text("words"),
        *_refers(table, "replied_by_id", "person", nullable=False),
        _instant("replied_at"),
    )
    _index(table, "observation_id")


def _persons() -> None:
    table = "stance_switch"
    op.create_table(
        table,
        *_identified(table),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        _text("reason"),
        *_refers(table, "switched_by_id", "person", nullable=False),
        _instant("switched_at"),
    )
    table = "stance_circle"
    op.create_table(
        table,
        *_identified(table),
        *_refers(table, "project_id", "project", nullable=False),
        *_refers(table, "person_id", "person", nullable=False),
        *_refers(table, "named_by_id", "person", nullable=False),
        _instant("named_at"),
        _day("ended_on", nullable=True),
        _unique(table, "project_id", "person_id"),
    )
    _index(table, "person_id")
    table = "stance_person_observation"
    op.create_table(
        table,
        *_identified(table),
        *_refers(table, "project_id", "project", nullable=False),
        *_refers(table, "person_id", "person", nullable=False),
        _word("stance", 20),
        _text("grounds"),
        _text("tried"),
        _day("observed_on"),
        _day("expires_on"),
        *_refers(table, "observed_by_id", "person", nullable=False),
        _instant("observed_at"),
    )
    _index(table, "person_id", "expires_on")
    op.create_index(f"ix_{table}_project_id_person_id", table, ["project_id", "person_id"])
    table = "stance_own_position"
    op.create_table(
        table,
        *_identified(table),
        *_refers(table, "project_id", "project", nullable=False),
        *_refers(table, "person_id", "person", nullable=False),
        _text("words"),
        _instant("stated_at"),
        _day("expires_on"),
    )
    _index(table, "person_id", "expires_on")
    op.create_index(f"ix_{table}_project_id_person_id", table, ["project_id", "person_id"])


def downgrade() -> None:
    for table in (
        "stance_own_position",
        "stance_person_observation",
        "stance_circle",
        "stance_switch",
        "stance_reply",
        "stance_observation",
        "stakeholder_talk",
        "engagement_step",
        "stakeholder_contact",
        "stakeholder_assessment",
        "stakeholder",
    ):
        op.drop_table(table)
