"""A letter's words: `templates/email/<template>.txt` in the receiver's language, with a common signature.

The template's first line is `Subject: …`; it is rendered by itself, so that no fact can reach from the
subject into the body or the head. A fact that the template needs and the letter does not have is an error,
not a gap.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import force_locale
from jinja2 import Environment, StrictUndefined
from jinja2.meta import find_undeclared_variables

from portal.outbox.facts import unpack
from portal.outbox.models import Letter

SUBJECT = "Subject:"
SIGNATURE = "email/_signature.txt"
LONGEST_SUBJECT = 200
#: What every template has besides its facts.
GIVEN = frozenset({"link", "home", "recipient"})


def subject_and_body(letter: Letter) -> tuple[str, str]:
    """What the receiver reads. Raises whatever is wrong with the template or the facts."""
    environment = current_app.jinja_env.overlay(undefined=StrictUndefined, autoescape=False)
    head, body = _parts(environment, letter.template)
    home = current_app.config["BASE_URL"]
    facts: dict[str, Any] = {**unpack(letter.facts), "link": home + letter.link, "home": home + "/"}
    with force_locale(letter.language):
        subject = environment.from_string(head).render(facts, recipient=letter.name)
        text = environment.from_string(body).render(facts, recipient=letter.name)
        signature = environment.get_template(SIGNATURE).render(home=home + "/")
    return one_line(subject)[:LONGEST_SUBJECT], f"{text.strip()}\n\n{signature.strip()}\n"


def check(template: str, facts: Mapping[str, Any]) -> None:
    """Refuse facts that the template cannot be written with: the author's mistake, found where it was
    made.
    """
    missing = _needed(template) - {*facts, *GIVEN}
    if missing:
        raise TypeError(f"email/{template}.txt also needs {', '.join(sorted(missing))}")


@lru_cache(maxsize=256)
def _needed(template: str) -> frozenset[str]:
    environment = current_app.jinja_env
    source = "\n".join(_parts(environment, template))
    return frozenset(find_undeclared_variables(environment.parse(source)) - set(environment.globals))


def _parts(environment: Environment, template: str) -> tuple[str, str]:
    assert environment.loader
    source = environment.loader.get_source(environment, f"email/{template}.txt")[0]
    head, _line_end, body = source.partition("\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"email/{template}.txt does not begin with '{SUBJECT}'")
    return head.removeprefix(SUBJECT).strip(), body


def one_line(text: str) -> str:
    """Without line breaks, control characters and signs that turn the direction of writing."""
    kept = [
        character if unicodedata.category(character) not in {"Cc", "Cf", "Cs"} else " " for character in text
    ]
    return " ".join("".join(kept).split())
