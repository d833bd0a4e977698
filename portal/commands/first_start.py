"""What a start does to a database with nobody in it, and what it tells the person at the terminal."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any

from flask import Flask
from sqlalchemy import exists, select

from portal.assembly import feature_module
from portal.commands.unit_of_work import transaction
from portal.core import clock
from portal.core.errors import Refused
from portal.database import session


def prepare(app: Flask, *, empty: bool) -> list[str]:
    """Fill or leave an empty database; returns the lines to print once the server answers."""
    with transaction(app):
        if has_people():
            return _sign_in_lines(app) or _administrator_lines(app)
        if empty:
            return _administrator_lines(app)
    _load_demo(app)
    with transaction(app):
        return _sign_in_lines(app) or _administrator_lines(app)


def has_people() -> bool:
    """A portal without people is empty: nothing can be said or promised in it."""
    person = _people()
    return person is not None and bool(session().scalar(select(exists(select(person.id)))))


def _lives_here(person: Any, addresses: list[str]) -> bool:
    return bool(session().scalar(select(exists(select(person.id).where(person.email.in_(addresses))))))


def _people() -> Any:
    models = feature_module("accounts", "models")
    return getattr(models, "Person", None)


def _demo() -> ModuleType | None:
    return importlib.import_module("portal.demo") if importlib.util.find_spec("portal.demo") else None


def _load_demo(app: Flask) -> None:
    demo = _demo()
    if demo is None:
        return
    print("The database is empty: loading the demo programme (--empty for none) …", flush=True)
    with transaction(app):
        demo.load(clock.now())


def _sign_in_lines(app: Flask) -> list[str]:
    """The demo's people, if they live in this database."""
    demo, person = _demo(), _people()
    if demo is None or person is None:
        return []
    addresses = [email for _, email, _ in demo.SIGN_INS]
    if not _lives_here(person, addresses):
        return []
    app.config["DEMO"] = True
    width = max(len(str(role)) for role, _, _ in demo.SIGN_INS)
    rows = [f"  {role!s:<{width}}  {email}  {password}" for role, email, password in demo.SIGN_INS]
    return ["Sign in, on this machine only, as", *rows]


def _administrator_lines(app: Flask) -> list[str]:
    """The way in while nobody has an account, though people may have been imported already."""
    operations = feature_module("accounts", "operations")
    make_link = getattr(operations, "first_administrator_link", None)
    if make_link is None:
        return []
    try:
        link = make_link(app.config["BASE_URL"], clock.now())
    except Refused:
        return []
    return ["Nobody can sign in yet. This link works once and makes you the administrator:", f"  {link}"]
