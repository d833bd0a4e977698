"""The register: one filter object for the page, the matrix, the API and the export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.accounts.actors import Actor
from portal.accounts.models import Person, fold
from portal.core.lists import Filters, OptionalFlag, OptionalNumber, OptionalText, Page, Sort, paginate
from portal.database import session
from portal.projects.models import Programme, Project
from portal.risks.matrix import Matrix, Place
from portal.risks.models import Category, Level, Risk, RiskState
from portal.risks.queries.finding import has_words
from portal.risks.queries.records import is_alive, visible_to

_blank = BeforeValidator(lambda value: None if value == "" else value)


class RiskFilters(Filters):
    """Without a state only what is alive: open, being treated, accepted; `all` shows the rest too.

    `project` and `programme` are codes, `owner` is an e-mail address or part of a name. `probability` and
    `impact` are steps of the matrix in force; `unplaced`: what has no place on it.
    """

    default_sort: ClassVar[str] = "-level"
    sortable: ClassVar[tuple[str, ...]] = ("level", "review", "reviewed", "code", "created")

    q: OptionalText = None
    project: OptionalText = None
    programme: OptionalText = None
    category: Annotated[Category | None, _blank] = None
    level: Annotated[Level | Literal["unrated"] | None, _blank] = None
    state: Annotated[RiskState | Literal["all"] | None, _blank] = None
    owner: OptionalText = None
    mine: OptionalFlag = None
    overdue: OptionalFlag = None
    waiting: OptionalFlag = None
    probability: OptionalNumber = None
    impact: OptionalNumber = None
    unplaced: OptionalFlag = None

    def anywhere(self) -> RiskFilters:
        """The same question without a place: what the matrix counts."""
        return self.model_copy(update={"probability": None, "impact": None, "unplaced": None})


SORTS = {
    "level": Sort(Risk.rank, lambda row: row.rank),
    "review": Sort(Risk.next_review_on, lambda row: row.next_review_on, nullable=True),
    "reviewed": Sort(Risk.reviewed_on, lambda row: row.reviewed_on, nullable=True),
    "code": Sort(Risk.code, lambda row: row.code),
    "created": Sort(Risk.id, lambda row: row.id),
}

COLUMNS = (
    Risk.id,
    Risk.code,
    Risk.title,
    Risk.category,
    Risk.cause,
    Risk.event,
    Risk.effect,
    Risk.scale,
    Risk.probability,
    Risk.impact,
    Risk.level,
    Risk.rank,
    Risk.residual_probability,
    Risk.residual_impact,
    Risk.residual_level,
    Risk.response,
    Risk.response_note,
    Risk.state,
    Risk.state_since,
    Risk.state_reason,
    Risk.reviewed_on,
    Risk.next_review_on,
    Risk.acceptance_asked_by_id,
    Risk.version,
    Project.code.label("project_code"),
    Project.name.label("project_name"),
    Person.key.label("owner_key"),
    Person.name.label("owner_name"),
)


def list_risks(
    filters: RiskFilters, actor: Actor, matrix: Matrix, *, project: Project | None = None
) -> Page[Any]:
    """A page of rows with `COLUMNS`: of everything the actor may see, or of one project. One statement."""
    rows: Any = select(*COLUMNS)
    statement: Select[Any] = rows.join(Project, Project.id == Risk.project_id).outerjoin(
        Person, Person.id == Risk.owner_id
    )
    statement = statement.where(*conditions(filters, actor, matrix, project))
    return paginate(statement, filters, sorts=SORTS, key=Risk.id, scalars=False)


@dataclass
class Counted:
    """How many risks stand where on the matrix, and how many have no place on it."""

    places: dict[Place, int] = field(default_factory=dict)
    unplaced: int = 0

    @property
    def total(self) -> int:
        return sum(self.places.values()) + self.unplaced


def count_places(
    filters: RiskFilters, actor: Actor, matrix: Matrix, *, project: Project | None = None
) -> Counted:
    """The matrix's numbers for these filters, whichever place is chosen. One grouped statement."""
    place = (Risk.scale, Risk.probability, Risk.impact)
    statement = select(*place, func.count()).where(*conditions(filters.anywhere(), actor, matrix, project))
    counted = Counted()
    for scale, probability, impact, count in session().execute(statement.group_by(*place)):
        if scale == matrix.scale and matrix.has(probability, impact):
            counted.places[probability or 0, impact or 0] = count
        else:
            counted.unplaced += count
    return counted


def conditions(
    filters: RiskFilters, actor: Actor, matrix: Matrix, project: Project | None = None
) -> list[ColumnElement[bool]]:
    """All on `Risk` alone, so that list and count share them."""
    found = [visible_to(actor)]
    if project is not None:
        found.append(Risk.project_id == project.id)
    found += _by_columns(filters)
    found += _by_text(filters)
    found += _by_situation(filters, actor)
    found += _by_place(filters, matrix)
    return found


def _by_columns(filters: RiskFilters) -> Iterable[ColumnElement[bool]]:
    if filters.state is None:
        yield is_alive()
    elif filters.state != "all":
        yield Risk.state == filters.state
    if filters.category:
        yield Risk.category == filters.category
    if filters.level == "unrated":
        yield Risk.level.is_(None)
    elif filters.level:
        yield Risk.level == filters.level
    if filters.project:
        yield Risk.project_id.in_(select(Project.id).where(Project.code == filters.project))
    if filters.programme:
        of_programme = select(Project.id).join(Programme, Programme.id == Project.programme_id)
        yield Risk.project_id.in_(of_programme.where(Programme.code == filters.programme).correlate(None))


def _by_text(filters: RiskFilters) -> Iterable[ColumnElement[bool]]:
    if filters.q:
        yield has_words(filters.q)
    if filters.owner:
        named = or_(
            Person.key == filters.owner.lower(),
            Person.folded_name.contains(fold(filters.owner), autoescape=True),
        )
        yield Risk.owner_id.in_(select(Person.id).where(named).correlate(None))


def _by_situation(filters: RiskFilters, actor: Actor) -> Iterable[ColumnElement[bool]]:
    if filters.mine:
        yield Risk.owner_id == actor.id
    if filters.overdue:
        yield and_(is_alive(), Risk.next_review_on < actor.today)
    if filters.waiting:
        yield Risk.acceptance_asked_by_id.is_not(None)


def _by_place(filters: RiskFilters, matrix: Matrix) -> Iterable[ColumnElement[bool]]:
    """A place counts on a matrix of its own size only."""
    if filters.unplaced:
        yield or_(
            Risk.scale != matrix.scale,
            Risk.probability.is_(None),
            Risk.impact.is_(None),
        )
    for column, step in ((Risk.probability, filters.probability), (Risk.impact, filters.impact)):
        if step is not None:
            yield and_(Risk.scale == matrix.scale, column == step)
