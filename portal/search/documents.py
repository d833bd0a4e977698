"""What of a record can be found. Models that can be found have `search_document()`.

    def search_document(self) -> SearchDocument | None:
        text = f"{self.cause}\\n{self.effect}"
        return SearchDocument(self.title, text, f"/risks/{self.id}", self.project_id)

Rules for it: own columns only (another record's change does not call it again), no SQL, plain text or
Markdown, the address by string (there may be no request). None means: cannot be found. The kind is the class
attribute `register_kind`. Visibility is inherited from the project; without one everybody who is signed in
may see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """`title` is the link in the results; `text` all other words; `address` a path of this portal."""

    title: str
    text: str
    address: str
    project_id: int | None = None


@runtime_checkable
class Searchable(Protocol):
    """A record that can be found."""

    id: int
    register_kind: str

    def search_document(self) -> SearchDocument | None: ...
