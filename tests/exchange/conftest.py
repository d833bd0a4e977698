"""What tests of files and cells stand on: words, but no database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture
def words() -> Iterator[Flask]:
    """An app context in which sentences can be said."""
    app = Flask("words")
    app.config["TIMEZONE"] = "UTC"
    Babel(app)
    with app.app_context():
        yield app
