"""One command, one transaction, one commit: the same house rule as for requests."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask

from portal import create_app
from portal.core.errors import Refused
from portal.database import session


def application() -> Flask:
    """The portal for this command, made once."""
    root = click.get_current_context().find_root()
    if root.obj is None:
        root.obj = create_app()
    app: Flask = root.obj
    return app


@contextmanager
def transaction(app: Flask) -> Iterator[None]:
    """An app context which commits at its end; every exception rolls back. `ctx.exit(0)` is a success."""
    with app.app_context():
        try:
            yield
            session().commit()
        except click.exceptions.Exit as leaving:
            session().commit() if leaving.exit_code == 0 else session().rollback()
            raise
        except BaseException:
            session().rollback()
            raise


def committed(command: click.Command) -> click.Command:
    """A feature's command, run in a transaction; of a group, each of its subcommands. The feature's own stays
    as it is.
    """
    made = copy.copy(command)
    if isinstance(made, click.Group):
        made.commands = {name: committed(each) for name, each in made.commands.items()}
    else:
        made.callback = _in_transaction(made.callback)
    return made


def _in_transaction(callback: Any) -> Any:
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            with transaction(application()):
                return callback(*args, **kwargs)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return run
