"""Reads of imports and saved mappings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.queries.numbers import by_number
from portal.core.lists import Filters, Page, Sort, paginate
from portal.database import session
from portal.exchange.models import RUNNING, ImportRun, SavedMapping


class RunFilters(Filters):
    default_sort: ClassVar[str] = "-created"
    sortable: ClassVar[tuple[str, ...]] = ("created",)


SORTS = {"created": Sort(ImportRun.created_at, lambda run: run.created_at)}


def list_runs(filters: RunFilters) -> Page[ImportRun]:
    """The newest first."""
    statement = select(ImportRun).options(joinedload(ImportRun.created_by))
    return paginate(statement, filters, sorts=SORTS, key=ImportRun.id)


def run_by_id(run_id: int) -> ImportRun | None:
    return by_number(ImportRun, run_id)


def runs_at_work() -> Sequence[ImportRun]:
    """Those that are being checked or imported, or were when their server died."""
    return (
        session().scalars(select(ImportRun).where(ImportRun.state.in_(RUNNING)).order_by(ImportRun.id)).all()
    )


def mapping_by_id(mapping_id: int) -> SavedMapping | None:
    return by_number(SavedMapping, mapping_id)


def mapping_by_name(name: str) -> SavedMapping | None:
    return session().scalars(select(SavedMapping).where(SavedMapping.name == name)).one_or_none()


def saved_mappings() -> Sequence[SavedMapping]:
    statement = select(SavedMapping).options(joinedload(SavedMapping.created_by))
    return session().scalars(statement.order_by(SavedMapping.name)).all()
