"""The pages that are measured, and the aims that they are held against (server time of one request,
milliseconds).
"""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """`address` may name `{code}`, a project of the portfolio. `reader`: the roles of whom reads it."""

    name: str
    address: str
    aim: float
    reader: str = "cio"


PAGES = (
    Page("board", "/board", 20),
    Page("board-employee", "/board", 20, "employee"),
    Page("projects", "/projects", 12),
    Page("project", "/projects/{code}", 12),
    Page("commitments", "/commitments", 12),
    Page("decisions", "/decisions", 12),
    Page("decisions-text", "/decisions?q=pilot", 25),
    Page("risks", "/risks", 12),
    Page("meetings", "/meetings", 12),
    Page("actions", "/actions", 12),
    Page("people", "/people", 12),
    Page("search", "/search?q=pilot", 25),
    Page("search-chinese", "/search?q=流程", 25),
    Page("search-employee", "/search?q=pilot", 25, "employee"),
    Page("desk", "/", 12, "head"),
)
