"""`./run jobs`: what happens when nobody clicks. Reminders, escalations, letters, snapshots.

Every feature's `tasks.TASKS` are functions `(now) -> how many things were done`. Each runs in a
transaction of its own and is idempotent: cron, a timer, the server's loop and a person may run them at once.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator

import click
from flask import Flask

from portal import FEATURES
from portal.assembly import feature_module
from portal.commands.unit_of_work import application, transaction
from portal.core import clock
from portal.core.transactions import ATTEMPTS, is_retryable

Task = Callable[[dt.datetime], int]
log = logging.getLogger("portal.jobs")


@click.command("jobs")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="Repeat until standard input is closed (this is how the server runs them).",
)
@click.pass_context
def command(ctx: click.Context, every: float | None) -> None:
    """Send what waits, remind, escalate: once."""
    app = application()
    if every is None:
        done, failed = run_tasks(app)
        for name, count in done.items():
            click.echo(f"{name}: {count}")
        ctx.exit(1 if failed else 0)
    # TERM ends us while we are still loading; from here on the closed pipe does, between two tasks.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    repeat(app, every, sys.stdin.fileno())


def tasks() -> Iterator[tuple[str, Task]]:
    """Every task with its name, feature by feature."""
    for feature in FEATURES:
        module = feature_module(feature, "tasks")
        for task in getattr(module, "TASKS", ()):
            yield f"{feature}.{task.__name__}", task


def repeat(app: Flask, every: float, lifeline: int) -> None:
    """Until whoever started us is gone, however that came: the kernel then closes the pipe that we watch."""
    while not _is_closed(lifeline, every):
        run_tasks(app, stop=lambda: _is_closed(lifeline, 0))


def run_tasks(app: Flask, stop: Callable[[], bool] = lambda: False) -> tuple[dict[str, int], list[str]]:
    """Run each task once; one that fails is logged and does not hold up the others."""
    done: dict[str, int] = {}
    failed: list[str] = []
    for name, task in tasks():
        if stop():
            break
        try:
            done[name] = _run_task(app, task)
        except Exception:
            log.exception("The job %s failed; it is tried again next time", name)
            failed.append(name)
    return done, failed


def _run_task(app: Flask, task: Task) -> int:
    """A task repeats, like a request, when the database asks for it."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction(app):
                return task(clock.now())
        except Exception as error:
            if attempt == ATTEMPTS or not is_retryable(error):
                raise
    raise AssertionError("unreachable")


def _is_closed(lifeline: int, seconds: float) -> bool:
    readable, _, _ = select.select([lifeline], [], [], seconds)
    return bool(readable) and not os.read(lifeline, 1)
