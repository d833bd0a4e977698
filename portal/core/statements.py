"""Statements that are put together once and run with other values each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from inspect import signature
from typing import Any

from sqlalchemy import Executable, bindparam

from portal.database import session


def prepared(build: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a function that builds a statement from values into one that runs it with values.

    Putting a statement together takes longer than running it on fifty rows. So `build` is called once, with a
    bound parameter for each of its arguments; one that is annotated `Collection[…]` stands for the list of an
    `in_`. It must not look at the values, nor do arithmetic with them.
    """
    parameters = signature(build).parameters.values()
    is_many = {each.name: "Collection" in str(each.annotation) for each in parameters}

    @cache
    def statement() -> Executable:
        found: Executable = build(*(bindparam(name, expanding=many) for name, many in is_many.items()))
        return found

    @wraps(build)
    def run(*values: Any) -> Any:
        given = zip(is_many.items(), values, strict=True)
        return session().execute(
            statement(), {name: list(value) if many else value for (name, many), value in given}
        )

    return run
