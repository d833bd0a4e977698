"""People in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_login import current_user

from portal.accounts import operations, queries, rules
from portal.accounts import schemas as shapes
from portal.accounts.api.blueprint import bp
from portal.accounts.models import Person
from portal.accounts.queries import PeopleFilters
from portal.core import clock
from portal.core.access import require
from portal.core.api import Items, items
from portal.core.idempotency import conceal
from portal.core.transactions import check_version

PLACE = "/people/<int:person_id>"


@bp.get("/people")
@require(rules.read)
@bp.input(PeopleFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.PersonView])
def people(filters: PeopleFilters) -> Any:
    """People by the filters of the page; without `state`, those who are active."""
    return items(queries.people(filters), shapes.person_view)


@bp.post("/people")
@require(rules.administer)
@bp.input(shapes.PersonIn, arg_name="data")
@bp.output(shapes.PersonView, status_code=201)
def create_person(data: shapes.PersonIn) -> Any:
    """Add somebody who can be named; they sign in after an invitation."""
    made = operations.create_person(**data.values(), by=current_user.person, now=clock.now())
    return shapes.person_view(made)


@bp.get(PLACE)
@require(rules.read, of=queries.person_by_id)
@bp.output(shapes.PersonView)
def person(person: Person) -> Any:
    """One person; `merged_into` names the entry that counts, if this one was merged."""
    return shapes.person_view(person)


@bp.patch(PLACE)
@require(rules.administer, of=queries.person_by_id)
@bp.input(shapes.PersonChanges, arg_name="data")
@bp.output(shapes.PersonView)
def edit_person(person: Person, data: shapes.PersonChanges) -> Any:
    """Change what is sent."""
    check_version(person, data.version)
    operations.edit_person(person, **data.values(), by=current_user.person, now=clock.now())
    return shapes.person_view(person)


@bp.post(PLACE + "/deactivation")
@require(rules.deactivate, of=queries.person_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.PersonView)
def deactivate(person: Person, data: shapes.ReasonIn) -> Any:
    """Close an account."""
    by, now, today = current_user.person, clock.now(), clock.today()
    operations.deactivate(person, reason=data.reason, by=by, now=now, today=today)
    return shapes.person_view(person)


@bp.post(PLACE + "/reactivation")
@require(rules.reactivate, of=queries.person_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.PersonView)
def reactivate(person: Person, data: shapes.ReasonIn) -> Any:
    """Reopen an account."""
    operations.reactivate(person, reason=data.reason, by=current_user.person, now=clock.now())
    return shapes.person_view(person)


@bp.post(PLACE + "/invitation")
@require(rules.invite, of=queries.person_by_id)
@bp.output(shapes.LinkView, status_code=201)
def invite(person: Person) -> Any:
    """A one-time link by which the person sets a password; shown here once, valid for 24 hours."""
    base_url = current_app.config["BASE_URL"]
    link = operations.invite(person, by=current_user.person, now=clock.now(), base_url=base_url)
    conceal()
    return {"link": link}


@bp.delete(PLACE + "/sessions")
@require(rules.sign_out, of=queries.person_by_id)
@bp.output({}, status_code=204)
def end_sessions(person: Person) -> Any:
    """End every session of a person."""
    operations.sign_out_everywhere(person, by=current_user.person, now=clock.now())
    return ""


@bp.post(PLACE + "/merger")
@require(rules.merge, of=queries.person_by_id)
@bp.input(shapes.MergerIn, arg_name="data")
@bp.output(shapes.PersonView)
def merge(person: Person, data: shapes.MergerIn) -> Any:
    """Everything that names this person names `into` from here on. Returns the entry that stays."""
    into = shapes.named(data.into, "into")
    operations.merge_people(person, into=into, by=current_user.person, now=clock.now())
    return shapes.person_view(into)
