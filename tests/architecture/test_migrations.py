"""Migrations: the tables are what the models say, up and down, with rows in them, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from portal.assembly import Portal
from portal.database import Base, db
from portal.projects.models import Milestone, Project
from tests.factories.accounts import make_world

HAND_MADE = ("search_fts", "alembic_version")


def differences() -> list[Any]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _p: (
                    not (kind == "table" and (name or "").startswith(HAND_MADE))
                ),
            },
        )
        return list(compare_metadata(context, Base.metadata))


def test_the_migrated_tables_are_those_of_the_models(app: Portal) -> None:
    assert differences() == []


def test_foreign_keys_of_the_models_are_enforced(app: Portal) -> None:
    db.session.add(Milestone(project_id=4711, code="M1", name="Nowhere"))
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        db.session.commit()
    db.session.rollback()


def test_every_revision_goes_down_and_up_again_with_rows_in_the_tables(app: Portal) -> None:
    world = make_world()
    db.session.add(Milestone(project=world.project, code="GO", name="Go-live"))
    db.session.commit()
    db.session.remove()
    downgrade(revision="0003")
    count = db.session.scalar(text("SELECT count(*) FROM milestone"))
    assert count == 1, "an older revision keeps the rows of the tables that it knows"
    db.session.remove()
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade()
    assert differences() == []
    assert db.session.query(Project).count() == 0
