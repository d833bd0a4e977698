"""Settings, all from the environment. Each line: the variable, its default, and what it is for."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def _flag(value: str) -> bool:
    return value.strip().lower() in {"1", "true", "yes", "on"}


def load(env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Read every setting once; the result goes into `app.config`."""
    # Where the embedded database, keys and undelivered letters live. An installed wheel keeps them out of
    # itself.
    home = Path.cwd() if ROOT.name == "_root" else ROOT
    data = Path(env.get("PORTAL_DATA_DIR") or home / "var").resolve()
    # SQLite (default) or postgresql+psycopg://user:password@host/name
    database = env.get("PORTAL_DATABASE_URL") or f"sqlite:///{data / 'accord.db'}"
    if database.startswith("postgresql://"):
        database = database.replace("postgresql://", "postgresql+psycopg://", 1)
    # The address in letters and links.
    base_url = env.get("PORTAL_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    return {
        "DATA_DIR": data,
        "SQLALCHEMY_DATABASE_URI": database,
        "BASE_URL": base_url,
        # Signs sessions and links. Kept in the data folder when not set.
        "SECRET_KEY": env.get("PORTAL_SECRET_KEY") or secret_key(data),
        # smtp://user:password@host:port, smtps://…, or file:FOLDER
        "MAIL_URL": env.get("PORTAL_MAIL_URL") or f"file:{data / 'letters'}",
        # The sender of letters.
        "MAIL_FROM": env.get("PORTAL_MAIL_FROM", "Accord <accord@localhost>"),
        # What "today" means to the organization (IANA name).
        "TIMEZONE": env.get("PORTAL_TIMEZONE", "UTC"),
        # Language of somebody of whom nothing is known: en, zh_Hans, zh_Hant
        "BABEL_DEFAULT_LOCALE": env.get("PORTAL_LANGUAGE", "en"),
        # Largest upload and form, in bytes.
        "MAX_CONTENT_LENGTH": int(env.get("PORTAL_MAX_UPLOAD", 32 * 1024 * 1024)),
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
        # Rate limits on sign-in and tokens (off only in tests).
        "RATELIMIT_ENABLED": _flag(env.get("PORTAL_RATE_LIMIT", "1")),
        "RATELIMIT_STORAGE_URI": env.get("PORTAL_RATE_LIMIT_STORAGE", "memory://"),
        "RATELIMIT_HEADERS_ENABLED": True,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=float(env.get("PORTAL_SESSION_HOURS", "12"))),
        "SESSION_COOKIE_NAME": "__Host-accord" if base_url.startswith("https") else "accord",
        "SESSION_COOKIE_SECURE": base_url.startswith("https"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
        # The demo programme and its passwords; set by `./run` on an empty database.
        "DEMO": _flag(env.get("PORTAL_DEMO", "0")),
        # Who may read /metrics: whoever sends this as a bearer token; without it, this machine only.
        "METRICS_TOKEN": env.get("PORTAL_METRICS_TOKEN"),
        # json, text, or auto: text in a terminal, else one JSON object a line.
        "LOG_FORMAT": env.get("PORTAL_LOG_FORMAT", "auto"),
        "OPENAPI_VERSION": "3.1.0",
        "SPEC_FORMAT": "json",
    }


def secret_key(data: Path) -> str:
    """A key that survives restarts, made once and readable by its owner only."""
    path = data / "secret-key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_text("ascii").strip()
