"""`./run bench [NAME]`: the benchmarks of the repository; they are not part of what is installed."""

from __future__ import annotations

import runpy
import sys

import click

from portal.assembly import root


@click.command("bench", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Measure pages, imports and searches on both databases."""
    if not (root() / "benchmarks" / "__main__.py").exists():
        raise click.ClickException("The benchmarks are in the repository only; this is an installed copy.")
    sys.path.insert(0, str(root()))
    sys.argv[1:] = arguments
    runpy.run_module("benchmarks", run_name="__main__", alter_sys=True)
