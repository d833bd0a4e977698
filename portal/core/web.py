"""What every page needs: blueprints that insist on a rule, security headers, assets, navigation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, has_request_context, redirect, request, url_for
from flask_login import current_user
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError
from werkzeug.routing import Rule as WerkzeugRule
from werkzeug.wrappers import Response as BaseResponse

from portal.core.access import PUBLIC, SIGNED_IN, Rule, access_rule

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class PageBlueprint(Blueprint):
    """A blueprint that refuses a view without a declared rule."""

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        insist_on_rule(view_func, f"{self.name}.{endpoint or getattr(view_func, '__name__', '?')}")
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)


class RecordNumber(IntegerConverter):
    """`<int:…>` in addresses: a number that no database column can hold names nothing (404)."""

    def __init__(self, url_map: Any, *args: Any, **options: Any) -> None:
        super().__init__(url_map, *args, **{"max": 2**31 - 1, **options})


class RecordCode(UnicodeConverter):
    """`<…>` in addresses: PostgreSQL cannot even ask for a text with a zero character."""

    def to_python(self, value: str) -> str:
        if "\x00" in value:
            raise ValidationError
        return value


class LateRule(WerkzeugRule):
    """A route whose address builder is compiled when an address is first built: most never are in a run, and
    compiling all of them would be a tenth of the start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []
        compile_now = super()._compile_builder

        def build(rule: WerkzeugRule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return build


def insist_on_rule(view: Callable[..., Any] | None, name: str) -> None:
    """Deny by default: a view that does not say who may use it is a programming error."""
    if view is not None and access_rule(view) is None:
        raise RuntimeError(f"view {name} declares no access rule: use @require(…)")


def secure(response: Response) -> Response:
    """Headers for every answer; pages of signed-in people are never cached."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Address of a static file with its content hash, so that browsers may keep it for a year.

    Each file is read once in the life of the process, except while somebody works on it.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy costs at each dot
    root = request.script_root if has_request_context() else ""
    known: dict[tuple[str, str], str] = app.extensions.setdefault("assets", {})
    if app.debug or (root, name) not in known:
        known[root, name] = f"{root}{app.static_url_path}/{name}?v={_digest(f'{app.static_folder}/{name}')}"
    return known[root, name]


def cache_assets(response: Response) -> Response:
    """A static file asked for by its hash never changes."""
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@dataclass(frozen=True)
class Destination:
    """An entry of the main navigation. `rule` decides who sees it, `section` groups, `order` sorts."""

    label: Any
    endpoint: str
    icon: str
    order: int
    section: str = ""
    rule: Rule = SIGNED_IN


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    icon: str
    section: str
    is_current: bool


def navigation() -> tuple[tuple[str, bool], ...]:
    """Where the signed-in person can go to, in order, as endpoints; and whether they are there."""
    actor = current_user._get_current_object()  # the proxy costs at each rule
    if not actor.is_authenticated:
        return ()
    items: list[Destination] = current_app.extensions["navigation"]
    return tuple(
        (item.endpoint, _is_here(url_for(item.endpoint))) for item in items if item.rule(actor, None)
    )


def destinations(shown: tuple[tuple[str, bool], ...]) -> list[NavigationItem]:
    """The entries that `navigation` named, in the language in force."""
    items = {item.endpoint: item for item in current_app.extensions["navigation"]}
    return [
        NavigationItem(str(item.label), url_for(endpoint), item.icon, str(item.section), is_here)
        for endpoint, is_here in shown
        for item in [items[endpoint]]
    ]


def _is_here(url: str) -> bool:
    """Is this page, or what lies below it, shown? A feature may have several destinations."""
    here = request.path
    return here == url or (url != "/" and here.startswith(f"{url}/"))


def back_to(target: str | None, default: str) -> BaseResponse:
    """Redirect to an address of this portal only; anything else goes to `default`."""
    return redirect(target if is_local(target) else default, 303)  # type: ignore[arg-type]  # is_local: not None


def is_local(target: str | None) -> bool:
    """Is this an address within the portal? (No open redirects.)"""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    if any(ord(character) < 32 for character in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def is_htmx() -> bool:
    """Does htmx ask (so that the answer should be a fragment)?"""
    return request.headers.get("HX-Request") == "true"


def is_api() -> bool:
    """Is this a request to the API (so that errors are problem documents)?"""
    return request.path.startswith("/api/")


def check_every_view(app: Flask) -> None:
    """Last line of defence at start-up: no endpoint without a rule."""
    setattr(app.view_functions["static"], "access_rule", PUBLIC)  # noqa: B010  # Flask's own view
    for endpoint, view in app.view_functions.items():
        insist_on_rule(view, endpoint)
