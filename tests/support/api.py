"""A client of the API for tests."""

from __future__ import annotations

import secrets
from typing import Any, cast

from werkzeug.test import TestResponse

from portal.accounts.actors import digest_of
from portal.accounts.models import ApiToken, Person
from portal.assembly import Portal
from portal.database import db
from tests.support.times import NOW


class Answer(TestResponse):
    """For the type checker: the body is whatever the test expects it to be."""

    @property
    def json(self) -> Any:
        return super().json


class Api:
    """`api.as_(person).post("/commitments", {...})` → the response; `.json` is its body."""

    def __init__(self, app: Portal) -> None:
        self.app = app
        self.client = app.test_client()
        self.headers: dict[str, str] = {}

    def as_(self, person: Person) -> Api:
        token = secrets.token_urlsafe(32)
        db.session.add(ApiToken(person_id=person.id, name="test", digest=digest_of(token), created_at=NOW))
        db.session.commit()
        self.headers["Authorization"] = f"Bearer {token}"
        return self

    def open(self, method: str, address: str, body: Any = None, **headers: str) -> Answer:
        db.session.commit()
        extra = {} if body is None else {"json": body}
        with self.app.app_context():  # its own `g` and session: nothing of the request before is remembered
            response = self.client.open(
                f"/api/v1{address}", method=method, headers={**self.headers, **headers}, **extra
            )
        assert response.status_code != 500, f"{method} {address} answered 500"
        db.session.expire_all()
        return cast(Answer, response)

    def get(self, address: str, **headers: str) -> Answer:
        return self.open("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Answer:
        return self.open("POST", address, {} if body is None else body, **headers)

    def patch(self, address: str, body: Any, **headers: str) -> Answer:
        return self.open("PATCH", address, body, **headers)

    def put(self, address: str, body: Any, **headers: str) -> Answer:
        return self.open("PUT", address, body, **headers)
