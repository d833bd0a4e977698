"""The API's description, and letters for administrators."""

from __future__ import annotations

import datetime as dt
from typing import Any

from apiflask import APIFlask
from flask import Response
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from pydantic import Field

from portal.accounts import rules as accounts
from portal.core import clock
from portal.core.access import PUBLIC, require
from portal.core.api import ApiBlueprint, Items, View, items
from portal.operation import openapi, operations
from portal.outbox import queries as outbox
from portal.outbox.models import Letter
from portal.outbox.queries import LetterFilters

bp = ApiBlueprint("operation", __name__)


@bp.record_once
def _describe(state: BlueprintSetupState) -> None:
    assert isinstance(state.app, APIFlask)
    openapi.install(state.app)


@bp.get("/openapi.json")
@require(PUBLIC)
@bp.doc(hide=True)
def description() -> Any:
    """This description. Public: it says how to ask, not what there is."""
    return Response(openapi.document(), content_type="application/json")


class LetterView(View):
    """A letter; its words are made when it is sent."""

    id: int
    template: str = Field(description="What it is about, e.g. `commitments/requested`")
    name: str = Field(description="The receiver")
    email: str
    state: str = Field(description="waiting, failed, given_up or sent")
    attempts: int
    error: str = Field(description="Why the last try failed")
    created_at: dt.datetime
    next_try_at: dt.datetime | None
    sent_at: dt.datetime | None


@bp.get("/letters")
@require(accounts.administer)
@bp.input(LetterFilters, location="query", arg_name="filters")
@bp.output(Items[LetterView])
def letters(filters: LetterFilters) -> Any:
    """Letters by state and receiver, the newest first."""
    return items(outbox.letters(filters), LetterView.model_validate)


@bp.post("/letters/<int:letter_id>/attempt")
@require(accounts.administer, of=outbox.letter_by_id)
@bp.output(LetterView)
def try_again(letter: Letter) -> Any:
    """Have a letter that could not be sent tried again."""
    operations.try_letter_again(letter, by=current_user.person, now=clock.now())
    return LetterView.model_validate(letter)
