"""Letters: records and people of these tests, and a database with a register for them."""

from __future__ import annotations

import importlib.util
import uuid
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from portal.database import prepare_engine

ROOT = Path(__file__).resolve().parents[2]


class Outside(DeclarativeBase):
    """Tables of these tests only; they must not appear among the portal's own."""


class Letter(Outside):
    """A record that acts are about, as a feature's models are."""

    __tablename__ = "letter"
    register_kind = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4, unique=True)
    title: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def register_label(self) -> str:
        return f"letter “{self.title}”"


@dataclass
class Somebody:
    uid: uuid.UUID
    name: str


HEAD = Somebody(uuid.UUID(int=1), "Li Wei 李伟")
CIO = Somebody(uuid.UUID(int=2), "Ann O’Hara")


def migration() -> ModuleType:
    path = ROOT / "migrations" / "versions" / "0001_register.py"
    spec = importlib.util.spec_from_file_location("register_migration", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def migrate(store: Engine, step: str = "upgrade") -> None:
    with store.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        getattr(migration(), step)()


def make_tables(url: str) -> None:
    engine = create_engine(url)
    prepare_engine(engine)
    migrate(engine)
    Outside.metadata.create_all(engine)
    engine.dispose()


def empty(url: str) -> None:
    """The guards let nobody clear the tables; a new schema costs less than a new database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()


def stored(session: Session, table: str) -> list[Any]:
    return list(session.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1"))
