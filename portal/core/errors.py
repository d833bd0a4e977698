"""The ways to say no, besides the form's error at the field (see ARCHITECTURE: four ways to say no)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refused(Exception):
    """It cannot happen now: a plain sentence in the reader's language, answered with 409."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


class Stale(Exception):
    """Somebody else changed the record meanwhile; the page shows both texts, nothing is stored.

    `fields`: rows of (label, stored text, submitted text).
    """

    def __init__(self, record: Any, fields: Sequence[tuple[str, str, str]] = ()) -> None:
        super().__init__("stale")
        self.record = record
        self.fields = list(fields)


class Invalid(Exception):
    """A value that the form or schema let through is not acceptable to the operation.

    `errors` maps a field name to a sentence; answered with 422, the sentence at the field.
    """

    def __init__(self, **errors: object) -> None:
        super().__init__("; ".join(f"{field}: {sentence}" for field, sentence in errors.items()))
        self.errors = {field: str(sentence) for field, sentence in errors.items()}
