"""A real server over the demo programme, and visitors with a real browser.

The demo is loaded once per test run and kept as a file; each test gets a copy of it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from portal import create_app
from portal.accounts.models import Person
from portal.accounts.operations import give_one_password
from portal.database import db, session
from portal.demo import load
from portal.demo.founding import DOMAIN, password_of
from tests.support.chromium import Watch, find_chromium, running_chromium

HERE = Path(__file__).parent
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
#: People of the story who get a password here beside those who have one in the demo.
MORE_SIGN_INS = ("tang.xin", "sun.li", "lin.yu", "xie.bin", "liu.jianhua", "wang.lei", "fang.min")
#: Milliseconds; only a failing test, or a very busy machine, waits as long.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


def settings(folder: Path, name: str) -> dict[str, Any]:
    return {
        "SECRET_KEY": "not a secret: tests only",
        "RATELIMIT_ENABLED": False,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / name}",
        "DATA_DIR": folder,
        "MAIL_URL": f"file:{folder / 'letters'}",
    }


def make_template(folder: Path) -> None:
    """Play the demo programme into `demo.db`, up to today: real browsers live today."""
    app = create_app(settings(folder, "loading.db"))
    with app.app_context():
        upgrade()
        now = dt.datetime.now(dt.UTC)
        load(now)
        more = Person.email.in_([f"{key}@{DOMAIN}" for key in MORE_SIGN_INS])
        give_one_password(session().scalars(select(Person).where(more)), password=password_of(""), now=now)
        session().commit()
        db.session.remove()
        db.engine.dispose()  # the last connection takes the write-ahead log into the file
    assert not list(folder.glob("loading.db-*"))
    (folder / "loading.db").rename(folder / "demo.db")


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo programme as a file; the workers of one run load it once."""
    place = tmp_path_factory.getbasetemp()
    folder = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "demo.db").exists():
            make_template(folder)
    return folder / "demo.db"


@dataclass
class Server:
    """The portal behind a real socket. `reset()` puts the demo programme back as it was."""

    folder: Path
    template: Path
    address: str = ""

    def __post_init__(self) -> None:
        self.reset_files()
        self.app = create_app(settings(self.folder, "served.db"))
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.app.config["BASE_URL"] = self.address
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def reset_files(self) -> None:
        for leftover in self.folder.glob("served.db*"):
            leftover.unlink()
        shutil.copy(self.template, self.folder / "served.db")

    def reset(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.reset_files()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
        with self.app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="package")
def served(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = Server(tmp_path_factory.mktemp("served"), demo_template)
    yield server
    server.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        required = "browser" in os.environ.get("PORTAL_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)("Chromium is not on this machine")
    with running_chromium(program) as browser:
        yield browser


@pytest.fixture(scope="package")
def signed_in() -> dict[str, Any]:
    """Cookies of people who have signed in through the form already: each does it once."""
    return {}


@dataclass
class Visitors:
    """`visit("he.lao", "/board", phone=True)` → a page of somebody's own browser, signed in."""

    chromium: Browser
    server: Server
    cookies: dict[str, Any]
    watch: Watch = field(default_factory=Watch)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self,
        who: str | None = None,
        address: str = "/",
        *,
        phone: bool = False,
        language: str = "en-GB",
        dark: bool = False,
        scripts: bool = True,
    ) -> Page:
        state = self._state_of(who) if who else None
        page = self._open(
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            storage_state=state,
        )
        page.goto(address)
        return page

    def sign_in(self, page: Page, who: str) -> None:
        """The way everybody comes in."""
        page.goto("/sign-in")
        page.locator("input[name=email]").fill(f"{who}@{DOMAIN}")
        page.locator("input[name=password]").fill(password_of(who))
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(self.server.address + "/")

    def _state_of(self, who: str) -> Any:
        if who not in self.cookies:
            page = self._open(viewport=DESK)
            self.sign_in(page, who)
            self.cookies[who] = page.context.storage_state()
            page.context.close()
        return self.cookies[who]

    def _open(self, **options: Any) -> Page:
        context = self.chromium.new_context(
            base_url=self.server.address, reduced_motion="reduce", accept_downloads=True, **options
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        self.watch.over(context)
        return context.new_page()


@pytest.fixture
def visit(chromium: Browser, served: Server, signed_in: dict[str, Any]) -> Iterator[Visitors]:
    """Visitors; at the end nothing may stand in any console."""
    served.reset()
    visitors = Visitors(chromium, served, signed_in)
    yield visitors
    for context in visitors.contexts:
        context.close()
    assert visitors.watch.complaints == []
