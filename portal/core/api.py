"""The frame of `/api/v1`: the same operations and rules as the pages, in JSON.

Errors are RFC 9457 problem documents with `errors: [{"field", "message"}]`; lists are `{"items", "next"}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from apiflask import APIBlueprint
from flask import Response
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict

from portal.core.lists import Page
from portal.core.web import insist_on_rule

API_PREFIX = "/api/v1"
ItemT = TypeVar("ItemT")


class ApiBlueprint(APIBlueprint):
    """A blueprint below `/api/v1` that refuses an endpoint without a declared rule."""

    def __init__(self, name: str, import_name: str, **kwargs: Any) -> None:
        prefix = API_PREFIX + kwargs.pop("url_prefix", "")
        super().__init__(f"api_{name}", import_name, url_prefix=prefix, tag=name.capitalize(), **kwargs)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        *args: Any,
        **options: Any,
    ) -> None:
        insist_on_rule(view_func, f"{self.name}.{endpoint}")
        super().add_url_rule(rule, endpoint, view_func, *args, **options)


class Schema(BaseModel):
    """Base of request bodies: unknown fields are refused, text is stripped. Its validator is built when it is
    first needed: building hundreds would delay every start.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)


class View(BaseModel):
    """Base of answers, filled from records."""

    model_config = ConfigDict(from_attributes=True, defer_build=True)


class Items(BaseModel, Generic[ItemT]):
    """A page of a list."""

    items: list[ItemT]
    next: str | None = None


def items(page: Page[Any], view: Callable[[Any], Any]) -> dict[str, Any]:
    """The JSON of one page of a list."""
    return {"items": [view(row) for row in page.items], "next": page.next}


def problem(
    status: int, detail: str = "", *, errors: Iterable[tuple[str, str]] = (), title: str | None = None
) -> Response:
    """An RFC 9457 problem document."""
    body = {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _("The request could not be carried out; nothing was stored."),
        "errors": [{"field": field, "message": message} for field, message in errors],
    }
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, content_type="application/problem+json; charset=utf-8")
