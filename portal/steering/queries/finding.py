"""What the lists of steering have in common: what is hidden from the reader, and what a text finds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, not_, or_, select, true

from portal.accounts.actors import Actor
from portal.accounts.models import Person, fold
from portal.projects.models import Project
from portal.projects.queries import visible_to
from portal.search.matching import among_hits
from portal.search.questions import parse


def not_hidden(actor: Actor, *columns: Any) -> ColumnElement[bool]:
    """None of these columns names a confidential project of which the actor is no insider."""
    if actor.reads_everything:
        return true()
    hidden = select(Project.id).where(not_(visible_to(actor))).correlate(None)
    condition: ColumnElement[bool] = true()
    for column in columns:
        condition &= or_(column.is_(None), column.not_in(hidden))
    return condition


def of_person(column: Any, text: str) -> ColumnElement[bool]:
    """The column names somebody with this e-mail or handle, or with this text in the name."""
    named = or_(Person.key == text.lower(), Person.folded_name.contains(fold(text), autoescape=True))
    condition: ColumnElement[bool] = column.in_(select(Person.id).where(named).correlate(None))
    return condition


def found(kind: str, column: Any, text: str) -> ColumnElement[bool]:
    """The record has all these words, whichever language and however many rows there are."""
    question = parse(text)
    if not question:
        return false()
    return among_hits(question, kind, column)
