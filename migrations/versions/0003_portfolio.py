"""Projects, responsibilities, commitments, steering, risks and actions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("folded_name", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("rating_points", sa.Integer(), server_default="5", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("rating_points IN (3, 5)", name=op.f("ck_programme_rating_points")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_uid")),
    )
    op.create_index("ix_programme_folded_name_id", "programme", ["folded_name", "id"], unique=False)
    op.create_table(
        "risk_matrix",
        sa.Column("probabilities", sa.Integer(), nullable=False),
        sa.Column("impacts", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("valid_from_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("impacts BETWEEN 3 AND 6", name=op.f("ck_risk_matrix_impacts")),
        sa.CheckConstraint("probabilities BETWEEN 3 AND 6", name=op.f("ck_risk_matrix_probabilities")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_risk_matrix_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_matrix")),
        sa.UniqueConstraint("uid", name=op.f("uq_risk_matrix_uid")),
    )
    op.create_table(
        "project",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("folded_name", sa.String(length=300), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("measure_of_success", sa.Text(), server_default="", nullable=False),
        sa.Column("lead_department_id", sa.Integer(), nullable=True),
        sa.Column("lead_model", sa.String(length=20), nullable=True),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("go_live_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("budget", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("said_rating", sa.String(length=20), server_default="not_rated", nullable=False),
        sa.Column("said_rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("budget IS NULL OR budget >= 0", name=op.f("ck_project_budget")),
        sa.ForeignKeyConstraint(
            ["lead_department_id"], ["department.id"], name=op.f("fk_project_lead_department_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_project_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_project_uid")),
    )
    op.create_index("ix_project_go_live_on_id", "project", ["go_live_on", "id"], unique=False)
    op.create_index(op.f("ix_project_lead_department_id"), "project", ["lead_department_id"], unique=False)
    op.create_index("ix_project_folded_name_id", "project", ["folded_name", "id"], unique=False)
    op.create_index(op.f("ix_project_phase"), "project", ["phase"], unique=False)
    op.create_index(op.f("ix_project_programme_id"), "project", ["programme_id"], unique=False)
    op.create_index("ix_project_said_on_id", "project", ["said_on", "id"], unique=False)
    op.create_index("ix_project_said_rank_id", "project", ["said_rank", "id"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("acceptance", sa.String(length=20), server_default="recorded", nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from OR acceptance IN ('declined', 'lapsed')",
            name=op.f("ck_appointment_period"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_appointment_department_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_appointment_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("uid", name=op.f("uq_appointment_uid")),
    )
    op.create_index(op.f("ix_appointment_person_id"), "appointment", ["person_id"], unique=False)
    op.create_index(op.f("ix_appointment_acceptance"), "appointment", ["acceptance"], unique=False)
    op.create_index("ix_appointment_project_id_role", "appointment", ["project_id", "role"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("requester_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(length=300), server_default="", nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=True),
        sa.Column("hours_per_week", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "hours_per_week IS NULL OR hours_per_week BETWEEN 0 AND 168", name=op.f("ck_commitment_hours")
        ),
        sa.CheckConstraint(
            "share_percent IS NULL OR share_percent BETWEEN 1 AND 100", name=op.f("ck_commitment_share")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from",
            name=op.f("ck_commitment_period"),
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_commitment_answered_by_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_commitment_department_id")
        ),
        sa.ForeignKeyConstraint(["head_id"], ["person.id"], name=op.f("fk_commitment_head_id")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["person.id"], name=op.f("fk_commitment_moved_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_commitment_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_commitment_project_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name=op.f("fk_commitment_requester_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("code", name=op.f("uq_commitment_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_commitment_uid")),
    )
    op.create_index("ix_commitment_answer_due_on_id", "commitment", ["answer_due_on", "id"], unique=False)
    op.create_index(
        "ix_commitment_department_id_state", "commitment", ["department_id", "state"], unique=False
    )
    op.create_index(
        "ix_commitment_answered_by_id_state", "commitment", ["answered_by_id", "state"], unique=False
    )
    op.create_index("ix_commitment_head_id_state", "commitment", ["head_id", "state"], unique=False)
    op.create_index(op.f("ix_commitment_person_id"), "commitment", ["person_id"], unique=False)
    op.create_index("ix_commitment_project_id_state", "commitment", ["project_id", "state"], unique=False)
    op.create_index("ix_commitment_requested_on_id", "commitment", ["requested_on", "id"], unique=False)
    op.create_index("ix_commitment_requester_id_state", "commitment", ["requester_id", "state"], unique=False)
    op.create_index(
        "ix_commitment_state_answer_due_on", "commitment", ["state", "answer_due_on"], unique=False
    )
    op.create_index("ix_commitment_valid_from_id", "commitment", ["valid_from", "id"], unique=False)
    op.create_index("ix_commitment_valid_to_id", "commitment", ["valid_to", "id"], unique=False)
    op.create_table(
        "insider",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_insider_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_insider_project_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_insider")),
    )
    op.create_index(op.f("ix_insider_person_id"), "insider", ["person_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("first_baseline_on", sa.Date(), nullable=True),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("project_id", "code", name=op.f("uq_milestone_project_id_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_milestone_uid")),
    )
    op.create_table(
        "raci_entry",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=1), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_void", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("accepted_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("declined_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (department_id IS NULL)", name=op.f("ck_raci_entry_one_party")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from OR is_void", name=op.f("ck_raci_entry_period")
        ),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_raci_entry_accepted_by_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_raci_entry_department_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_raci_entry_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_raci_entry_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raci_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_raci_entry_uid")),
    )
    op.create_index(op.f("ix_raci_entry_department_id"), "raci_entry", ["department_id"], unique=False)
    op.create_index(op.f("ix_raci_entry_person_id"), "raci_entry", ["person_id"], unique=False)
    op.create_index("ix_raci_entry_project_id_item", "raci_entry", ["project_id", "item"], unique=False)
    op.create_table(
        "risk",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.Text(), server_default="", nullable=False),
        sa.Column("event", sa.Text(), server_default="", nullable=False),
        sa.Column("effect", sa.Text(), server_default="", nullable=False),
        sa.Column("scale", sa.String(length=5), server_default="5x5", nullable=False),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("residual_probability", sa.Integer(), nullable=True),
        sa.Column("residual_impact", sa.Integer(), nullable=True),
        sa.Column("residual_level", sa.String(length=20), nullable=True),
        sa.Column("response", sa.String(length=20), nullable=True),
        sa.Column("response_note", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=True),
        sa.Column("state_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("acceptance_asked_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acceptance_asked_by_id"], ["person.id"], name=op.f("fk_risk_acceptance_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_risk_accepted_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_risk_created_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_risk_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_risk_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("code", name=op.f("uq_risk_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_risk_uid")),
    )
    op.create_index("ix_risk_next_review_on_id", "risk", ["next_review_on", "id"], unique=False)
    op.create_index("ix_risk_owner_id_state", "risk", ["owner_id", "state"], unique=False)
    op.create_index("ix_risk_project_id_rank", "risk", ["project_id", "state", "rank"], unique=False)
    op.create_index("ix_risk_rank_id", "risk", ["rank", "id"], unique=False)
    op.create_index(
        "ix_risk_place",
        "risk",
        [
            "scale",
            "probability",
            "impact",
            "state",
            "project_id",
            "next_review_on",
            "owner_id",
            "category",
            "level",
        ],
        unique=False,
    )
    op.create_index("ix_risk_reviewed_on_id", "risk", ["reviewed_on", "id"], unique=False)
    op.create_index("ix_risk_level_state", "risk", ["level", "state"], unique=False)
    op.create_index("ix_risk_state_rank", "risk", ["state", "rank"], unique=False)
    op.create_table(
        "status_report",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("overall", sa.String(length=20), nullable=False),
        sa.Column("overall_as_given", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("narrative", sa.Text(), server_default="", nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("scope_note", sa.Text(), server_default="", nullable=False),
        sa.Column("schedule", sa.String(length=20), nullable=False),
        sa.Column("schedule_note", sa.Text(), server_default="", nullable=False),
        sa.Column("cost", sa.String(length=20), nullable=False),
        sa.Column("cost_note", sa.Text(), server_default="", nullable=False),
        sa.Column("people", sa.String(length=20), nullable=False),
        sa.Column("people_note", sa.Text(), server_default="", nullable=False),
        sa.Column("benefits", sa.String(length=20), nullable=False),
        sa.Column("benefits_note", sa.Text(), server_default="", nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("published_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_status_report_author_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_status_report_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_report")),
        sa.UniqueConstraint(
            "project_id", "reported_on", name=op.f("uq_status_report_project_id_reported_on")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_status_report_uid")),
    )
    op.create_index(
        "ix_status_report_project_id_reported_on",
        "status_report",
        ["project_id", "reported_on"],
        unique=False,
    )
    op.create_table(
        "steering_group",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quorum >= 0", name=op.f("ck_steering_group_quorum")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_steering_group_programme_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_steering_group_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steering_group")),
        sa.UniqueConstraint("code", name=op.f("uq_steering_group_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_steering_group_uid")),
    )
    op.create_index(op.f("ix_steering_group_programme_id"), "steering_group", ["programme_id"], unique=False)
    op.create_index(op.f("ix_steering_group_project_id"), "steering_group", ["project_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("hours BETWEEN 0 AND 168", name=op.f("ck_delivery_hours")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_delivery_commitment_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_delivery_entered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("commitment_id", "week_on", name=op.f("uq_delivery_commitment_id_week_on")),
        sa.UniqueConstraint("uid", name=op.f("uq_delivery_uid")),
    )
    op.create_table(
        "meeting",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("held_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), server_default="", nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "writer_ids",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("minuted_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("called_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_meeting_approved_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_meeting_created_by_id")),
        sa.ForeignKeyConstraint(["group_id"], ["steering_group.id"], name=op.f("fk_meeting_group_id")),
        sa.ForeignKeyConstraint(["minuted_by_id"], ["person.id"], name=op.f("fk_meeting_minuted_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_meeting_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("code", name=op.f("uq_meeting_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    op.create_index("ix_meeting_group_id_held_at", "meeting", ["group_id", "held_at"], unique=False)
    op.create_index(op.f("ix_meeting_project_id"), "meeting", ["project_id"], unique=False)
    op.create_index("ix_meeting_held_at_id", "meeting", ["held_at", "id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_membership_period")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_membership_votes")),
        sa.ForeignKeyConstraint(["group_id"], ["steering_group.id"], name=op.f("fk_membership_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("uid", name=op.f("uq_membership_uid")),
    )
    op.create_index(op.f("ix_membership_group_id"), "membership", ["group_id"], unique=False)
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_counter", sa.Boolean(), nullable=False),
        sa.Column("is_promise", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(length=300), server_default="", nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=True),
        sa.Column("hours_per_week", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_offer_commitment_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_offer_made_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_offer_commitment_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_offer_uid")),
    )
    op.create_index(op.f("ix_offer_person_id"), "offer", ["person_id"], unique=False)
    op.create_table(
        "risk_score",
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("scale", sa.String(length=5), server_default="5x5", nullable=False),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("residual_probability", sa.Integer(), nullable=True),
        sa.Column("residual_impact", sa.Integer(), nullable=True),
        sa.Column("residual_level", sa.String(length=20), nullable=True),
        sa.Column("verdict", sa.String(length=20), server_default="", nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("scored_by_id", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_score_risk_id")),
        sa.ForeignKeyConstraint(["scored_by_id"], ["person.id"], name=op.f("fk_risk_score_scored_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_score")),
        sa.UniqueConstraint("uid", name=op.f("uq_risk_score_uid")),
    )
    op.create_index(op.f("ix_risk_score_risk_id"), "risk_score", ["risk_id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_agenda_item_uid")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_attendance_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_attendance_person_id"), "attendance", ["person_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("context", sa.Text(), server_default="", nullable=False),
        sa.Column("options", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("grounds", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("implemented_on", sa.Date(), nullable=True),
        sa.Column("implementation", sa.Text(), server_default="", nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("is_reversal", sa.Boolean(), nullable=False),
        sa.Column("quorum_met", sa.Boolean(), nullable=True),
        sa.Column("quorum_required", sa.Integer(), nullable=True),
        sa.Column("present_count", sa.Integer(), nullable=True),
        sa.Column(
            "present",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("ratified_on", sa.Date(), nullable=True),
        sa.Column("ratified_in_id", sa.Integer(), nullable=True),
        sa.Column("drop_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["steering_group.id"], name=op.f("fk_decision_group_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_decision_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_decision_project_id")),
        sa.ForeignKeyConstraint(["ratified_in_id"], ["meeting.id"], name=op.f("fk_decision_ratified_in_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_decision_recorded_by_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["decision.id"], name=op.f("fk_decision_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("code", name=op.f("uq_decision_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
    )
    op.create_index("ix_decision_group_id_listed_on", "decision", ["group_id", "listed_on"], unique=False)
    op.create_index("ix_decision_listed_on_id", "decision", ["listed_on", "id"], unique=False)
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)
    op.create_index("ix_decision_owner_id_state", "decision", ["owner_id", "state"], unique=False)
    op.create_index("ix_decision_project_id_listed_on", "decision", ["project_id", "listed_on"], unique=False)
    op.create_index(op.f("ix_decision_ratified_in_id"), "decision", ["ratified_in_id"], unique=False)
    op.create_index("ix_decision_due_on_id", "decision", ["due_on", "id"], unique=False)
    op.create_index("ix_decision_state_due_on", "decision", ["state", "due_on"], unique=False)
    op.create_index(op.f("ix_decision_supersedes_id"), "decision", ["supersedes_id"], unique=False)
    op.create_table(
        "action_item",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_as_given", sa.String(length=300), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("risk_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", portal.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_action_item_created_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_action_item_decision_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_action_item_meeting_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_item_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_action_item_project_id")),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_action_item_risk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
        sa.UniqueConstraint("code", name=op.f("uq_action_item_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_item_uid")),
    )
    op.create_index(op.f("ix_action_item_decision_id"), "action_item", ["decision_id"], unique=False)
    op.create_index("ix_action_item_due_on_id", "action_item", ["due_on", "id"], unique=False)
    op.create_index("ix_action_item_state_due_on", "action_item", ["state", "due_on"], unique=False)
    op.create_index(op.f("ix_action_item_meeting_id"), "action_item", ["meeting_id"], unique=False)
    op.create_index(
        "ix_action_item_owner_id_state", "action_item", ["owner_id", "state", "due_on"], unique=False
    )
    op.create_index(
        "ix_action_item_project_id_state", "action_item", ["project_id", "state", "due_on"], unique=False
    )
    op.create_index(op.f("ix_action_item_risk_id"), "action_item", ["risk_id"], unique=False)
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", portal.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_position_decision_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_position_entered_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_position_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("decision_id", "person_id", name=op.f("uq_position_decision_id_person_id")),
    )
    op.create_index(op.f("ix_position_person_id"), "position", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_position_person_id"), table_name="position")
    op.drop_table("position")
    op.drop_index(op.f("ix_action_item_risk_id"), table_name="action_item")
    op.drop_index("ix_action_item_project_id_state", table_name="action_item")
    op.drop_index("ix_action_item_owner_id_state", table_name="action_item")
    op.drop_index("ix_action_item_state_due_on", table_name="action_item")
    op.drop_index(op.f("ix_action_item_meeting_id"), table_name="action_item")
    op.drop_index("ix_action_item_due_on_id", table_name="action_item")
    op.drop_index(op.f("ix_action_item_decision_id"), table_name="action_item")
    op.drop_table("action_item")
    op.drop_index(op.f("ix_decision_supersedes_id"), table_name="decision")
    op.drop_index("ix_decision_state_due_on", table_name="decision")
    op.drop_index("ix_decision_due_on_id", table_name="decision")
    op.drop_index(op.f("ix_decision_ratified_in_id"), table_name="decision")
    op.drop_index("ix_decision_project_id_listed_on", table_name="decision")
    op.drop_index("ix_decision_owner_id_state", table_name="decision")
    op.drop_index(op.f("ix_decision_meeting_id"), table_name="decision")
    op.drop_index("ix_decision_listed_on_id", table_name="decision")
    op.drop_index("ix_decision_group_id_listed_on", table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_attendance_person_id"), table_name="attendance")
    op.drop_table("attendance")
    op.drop_index(op.f("ix_agenda_item_meeting_id"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_risk_score_risk_id"), table_name="risk_score")
    op.drop_table("risk_score")
    op.drop_index(op.f("ix_offer_person_id"), table_name="offer")
    op.drop_table("offer")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_group_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index("ix_meeting_held_at_id", table_name="meeting")
    op.drop_index(op.f("ix_meeting_project_id"), table_name="meeting")
    op.drop_index("ix_meeting_group_id_held_at", table_name="meeting")
    op.drop_table("meeting")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_steering_group_project_id"), table_name="steering_group")
    op.drop_index(op.f("ix_steering_group_programme_id"), table_name="steering_group")
    op.drop_table("steering_group")
    op.drop_index("ix_status_report_project_id_reported_on", table_name="status_report")
    op.drop_table("status_report")
    op.drop_index("ix_risk_state_rank", table_name="risk")
    op.drop_index("ix_risk_level_state", table_name="risk")
    op.drop_index("ix_risk_reviewed_on_id", table_name="risk")
    op.drop_index("ix_risk_place", table_name="risk")
    op.drop_index("ix_risk_rank_id", table_name="risk")
    op.drop_index("ix_risk_project_id_rank", table_name="risk")
    op.drop_index("ix_risk_owner_id_state", table_name="risk")
    op.drop_index("ix_risk_next_review_on_id", table_name="risk")
    op.drop_table("risk")
    op.drop_index("ix_raci_entry_project_id_item", table_name="raci_entry")
    op.drop_index(op.f("ix_raci_entry_person_id"), table_name="raci_entry")
    op.drop_index(op.f("ix_raci_entry_department_id"), table_name="raci_entry")
    op.drop_table("raci_entry")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_insider_person_id"), table_name="insider")
    op.drop_table("insider")
    op.drop_index("ix_commitment_valid_to_id", table_name="commitment")
    op.drop_index("ix_commitment_valid_from_id", table_name="commitment")
    op.drop_index("ix_commitment_state_answer_due_on", table_name="commitment")
    op.drop_index("ix_commitment_requester_id_state", table_name="commitment")
    op.drop_index("ix_commitment_requested_on_id", table_name="commitment")
    op.drop_index("ix_commitment_project_id_state", table_name="commitment")
    op.drop_index(op.f("ix_commitment_person_id"), table_name="commitment")
    op.drop_index("ix_commitment_answered_by_id_state", table_name="commitment")
    op.drop_index("ix_commitment_head_id_state", table_name="commitment")
    op.drop_index("ix_commitment_department_id_state", table_name="commitment")
    op.drop_index("ix_commitment_answer_due_on_id", table_name="commitment")
    op.drop_table("commitment")
    op.drop_index("ix_appointment_project_id_role", table_name="appointment")
    op.drop_index(op.f("ix_appointment_acceptance"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_person_id"), table_name="appointment")
    op.drop_table("appointment")
    op.drop_index("ix_project_said_rank_id", table_name="project")
    op.drop_index("ix_project_said_on_id", table_name="project")
    op.drop_index(op.f("ix_project_programme_id"), table_name="project")
    op.drop_index(op.f("ix_project_phase"), table_name="project")
    op.drop_index("ix_project_folded_name_id", table_name="project")
    op.drop_index(op.f("ix_project_lead_department_id"), table_name="project")
    op.drop_index("ix_project_go_live_on_id", table_name="project")
    op.drop_table("project")
    op.drop_table("risk_matrix")
    op.drop_index("ix_programme_folded_name_id", table_name="programme")
    op.drop_table("programme")
