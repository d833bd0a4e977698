"""How the portal is put together: settings, extensions, features, and the life of a request."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

from apiflask import APIFlask
from flask import Response, has_request_context, request
from flask_login import current_user
from flask_migrate import Migrate

from portal.core import failures, idempotency, language, markdown, rendering, transactions, web
from portal.core.access import can
from portal.core.extensions import csrf, limiter, login_manager
from portal.database import db, engine_options, prepare_engine

FEATURES = (
    "register",
    "outbox",
    "search",
    "accounts",
    "absences",
    "agreements",
    "actions",
    "projects",
    "stakeholders",
    "commitments",
    "fulfilment",
    "risks",
    "raci",
    "steering",
    "minutes",
    "resolutions",
    "invitations",
    "packs",
    "sittings",
    "bindings",
    "mandates",
    "readiness",
    "contribution",
    "followup",
    "escalation",
    "handovers",
    "sponsorship",
    "stance",
    "exchange",
    "reports",
    "capacity",
    "accountability",
    "desk",
    "finding",
    "operation",
    "generate",
)


def root() -> Path:
    """Where config.py, templates, static, migrations and translations live: the repository, or the wheel's
    copy.
    """
    packaged = Path(__file__).parent / "_root"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


class Portal(APIFlask):
    """The application; a request is one transaction, repeated when the database asks for it."""

    url_rule_class = web.LateRule
    jinja_environment = rendering.Environment

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._address = lru_cache(maxsize=4096)(self._built)

    def url_for(self, endpoint: str, **values: Any) -> str:
        """The router takes longer for an address than a row takes to read, and a page names a hundred; so
        addresses within the portal are remembered.
        """
        given = {name: value for name, value in values.items() if value is not None}
        is_plain = all(
            type(value) in (int, str) and not name.startswith("_") for name, value in given.items()
        )
        if not is_plain or endpoint[0] == "." or not has_request_context():
            return super().url_for(endpoint, **values)
        return self._address(request.script_root, request.method, endpoint, tuple(given.items()))

    def _built(self, _root: str, _method: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return super().url_for(endpoint, **dict(values))

    def full_dispatch_request(self) -> Response:
        for attempt in range(1, transactions.ATTEMPTS + 1):
            try:
                return self._one_transaction()
            except Exception as error:
                transactions.abandon()
                if attempt == transactions.ATTEMPTS or not transactions.is_retryable(error):
                    raise
        raise AssertionError("unreachable")

    def _one_transaction(self) -> Response:
        response: Response = super().full_dispatch_request()
        try:
            transactions.finish(response)
        except Exception as error:
            transactions.abandon()
            if transactions.is_retryable(error):
                raise
            response = self.finalize_request(self.handle_user_exception(error))
        return response


def create_app(settings: Mapping[str, Any] | None = None) -> Portal:
    """The portal. `settings` override what config.py reads from the environment."""
    place = root()
    app = Portal(
        "portal",
        title="Accord",
        version="0.1.0",
        json_errors=False,
        docs_path=None,
        spec_path=None,
        template_folder=str(place / "templates"),
        static_folder=str(place / "static"),
        root_path=str(Path(__file__).parent),
    )
    app.config.from_mapping(load_settings(place))
    app.config.from_mapping(settings or {})
    app.url_map.converters.update(int=web.RecordNumber, default=web.RecordCode, string=web.RecordCode)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _extensions(app, place)
    _request_life(app)
    _templates(app)
    _features(app)
    failures.install(app)
    web.check_every_view(app)
    return app


def load_settings(place: Path) -> dict[str, Any]:
    """config.py stands at the top level, outside the package, so it is loaded by its path."""
    spec = importlib.util.spec_from_file_location("accord_config", place / "config.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    settings: dict[str, Any] = module.load()
    return settings


def _extensions(app: Portal, place: Path) -> None:
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(place / "migrations"), render_as_batch=True)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(place / "translations")
    language.Languages().init_app(app, locale_selector=language.select_locale)  # type: ignore[no-untyped-call]
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = None
    limiter.init_app(app)


def _request_life(app: Portal) -> None:
    # CSRF protection was installed first and runs first; nothing here may depend on what runs after it.
    app.before_request_funcs.setdefault(None, []).insert(0, transactions.begin_request)
    app.before_request(_once_only)
    app.after_request(_keep_answer)
    app.after_request(web.cache_assets)
    app.after_request(web.secure)


def _once_only() -> Response | None:
    if request.method in transactions.SAFE_METHODS or request.endpoint is None:
        return None
    transactions.act_context().auth = getattr(current_user, "auth", "system")
    scope = str(getattr(current_user, "uid", "")) or "anonymous"
    return idempotency.replay(scope)


def _keep_answer(response: Response) -> Response:
    if request.method not in transactions.SAFE_METHODS:
        idempotency.remember(response)
    return response


def _templates(app: Portal) -> None:
    app.jinja_env.filters.update(language.FILTERS, markdown=markdown.html, plain=markdown.plain)
    app.jinja_env.add_extension("jinja2.ext.do")
    language.install_words(app.jinja_env)
    app.jinja_env.globals.update(
        can=can,
        asset=web.asset,
        navigation=web.navigation,
        destinations=web.destinations,
        still=rendering.still,
        drawn_icon=rendering.icon,
        languages=list(language.LANGUAGES.items()),
        once=lambda: uuid4().hex,
        portal_version=app.version,
    )
    app.context_processor(_reader)


def _reader() -> dict[str, Any]:
    """What every template may know about the person who reads it."""
    theme = request.cookies.get("theme") or getattr(current_user, "theme", None)
    return {
        "current_locale": language.current_locale(),
        "html_lang": language.html_lang(),
        "theme": theme if theme in {"light", "dark"} else "auto",
    }


def _features(app: Portal) -> None:
    destinations: list[web.Destination] = []
    for name in FEATURES:
        feature_module(name, "models")
        views, api = feature_module(name, "views"), feature_module(name, "api")
        if views is not None:
            app.register_blueprint(views.bp)
            destinations += getattr(views, "NAVIGATION", [])
        if api is not None:
            csrf.exempt(api.bp)
            app.register_blueprint(api.bp)
    app.extensions["navigation"] = sorted(destinations, key=lambda item: item.order)


def feature_module(feature: str, module: str) -> ModuleType | None:
    """`portal.<feature>.<module>` if the feature has one."""
    name = f"portal.{feature}.{module}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name in {name, f"portal.{feature}"}:
            return None
        raise
