"""Letters for tests: posted by the real operation, written with templates of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from portal.assembly import Portal
from portal.database import session
from portal.outbox import words
from portal.outbox.models import Letter
from portal.outbox.operations import post
from tests.factories.accounts import make_person
from tests.support.smtp import Mailbox, mail_server
from tests.support.times import NOW

TEMPLATES = {
    "email/test/plain.txt": "Subject: About {{ title }}\n\n"
    "Dear {{ recipient }},\n\n{{ text }}\n\n{{ link }}\n",
    "email/test/dated.txt": "Subject: {{ _('Commitments') }}\n\n"
    "{{ day | date }} {{ at | datetime }} {{ amount | money('CNY') }}\n",
    "email/test/broken.txt": "Subject: Broken\n\n{{ title.nothing.here }}\n",
    "email/test/headless.txt": "Dear {{ recipient }}\n",
}


@pytest.fixture
def templates(app: Portal) -> Iterator[None]:
    """Templates of tests beside the real ones."""
    loader = app.jinja_env.loader
    assert loader is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), loader])
    yield
    app.jinja_env.loader = loader
    words._needed.cache_clear()


@pytest.fixture
def write(templates: None) -> Callable[..., Letter]:
    """Post one letter and commit: `write("name", title="…", text="…", language="zh_Hans")`."""

    def make(
        name: str = "Lin", *, template: str = "test/plain", language: str = "en", **facts: Any
    ) -> Letter:
        person = make_person(name, email=f"{name.lower().split()[0]}@example.org", language=language)
        values = {"title": "a title", "text": "a text", **facts} if template == "test/plain" else facts
        post(template, to=person, facts=values, link="/commitments/7", now=NOW)
        session().commit()
        return session().scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()

    return make


@pytest.fixture
def folder(app: Portal, tmp_path: Path) -> Iterator[Path]:
    """Letters as files, as by default, in a folder of this test."""
    before = app.config["MAIL_URL"]
    app.config["MAIL_URL"] = f"file:{tmp_path / 'letters'}"
    yield tmp_path / "letters"
    app.config["MAIL_URL"] = before


@pytest.fixture
def mailbox(app: Portal) -> Iterator[Mailbox]:
    """A mail server that the portal sends to."""
    before = app.config["MAIL_URL"]
    with mail_server() as server:
        app.config["MAIL_URL"] = server.url
        yield server
    app.config["MAIL_URL"] = before
