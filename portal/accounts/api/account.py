"""The caller's own account in `/api/v1`."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.accounts import operations, queries, rules
from portal.accounts import schemas as shapes
from portal.accounts.api.blueprint import bp
from portal.accounts.limits import PER_ACCOUNT, current_account, has_failed
from portal.accounts.models import ApiToken, Person
from portal.core import clock
from portal.core.access import require
from portal.core.api import Items
from portal.core.extensions import limiter
from portal.core.idempotency import conceal
from portal.core.transactions import check_version
from portal.database import session


def _me() -> Person:
    person: Person = current_user.person
    return person


def _shown(person: Person) -> dict[str, Any]:
    own = {"language": person.language, "theme": person.theme, "roles": sorted(current_user.roles)}
    return {**shapes.person_view(person), **own}


@bp.get("/account")
@require(rules.keep_own)
@bp.output(shapes.AccountView)
def account() -> Any:
    """Who the caller is, with today's roles."""
    return _shown(_me())


@bp.patch("/account")
@require(rules.keep_own)
@bp.input(shapes.ProfileChanges, arg_name="data")
@bp.output(shapes.AccountView)
def edit_profile(data: shapes.ProfileChanges) -> Any:
    """Change what is sent of one's own name, hours and preferences."""
    person = _me()
    check_version(person, data.version)
    now = {name: getattr(person, name) for name in ("name", "hours_per_week", "language", "theme")}
    operations.edit_profile(person, **{**now, **data.given()}, by=person, now=clock.now())
    return _shown(person)


@bp.post("/account/password")
@limiter.limit(PER_ACCOUNT, key_func=current_account, deduct_when=has_failed)
@require(rules.keep_own)
@bp.input(shapes.PasswordIn, arg_name="data")
@bp.output({}, status_code=204)
def change_password(data: shapes.PasswordIn) -> Any:
    """Change one's own password by the present one. Every session ends."""
    person = _me()
    operations.change_password(
        person, current=data.current, password=data.password, by=person, now=clock.now()
    )
    return ""


@bp.delete("/account/sessions")
@require(rules.keep_own)
@bp.output({}, status_code=204)
def sign_out_everywhere() -> Any:
    """End every session of the caller. Tokens stay."""
    operations.sign_out_everywhere(_me(), by=_me(), now=clock.now())
    return ""


@bp.get("/tokens")
@require(rules.keep_own)
@bp.output(Items[shapes.TokenView])
def tokens() -> Any:
    """The caller's own tokens, without their text."""
    return {"items": [shapes.token_view(token) for token in queries.tokens_of(_me())], "next": None}


@bp.post("/tokens")
@require(rules.keep_own)
@bp.input(shapes.TokenIn, arg_name="data")
@bp.output(shapes.NewTokenView, status_code=201)
def create_token(data: shapes.TokenIn) -> Any:
    """A further token, which expires no later than the one it is made with. Its text is shown here once."""
    token, text = operations.create_token(
        _me(),
        name=data.name,
        expires_on=data.expires_on,
        by=_me(),
        now=clock.now(),
        today=clock.today(),
        made_with=current_user.token,
    )
    session().flush()
    conceal()
    return {**shapes.token_view(token), "token": text}


@bp.post("/tokens/<int:token_id>/revocation")
@require(rules.revoke_token, of=queries.token_by_id)
@bp.output(shapes.TokenView)
def revoke_token(token: ApiToken) -> Any:
    """End a token of one's own, also the one that is used for this."""
    operations.revoke_token(token, by=_me(), now=clock.now())
    return shapes.token_view(token)
