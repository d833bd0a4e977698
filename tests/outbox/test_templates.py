"""The words of the letters: every one that is posted has them, in the shape that the outbox reads."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask_babel import force_locale

from portal.assembly import Portal, create_app
from portal.core.language import LANGUAGES
from portal.outbox.words import GIVEN, SUBJECT, _needed

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates" / "email"
TEMPLATES = sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.glob("*/*.txt"))


def posted() -> set[str]:
    """The templates that are named literally in a call of `post`."""
    found = set()
    for path in (ROOT / "portal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "post":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_letter_that_is_posted_has_its_words() -> None:
    assert posted() - set(TEMPLATES) == set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_begins_with_its_subject(template: str) -> None:
    head, _end, body = (FOLDER / f"{template}.txt").read_text("utf-8").partition("\n")
    assert head.startswith(SUBJECT)
    assert body.startswith("\n")
    assert "href" not in body


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    folder = tmp_path_factory.mktemp("letters")
    return create_app({"DATA_DIR": folder, "SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": "sqlite://"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_read_in_every_language(application: Portal, language: str) -> None:
    with application.app_context(), force_locale(language):
        for template in TEMPLATES:
            assert isinstance(_needed(template) | GIVEN, frozenset)
            application.jinja_env.get_template(f"email/{template}.txt")
