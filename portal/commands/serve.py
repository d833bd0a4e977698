"""`./run`, `./run serve`: migrate, load the demo into an empty database, serve, run the jobs."""

from __future__ import annotations

import contextlib
import os
import socket

import click
from flask import Flask

from portal.commands import first_start
from portal.commands.migrate import migrate
from portal.commands.unit_of_work import application


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; 0 takes a free one.",
)
@click.option(
    "--empty", is_flag=True, help="Leave an empty database empty; print a link for its administrator."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Processes (see docs/operations.md).",
)
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1), help="Threads per process.")
@click.option("--jobs/--no-jobs", default=True, help="Run the jobs about once a minute beside the server.")
def command(host: str, port: int, empty: bool, workers: int, threads: int, jobs: bool) -> None:
    """Serve the portal."""
    port = claim_port(host, port)
    address = address_of(host, port)
    os.environ.setdefault("PORTAL_BASE_URL", address)
    app = application()
    migrate(app)
    lines = first_start.prepare(app, empty=empty)
    _announce_when_ready(app, f"{host}:{port}", workers, threads, jobs, [_headline(address), *lines])


def _announce_when_ready(
    app: Flask, bind: str, workers: int, threads: int, jobs: bool, lines: list[str]
) -> None:
    from portal.commands.server import Server

    Server(app, bind=bind, workers=workers, threads=threads, jobs=jobs, greeting="\n".join(lines)).run()


def _headline(address: str) -> str:
    return f"Accord is at {address} (Ctrl-C ends it)."


def address_of(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def claim_port(host: str, port: int) -> int:
    """Find out now, in a sentence, whether the port is free; gunicorn would try for five seconds."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(_why_not(host, port, error)) from error
        return int(probe.getsockname()[1])


def _why_not(host: str, port: int, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"Port {port} is reserved for the administrator of this machine. Use another: --port 8000"
    if isinstance(error, socket.gaierror) or port == 0:
        return f"{host} is no address of this machine."
    return (
        f"Port {port} on {host} is taken ({error.strerror}). Perhaps Accord runs already: open "
        f"{address_of(host, port)}, or use another port: --port {port + 1}"
    )
